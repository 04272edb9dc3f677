package io.mailroom.imap;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import io.mailroom.smtp.SmtpParameters;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.receiving.AccountParameters;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.spi.InboundParameters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The parameters of {@code Internet SMTP/IMAP Server} (contract section 2). */
public final class ImapParameters {
    /** The port on which TLS starts with the first byte (RFC 8314 §7.2). */
    public static final int IMPLICIT_TLS_PORT = 993;

    /** TLS from the first byte. */
    public static final Parameter<Boolean> ENABLE_SSL = inbound(Parameter.flag("Enable SSL for IMAP"))
            .withDefault(false)
            .describedAs("True: TLS from the first byte, on whatever port.");

    /** TLS or nothing. */
    public static final Parameter<Boolean> ENABLE_TLS = inbound(Parameter.flag("Enable TLS for IMAP"))
            .withDefault(false)
            .describedAs("True: TLS is required; from the first byte on port 993, by STARTTLS on any other port. The"
                    + " session fails when it is not to be had.");

    /** The server that holds the mailbox. */
    public static final Parameter<String> SERVER = inbound(Parameter.host("IMAP Server"))
            .required()
            .describedAs("Host name or IP address of the server that holds the mailbox.");

    /** Its port. */
    public static final Parameter<Integer> SERVER_PORT = inbound(Parameter.integer("IMAP Server Port", 1, 65_535))
            .withDefault(143)
            .withDefaultWhen(ENABLE_SSL, IMPLICIT_TLS_PORT)
            .describedAs("TCP port of the IMAP server.");

    /** The account to log in with. */
    public static final Parameter<String> ACCOUNT_NAME = inbound(Parameter.text("IMAP Account Name"))
            .required()
            .describedAs("Account to log in with; often the whole address.");

    /** Its password. */
    public static final Parameter<Secret> ACCOUNT_PASSWORD = inbound(Parameter.secret("IMAP Account Password"))
            .withAliases("Mail Password")
            .describedAs("Password of the IMAP account. Required, unless the account logs in with OAuth tokens.");

    /** Whether that is a token instead. */
    public static final Parameter<Boolean> XOAUTH2 = inbound(Parameter.flag("IMAP XOAUTH2"))
            .withDefault(false)
            .describedAs("True: the account password is an OAuth 2.0 access token, and is sent with OAUTHBEARER or"
                    + " XOAUTH2.");

    /** The most messages in one session. */
    public static final Parameter<Integer> BATCH_SIZE = inbound(Parameter.integer("IMAP Batch Size", 1, 10_000))
            .withDefault(100)
            .describedAs("Most messages in one session. When more are waiting, the next session follows at once.");

    /** The folder that is watched. */
    public static final Parameter<String> FOLDER = inbound(Parameter.text("IMAP Folder"))
            .withDefault("INBOX")
            .describedAs("Folder that messages are taken from.");

    /** Where messages go on the server instead of being deleted. */
    public static final Parameter<String> PROCESSED_FOLDER = inbound(Parameter.text("IMAP Processed Folder"))
            .describedAs("When set, messages are moved to this folder of the server instead of being deleted.");

    /** Whether the server may tell us of new mail between polls. */
    public static final Parameter<Boolean> IDLE = inbound(Parameter.flag("IMAP Idle"))
            .withDefault(true)
            .describedAs("True: the server tells of new messages as they come (RFC 2177), when it can; polling goes on"
                    + " besides it.");

    /** The longest wait for one step. */
    public static final Parameter<Duration> TIMEOUT = inbound(
                    Parameter.seconds("IMAP Timeout", Duration.ofMillis(100), Duration.ofHours(1)))
            .withDefault(Duration.ofSeconds(60))
            .describedAs("The longest wait for one step of the IMAP server.");

    /** What IMAP adds to receiving and sending. */
    public static final List<Parameter<?>> OWN = List.of(
            SERVER,
            SERVER_PORT,
            ENABLE_SSL,
            ENABLE_TLS,
            ACCOUNT_NAME,
            ACCOUNT_PASSWORD,
            XOAUTH2,
            BATCH_SIZE,
            FOLDER,
            PROCESSED_FOLDER,
            IDLE,
            TIMEOUT);

    /** Everything the driver reads. */
    public static final List<Parameter<?>> ALL = Parameter.union(
            List.of(InboundParameters.ALL, OWN, SmtpParameters.OWN, TlsParameters.ALL, LoginParameters.ALL));

    /** Rules between all these parameters. */
    public static final List<SettingsRule> RULES = SettingsRule.union(List.of(
            InboundParameters.RULES,
            List.of(LoginParameters.passwordOrTokens(ACCOUNT_NAME, ACCOUNT_PASSWORD)),
            List.of(new SettingsRule(
                    "IMAP Processed Folder is another folder than IMAP Folder, and set only when Leave Messages On"
                            + " Server is False.",
                    List.of(FOLDER, PROCESSED_FOLDER, InboundParameters.LEAVE_MESSAGES_ON_SERVER),
                    ImapParameters::checkProcessedFolder)),
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

    private ImapParameters() {}

    private static <T> Parameter<T> inbound(Parameter<T> parameter) {
        return parameter.forDirection(Direction.INBOUND);
    }

    private static void checkProcessedFolder(Settings settings, Findings findings) {
        Optional<String> processed = settings.find(PROCESSED_FOLDER);
        if (processed.isEmpty()) {
            return;
        }
        if (isSameFolder(processed.get(), settings.get(FOLDER))) {
            findings.problem("\"IMAP Processed Folder\" is the folder that messages are taken from; name another one");
        }
        if (settings.get(InboundParameters.LEAVE_MESSAGES_ON_SERVER)) {
            findings.problem("\"IMAP Processed Folder\" moves messages and \"Leave Messages On Server\" forbids that;"
                    + " remove one of them");
        }
    }

    /** INBOX is one folder in any case (RFC 9051 §5.1); other names differ by case. */
    private static boolean isSameFolder(String one, String other) {
        return one.equals(other) || one.equalsIgnoreCase("INBOX") && other.equalsIgnoreCase("INBOX");
    }
}
