package io.mailroom.imap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.Mailhost;
import io.mailroom.testkit.RealMailbox;
import org.junit.jupiter.api.BeforeAll;

/** The driver against a real Cyrus. Skipped where none runs. */
class ImapCyrusTest extends RealServerContract {
    static Mailhost mailhost;

    @BeforeAll
    static void findTheServers() {
        assumeTrue(Mailhost.find().filter(found -> found.has("CYRUS")).isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
    }

    @Override
    RealMailbox mailbox() {
        return mailhost.mailbox("CYRUS", "user9");
    }
}
