package io.mailroom.pop3;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;

/** Opens POP3 sessions for one profile. */
final class Pop3Connector implements MailboxConnector {
    private final Settings settings;
    private final DriverContext context;
    private final MailboxAccount account;

    Pop3Connector(Settings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        this.account = MailboxAccount.of(settings, context, Pop3Parameters.ACCOUNT);
    }

    @Override
    public String server() {
        return account.endpoint().host();
    }

    @Override
    public String account() {
        return account.credentials().account();
    }

    @Override
    public String filePrefix() {
        return "POP3";
    }

    @Override
    public int batchSize() {
        return settings.get(Pop3Parameters.BATCH_SIZE);
    }

    @Override
    public Pop3Mailbox connect() {
        return Pop3Mailbox.logIn(account, account.connect(context));
    }
}
