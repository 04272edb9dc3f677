package io.mailroom.smtp;

import io.mailroom.profile.Direction;
import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.RetentionParameters;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The parameters of sending (contract section 2), for the SMTP driver and the sending half of the receiving ones. */
public final class SmtpParameters {
    /** The port on which TLS starts with the first byte (RFC 8314 §7.3). */
    public static final int IMPLICIT_TLS_PORT = 465;

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    /** Where answers go, when not to the sender. */
    public static final Parameter<EmailAddress> REPLY_TO_ADDRESS = outbound(Parameter.address("Reply-To Address"))
            .describedAs("Address that answers go to, when it is not From Address.");

    /** TLS from the first byte. */
    public static final Parameter<Boolean> ENABLE_SSL = outbound(Parameter.flag("Enable SSL for SMTP"))
            .withDefault(false)
            .describedAs("True: TLS from the first byte, on whatever port.");

    /** TLS or nothing. */
    public static final Parameter<Boolean> ENABLE_TLS = outbound(Parameter.flag("Enable TLS for SMTP"))
            .withDefault(false)
            .describedAs("True: TLS is required; from the first byte on port 465, by STARTTLS on any other port. The"
                    + " session fails when it is not to be had.");

    /** The server that takes our mail. */
    public static final Parameter<String> SERVER = outbound(Parameter.host("SMTP Server"))
            .required()
            .describedAs("Host name or IP address of the server that takes outbound mail.");

    /** Its port. */
    public static final Parameter<Integer> SERVER_PORT = outbound(Parameter.integer("SMTP Server Port", 1, 65_535))
            .withDefault(25)
            .withDefaultWhen(ENABLE_SSL, IMPLICIT_TLS_PORT)
            .describedAs("TCP port of the SMTP server; 587 is usual for submission with TLS.");

    /** The account to log in with. */
    public static final Parameter<String> ACCOUNT_NAME = outbound(Parameter.text("SMTP Account Name"))
            .describedAs("Account to log in with. When it is refused the session ends and the message is tried again"
                    + " later.");

    /** Its password. */
    public static final Parameter<Secret> ACCOUNT_PASSWORD =
            outbound(Parameter.secret("SMTP Account Password")).describedAs("Password of the SMTP account.");

    /** Whether that is a token instead. */
    public static final Parameter<Boolean> XOAUTH2 = outbound(Parameter.flag("SMTP XOAUTH2"))
            .withDefault(false)
            .describedAs("True: the account password is an OAuth 2.0 access token, and is sent with OAUTHBEARER or"
                    + " XOAUTH2; so is that of the backup server.");

    /** The longest wait for one step. */
    public static final Parameter<Duration> TIMEOUT = outbound(
                    Parameter.seconds("SMTP Timeout", Duration.ofMillis(100), Duration.ofHours(1)))
            .withDefault(Duration.ofSeconds(60))
            .describedAs("The longest wait for one answer of the SMTP server.");

    /** Connections that may be open at once. */
    public static final Parameter<Integer> CONNECTIONS = outbound(Parameter.integer("SMTP Connections", 1, 64))
            .withDefault(4)
            .describedAs(
                    "Connections to the SMTP server that may be open at once; fewer after the server refuses one.");

    /** The server to turn to when the first cannot be reached. */
    public static final Parameter<String> BACKUP_SERVER = outbound(Parameter.host("SMTP Backup Server"))
            .describedAs("Server that is used when the first one failed before it could have accepted the message. The"
                    + " same TLS policy holds for it.");

    /** The backup server's port. */
    public static final Parameter<Integer> BACKUP_SERVER_PORT = outbound(
                    Parameter.integer("SMTP Backup Server Port", 1, 65_535))
            .withDefaultOf(SERVER_PORT)
            .describedAs("TCP port of the backup server.");

    /** The account there. */
    public static final Parameter<String> BACKUP_ACCOUNT_NAME = outbound(Parameter.text("SMTP Backup Account Name"))
            .describedAs("Account to log in with at the backup server; that of the first server is not used there.");

    /** Its password. */
    public static final Parameter<Secret> BACKUP_ACCOUNT_PASSWORD = outbound(
                    Parameter.secret("SMTP Backup Account Password"))
            .describedAs("Password of the account at the backup server.");

    /** The character set of outbound text. */
    public static final Parameter<Charset> CHARSET = outbound(Parameter.charset("Charset"))
            .withDefault(StandardCharsets.UTF_8)
            .describedAs("Character set of outbound text. A reply uses that of the mail it answers, when known.");

    /** Whether HTML-only mail gets a plain text part. */
    public static final Parameter<Boolean> CREATE_PLAIN_TEXT_FROM_HTML = outbound(
                    Parameter.flag("Create Plain Text From HTML"))
            .withDefault(false)
            .describedAs("True: mail that has only HTML is sent with a plain text part made from it.");

    /** Whether the stored copy of a sent message is kept. */
    public static final Parameter<Boolean> SAVE_SENT_MESSAGES = outbound(Parameter.flag("Save Sent Messages"))
            .withAliases("Save Sent Msg")
            .withDefault(false)
            .describedAs("True: the SMTP_*.tmp file of a message is kept after sending.");

    /** Where messages are stored while they are sent. */
    public static final Parameter<Path> SENT_EMAIL_DIRECTORY = RetentionParameters.SENT_EMAIL_DIRECTORY;

    /** The largest message that is sent. */
    public static final Parameter<Long> MAX_SENT_MESSAGE_SIZE = outbound(
                    Parameter.bytes("Max Sent Message Size", KIB, 16 * GIB))
            .withDefault(50 * MIB)
            .describedAs("A larger message is refused before anything is sent.");

    /** How long the outbox waits after the first try. */
    public static final Parameter<Duration> RETRY_DELAY = outbound(Parameter.seconds("Retry Delay"))
            .withDefault(Duration.ofMinutes(5))
            .describedAs("How long the outbox waits before it tries a message for the second time.");

    /** By how much each wait is longer. */
    public static final Parameter<Integer> RETRY_FACTOR = outbound(Parameter.integer("Retry Factor", 1, 10))
            .withDefault(2)
            .describedAs("Each wait of the outbox is this many times the one before; a fifth more or less by chance.");

    /** The longest wait. */
    public static final Parameter<Duration> LONGEST_RETRY_DELAY = outbound(Parameter.seconds("Longest Retry Delay"))
            .withDefault(Duration.ofHours(4))
            .describedAs("The longest wait of the outbox between two tries.");

    /** How often a message is tried. */
    public static final Parameter<Integer> MOST_TRIES = outbound(Parameter.integer("Most Tries", 1, 1_000))
            .withDefault(12)
            .describedAs("How often the outbox tries a message before it gives it up and keeps it for a person.");

    /** Whether what may have been taken is sent again. */
    public static final Parameter<Boolean> RETRY_WHEN_IN_DOUBT = outbound(Parameter.flag("Retry When In Doubt"))
            .withDefault(false)
            .describedAs("True: a message that a server may have taken, because the connection was lost before its"
                    + " answer, is sent again; a recipient may get it twice. False: it waits for a person to decide.");

    /** On a test system: the only recipients that get mail. */
    public static final Parameter<String> ALLOWED_RECIPIENTS = outbound(Parameter.text("Allowed Recipients"))
            .describedAs("For test systems: addresses, and domains as @example.com, separated by semicolons. Mail to"
                    + " any other recipient is not sent.");

    /** On a test system: who gets all mail. */
    public static final Parameter<EmailAddress> REDIRECT_ALL_TO = outbound(Parameter.address("Redirect All To"))
            .describedAs("For test systems: this address gets every message instead of its recipients.");

    /** The most mails one recipient gets in an hour. */
    public static final Parameter<Integer> HOURLY_LIMIT_PER_RECIPIENT = outbound(
                    Parameter.integer("Hourly Limit Per Recipient", 0, 1_000_000))
            .withDefault(0)
            .describedAs("Mails that one recipient gets in an hour at most; more are not sent. 0 sets no limit.");

    /** On a test system: whether anything leaves. */
    public static final Parameter<Boolean> SEND_NOTHING = outbound(Parameter.flag("Send Nothing"))
            .withDefault(false)
            .describedAs("For test systems. True: everything is done but sending; no connection is opened.");

    /** What sending adds to a receiving driver, besides {@link TlsParameters}. */
    public static final List<Parameter<?>> OWN = List.of(
            REPLY_TO_ADDRESS,
            SERVER,
            SERVER_PORT,
            ENABLE_SSL,
            ENABLE_TLS,
            ACCOUNT_NAME,
            ACCOUNT_PASSWORD,
            XOAUTH2,
            TIMEOUT,
            CONNECTIONS,
            BACKUP_SERVER,
            BACKUP_SERVER_PORT,
            BACKUP_ACCOUNT_NAME,
            BACKUP_ACCOUNT_PASSWORD,
            CHARSET,
            CREATE_PLAIN_TEXT_FROM_HTML,
            SAVE_SENT_MESSAGES,
            SENT_EMAIL_DIRECTORY,
            RetentionParameters.SENT_TIME,
            RetentionParameters.SENT_SIZE,
            MAX_SENT_MESSAGE_SIZE,
            RETRY_DELAY,
            RETRY_FACTOR,
            LONGEST_RETRY_DELAY,
            MOST_TRIES,
            RETRY_WHEN_IN_DOUBT,
            ALLOWED_RECIPIENTS,
            REDIRECT_ALL_TO,
            HOURLY_LIMIT_PER_RECIPIENT,
            SEND_NOTHING);

    /** Everything the SMTP driver reads. */
    public static final List<Parameter<?>> ALL = Parameter.union(List.of(
            List.of(InboundParameters.FROM_ADDRESS),
            OWN,
            TlsParameters.ALL,
            LoginParameters.ALL,
            List.of(InboundParameters.LOG_DEBUG)));

    /** Rules between the parameters of sending, those of trust included. */
    public static final List<SettingsRule> RULES = SettingsRule.union(List.of(
            List.of(
                    LoginParameters.passwordOrTokens(ACCOUNT_NAME, ACCOUNT_PASSWORD),
                    LoginParameters.passwordOrTokens(BACKUP_ACCOUNT_NAME, BACKUP_ACCOUNT_PASSWORD),
                    new SettingsRule(
                            "The other SMTP Backup parameters are set only with SMTP Backup Server.",
                            List.of(BACKUP_SERVER, BACKUP_SERVER_PORT, BACKUP_ACCOUNT_NAME),
                            SmtpParameters::requireBackupServer)),
            TlsParameters.RULES,
            LoginParameters.RULES));

    private SmtpParameters() {}

    /** What the profile says about TLS towards the SMTP server. */
    public static ConnectionSecurity security(Settings settings) {
        return ConnectionSecurity.of(settings, ENABLE_SSL, ENABLE_TLS, settings.get(SERVER_PORT), IMPLICIT_TLS_PORT);
    }

    /** What the profile says about TLS towards the backup server: the same policy, for its port. */
    public static ConnectionSecurity backupSecurity(Settings settings) {
        return ConnectionSecurity.of(
                settings, ENABLE_SSL, ENABLE_TLS, settings.get(BACKUP_SERVER_PORT), IMPLICIT_TLS_PORT);
    }

    private static <T> Parameter<T> outbound(Parameter<T> parameter) {
        return parameter.forDirection(Direction.OUTBOUND);
    }

    private static void requireBackupServer(Settings settings, Findings findings) {
        boolean asked = settings.isSet(BACKUP_SERVER_PORT) || settings.isSet(BACKUP_ACCOUNT_NAME);
        if (asked && settings.find(BACKUP_SERVER).isEmpty()) {
            findings.problem("\"SMTP Backup Server\" is not set, but its port or account is; set it, or remove them");
        }
    }
}
