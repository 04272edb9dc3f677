package io.mailroom.pop3;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.DurabilityContract;
import io.mailroom.testkit.MailServerDouble;
import io.mailroom.testkit.Pop3Double;

/** Every durable step of a receive over POP3, killed, cut off or failed. */
class Pop3DurabilityTest extends DurabilityContract {
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

    /** POP3 commits with QUIT alone, so that each batch is a session. */
    @Override
    protected boolean isUsual(Scenario scenario) {
        return scenario != Scenario.BATCH_AFTER_BATCH;
    }
}
