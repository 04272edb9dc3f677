package io.mailroom.imap;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.DurabilityContract;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.MailServerDouble;
import java.util.Set;

/** Every durable step of a receive over IMAP, killed, cut off or failed. */
class ImapDurabilityTest extends DurabilityContract {
    @Override
    protected CommunicationsDriver driver() {
        return new ImapDriver();
    }

    @Override
    protected Profile profile() {
        return ImapContractTest.aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new ImapDouble().asMailServer();
    }

    /** What is IMAP's own: marks that outlive a session, ids that change, removal that stops half-way, commits within a session. */
    @Override
    protected boolean isUsual(Scenario scenario) {
        return Set.of(
                        Scenario.DEFAULT,
                        Scenario.BATCH_AFTER_BATCH,
                        Scenario.COMMITS_HALF,
                        Scenario.RENUMBERS,
                        Scenario.REMOVES_ALL,
                        Scenario.SOMEBODY_MARKS,
                        Scenario.QUEUED)
                .contains(scenario);
    }
}
