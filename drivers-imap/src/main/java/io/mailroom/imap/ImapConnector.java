package io.mailroom.imap;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MailboxWatch;
import java.util.Optional;

/** Opens IMAP sessions for one profile. */
final class ImapConnector implements MailboxConnector {
    private final Settings settings;
    private final DriverContext context;
    private final MailboxAccount account;
    private final ImapPlan plan;

    ImapConnector(Settings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        this.account = MailboxAccount.of(settings, context, ImapParameters.ACCOUNT);
        this.plan = new ImapPlan(
                settings.get(ImapParameters.FOLDER),
                settings.find(ImapParameters.PROCESSED_FOLDER),
                settings.get(InboundParameters.LEAVE_MESSAGES_ON_SERVER));
    }

    ImapPlan plan() {
        return plan;
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
    public String folder() {
        return plan.takesFromInbox() ? "" : plan.folder();
    }

    @Override
    public String filePrefix() {
        return "IMAP";
    }

    @Override
    public int batchSize() {
        return settings.get(ImapParameters.BATCH_SIZE);
    }

    @Override
    public ImapMailbox connect() {
        return ImapMailbox.logIn(account, plan, account.connect(context));
    }

    @Override
    public Optional<MailboxWatch> watch() {
        return settings.get(ImapParameters.IDLE)
                ? ImapWatch.begin(account, plan, account.connect(context))
                : Optional.empty();
    }
}
