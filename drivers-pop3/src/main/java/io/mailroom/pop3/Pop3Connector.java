package io.mailroom.pop3;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.smtp.tls.TlsSetupSource;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.LineChannel;
import io.mailroom.wire.WireLimits;

/** Opens POP3 sessions for one profile. */
final class Pop3Connector implements MailboxConnector {
    private static final String CHECK_SERVER =
            "Check \"POP3 Server\" and \"POP3 Server Port\" in the profile; the next poll tries again.";

    private final Settings settings;
    private final DriverContext context;
    private final Pop3Account account;

    Pop3Connector(Settings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        TlsSetupSource tls = new TlsSetupSource(settings);
        this.account = new Pop3Account(
                context.profile(),
                new Endpoint(settings.get(Pop3Parameters.SERVER), settings.get(Pop3Parameters.SERVER_PORT)),
                Pop3Parameters.security(settings),
                tls::current,
                LoginParameters.credentials(
                        settings,
                        context,
                        Pop3Parameters.ACCOUNT_NAME,
                        Pop3Parameters.ACCOUNT_PASSWORD,
                        Pop3Parameters.XOAUTH2),
                LoginParameters.mechanisms(settings),
                settings.get(TlsParameters.ALLOW_INSECURE_AUTHENTICATION),
                WireLimits.forTimeout(settings.get(Pop3Parameters.TIMEOUT)));
    }

    @Override
    public String server() {
        return account.endpoint().host();
    }

    @Override
    public String account() {
        return settings.get(Pop3Parameters.ACCOUNT_NAME);
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
        LineChannel line = LineChannel.connect(
                context.connector(),
                account.profile(),
                account.endpoint(),
                account.limits(),
                context.newTranscript(),
                CHECK_SERVER);
        return Pop3Mailbox.logIn(account, line);
    }
}
