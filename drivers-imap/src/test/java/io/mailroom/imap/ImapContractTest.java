package io.mailroom.imap;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.DriverContract;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.MailServerDouble;

/** What holds for every receiving driver, over IMAP. */
class ImapContractTest extends DriverContract {
    static Profile aProfile() {
        return Profile.named("support@example.com", ImapDriver.NAME)
                .set("From Address", "support@example.com")
                .set(ImapParameters.SERVER, "imap.example.com")
                .set(ImapParameters.ACCOUNT_NAME, "alice")
                .set(ImapParameters.ACCOUNT_PASSWORD, "pw-alice")
                .build();
    }

    @Override
    protected CommunicationsDriver driver() {
        return new ImapDriver();
    }

    @Override
    protected Profile profile() {
        return aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new ImapDouble().asMailServer();
    }

    @Override
    protected String batchSizeParameter() {
        return ImapParameters.BATCH_SIZE.name();
    }
}
