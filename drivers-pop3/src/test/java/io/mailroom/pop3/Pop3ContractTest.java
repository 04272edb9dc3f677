package io.mailroom.pop3;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.DriverContract;
import io.mailroom.testkit.MailServerDouble;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.wire.Connector;

/** What holds for every receiving driver, over POP3. */
class Pop3ContractTest extends DriverContract {
    static Profile aProfile() {
        return Profile.named("support@example.com", Pop3Driver.NAME)
                .set("From Address", "support@example.com")
                .set(Pop3Parameters.SERVER, "pop.example.com")
                .set(Pop3Parameters.ACCOUNT_NAME, "alice")
                .set(Pop3Parameters.ACCOUNT_PASSWORD, "pw-alice")
                .build();
    }

    /** Somebody with that profile, and this way to its server. */
    static Desk desk(Connector connector) {
        return new Desk(new Pop3Driver(), aProfile(), connector);
    }

    @Override
    protected CommunicationsDriver driver() {
        return new Pop3Driver();
    }

    @Override
    protected Profile profile() {
        return aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new Pop3Double().asMailServer();
    }

    @Override
    protected String batchSizeParameter() {
        return Pop3Parameters.BATCH_SIZE.name();
    }
}
