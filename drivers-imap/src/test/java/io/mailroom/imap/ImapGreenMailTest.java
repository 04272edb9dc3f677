package io.mailroom.imap;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailroom.testkit.RealMailbox;
import io.mailroom.wire.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The driver against GreenMail, which runs in this process. */
class ImapGreenMailTest extends RealServerContract {
    private static GreenMail server;

    @BeforeAll
    static void startTheServer() {
        server = new GreenMail(new ServerSetup(0, null, ServerSetup.PROTOCOL_IMAP));
        server.setUser("alice@localhost", "alice", "pw-alice");
        server.start();
    }

    @AfterAll
    static void stopTheServer() {
        server.stop();
    }

    @Override
    RealMailbox mailbox() {
        return new RealMailbox(new Endpoint("localhost", server.getImap().getPort()), "alice", "pw-alice");
    }
}
