package io.mailroom.pop3;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.MailServerDouble;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.QuarantineContract;

/** Messages from a POP3 server that cannot be read. */
class Pop3QuarantineTest extends QuarantineContract {
    @Override
    protected CommunicationsDriver driver() {
        return new Pop3Driver();
    }

    @Override
    protected Profile profile() {
        return Pop3ContractTest.aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new Pop3Double().asMailServer();
    }
}
