package io.mailroom.imap;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.smtp.tls.TlsSetupSource;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.LineChannel;
import io.mailroom.wire.WireLimits;
import java.util.Optional;

/** Opens IMAP sessions for one profile. */
final class ImapConnector implements MailboxConnector {
    private static final String CHECK_SERVER =
            "Check \"IMAP Server\" and \"IMAP Server Port\" in the profile; the next poll tries again.";

    private final Settings settings;
    private final DriverContext context;
    private final ImapAccount account;
    private final ImapPlan plan;

    ImapConnector(Settings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        TlsSetupSource tls = new TlsSetupSource(settings);
        this.account = new ImapAccount(
                context.profile(),
                new Endpoint(settings.get(ImapParameters.SERVER), settings.get(ImapParameters.SERVER_PORT)),
                ImapParameters.security(settings),
                tls::current,
                LoginParameters.credentials(
                        settings,
                        context,
                        ImapParameters.ACCOUNT_NAME,
                        ImapParameters.ACCOUNT_PASSWORD,
                        ImapParameters.XOAUTH2),
                LoginParameters.mechanisms(settings),
                settings.get(TlsParameters.ALLOW_INSECURE_AUTHENTICATION),
                WireLimits.forTimeout(settings.get(ImapParameters.TIMEOUT)));
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
        return ImapMailbox.logIn(account, plan, line());
    }

    @Override
    public Optional<MailboxWatch> watch() {
        return settings.get(ImapParameters.IDLE) ? ImapWatch.begin(account, plan, line()) : Optional.empty();
    }

    private LineChannel line() {
        return LineChannel.connect(
                context.connector(),
                account.profile(),
                account.endpoint(),
                account.limits(),
                context.newTranscript(),
                CHECK_SERVER);
    }
}
