package io.mailroom.pop3;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.SettingsRule;
import io.mailroom.smtp.SmtpParameters;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.receiving.AccountParameters;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.spi.InboundParameters;
import java.time.Duration;
import java.util.List;

/** The parameters of {@code Internet SMTP/POP3 Server} (contract section 2). */
public final class Pop3Parameters {
    /** The port on which TLS starts with the first byte (RFC 8314 §7.1). */
    public static final int IMPLICIT_TLS_PORT = 995;

    /** TLS from the first byte. */
    public static final Parameter<Boolean> ENABLE_SSL = inbound(Parameter.flag("Enable SSL for POP3"))
            .withDefault(false)
            .describedAs("True: TLS from the first byte, on whatever port.");

    /** TLS or nothing. */
    public static final Parameter<Boolean> ENABLE_TLS = inbound(Parameter.flag("Enable TLS for POP3"))
            .withDefault(false)
            .describedAs("True: TLS is required; from the first byte on port 995, by STLS on any other port. The"
                    + " session fails when it is not to be had.");

    /** The server that holds the mailbox. */
    public static final Parameter<String> SERVER = inbound(Parameter.host("POP3 Server"))
            .required()
            .describedAs("Host name or IP address of the server that holds the mailbox.");

    /** Its port. */
    public static final Parameter<Integer> SERVER_PORT = inbound(Parameter.integer("POP3 Server Port", 1, 65_535))
            .withDefault(110)
            .withDefaultWhen(ENABLE_SSL, IMPLICIT_TLS_PORT)
            .describedAs("TCP port of the POP3 server.");

    /** The account to log in with. */
    public static final Parameter<String> ACCOUNT_NAME = inbound(Parameter.text("POP3 Account Name"))
            .required()
            .describedAs("Account to log in with; often the whole address.");

    /** Its password. */
    public static final Parameter<Secret> ACCOUNT_PASSWORD = inbound(Parameter.secret("POP3 Account Password"))
            .withAliases("Mail Password")
            .describedAs("Password of the POP3 account. Required, unless the account logs in with OAuth tokens.");

    /** Whether that is a token instead. */
    public static final Parameter<Boolean> XOAUTH2 = inbound(Parameter.flag("POP3 XOAUTH2"))
            .withDefault(false)
            .describedAs("True: the account password is an OAuth 2.0 access token, and is sent with OAUTHBEARER or"
                    + " XOAUTH2.");

    /** The most messages in one session. */
    public static final Parameter<Integer> BATCH_SIZE = inbound(Parameter.integer("POP3 Batch Size", 1, 10_000))
            .withDefault(100)
            .describedAs("Most messages in one session. When more are waiting, the next session follows at once.");

    /** The longest wait for one step. */
    public static final Parameter<Duration> TIMEOUT = inbound(
                    Parameter.seconds("POP3 Timeout", Duration.ofMillis(100), Duration.ofHours(1)))
            .withDefault(Duration.ofSeconds(60))
            .describedAs("The longest wait for one step of the POP3 server.");

    /** What POP3 adds to receiving and sending. */
    public static final List<Parameter<?>> OWN = List.of(
            SERVER, SERVER_PORT, ENABLE_SSL, ENABLE_TLS, ACCOUNT_NAME, ACCOUNT_PASSWORD, XOAUTH2, BATCH_SIZE, TIMEOUT);

    /** Everything the driver reads. */
    public static final List<Parameter<?>> ALL = Parameter.union(
            List.of(InboundParameters.ALL, OWN, SmtpParameters.OWN, TlsParameters.ALL, LoginParameters.ALL));

    /** Rules between all these parameters. */
    public static final List<SettingsRule> RULES = SettingsRule.union(List.of(
            InboundParameters.RULES,
            List.of(LoginParameters.passwordOrTokens(ACCOUNT_NAME, ACCOUNT_PASSWORD)),
            SmtpParameters.RULES));

    /** By which the mailbox is reached. */
    static final AccountParameters ACCOUNT = new AccountParameters(
            SERVER,
            SERVER_PORT,
            ENABLE_SSL,
            ENABLE_TLS,
            IMPLICIT_TLS_PORT,
            TIMEOUT,
            ACCOUNT_NAME,
            ACCOUNT_PASSWORD,
            XOAUTH2);

    private Pop3Parameters() {}

    private static <T> Parameter<T> inbound(Parameter<T> parameter) {
        return parameter.forDirection(Direction.INBOUND);
    }
}
