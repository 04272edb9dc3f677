package io.mailroom.spi;

import io.mailroom.profile.Direction;
import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.ProfileCatalog;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters that core itself reads when it receives messages for a driver (contract section 2). A receiving
 * driver's list is these, its own, and those of its sending half.
 *
 * <p>Directories are relative names unless a profile says otherwise; the receiver resolves them against the home
 * directory that the host names.
 */
public final class InboundParameters {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    /** The mailbox's own address; also the sender of outbound mail. */
    public static final Parameter<EmailAddress> FROM_ADDRESS = ProfileCatalog.FROM_ADDRESS;

    /** From the end of one poll to the start of the next. */
    public static final Parameter<Duration> POLLING_INTERVAL = Parameter.seconds("PollingInterval")
            .withDefault(Duration.ofSeconds(30))
            .forDirection(Direction.INBOUND)
            .describedAs("Time from the end of one poll to the start of the next. When a session ends because the batch"
                    + " is full, the next one follows at once.");

    /** Whether the stored copy of a message goes after processing. */
    public static final Parameter<Boolean> DELETE_PROCESSED_MESSAGES = Parameter.flag("Delete Processed Messages")
            .withDefault(true)
            .forDirection(Direction.INBOUND)
            .describedAs("True: the stored copy of a message is deleted after processing. False: it is moved to the"
                    + " processed directory. Deletion on the server is not affected.");

    /** Whether messages stay on the server. */
    public static final Parameter<Boolean> LEAVE_MESSAGES_ON_SERVER = Parameter.flag("Leave Messages On Server")
            .withDefault(false)
            .forDirection(Direction.INBOUND)
            .describedAs("True: nothing is deleted on the server, and an index on disk keeps each message to one"
                    + " event.");

    /** Whether attachments of the sender are written to disk. */
    public static final Parameter<Boolean> RETURN_ATTACHMENTS = Parameter.flag("Return Attachments")
            .withDefault(true)
            .forDirection(Direction.INBOUND)
            .describedAs("False: attachments of the sender are not written; bodies and the original text still are.");

    /** Whether an embedded message becomes XML. */
    public static final Parameter<Boolean> PARSE_EMBEDDED_MESSAGES = Parameter.flag("Parse Embedded Messages")
            .withDefault(true)
            .forDirection(Direction.INBOUND)
            .describedAs("True: an embedded message becomes EmbeddedMsgX.xml with its fields and plain text. False: it"
                    + " becomes EmbeddedMsgX.eml, byte for byte.");

    /** Whether plain text is made from mail that has only HTML. */
    public static final Parameter<Boolean> CONVERT_INCOMING_TO_PLAIN_TEXT = Parameter.flag(
                    "Convert Incoming To Plain Text")
            .withDefault(false)
            .forDirection(Direction.INBOUND)
            .describedAs("True: the event field TextNote is made from the HTML when a message has no plain text.");

    /** The window in which mails from one sender are counted; zero switches loop detection off. */
    public static final Parameter<Duration> LOOPBACK_DETECTION_INTERVAL = Parameter.minutes(
                    "Loopback Detection Interval")
            .withDefault(Duration.ZERO)
            .forDirection(Direction.INBOUND)
            .describedAs("The sliding time in which mails from one sender are counted. 0 switches loopback detection"
                    + " off.");

    /** How many mails within the window block their sender. */
    public static final Parameter<Integer> LOOPBACK_DETECTION_COUNT = Parameter.integer(
                    "Loopback Detection Count", 1, 1_000)
            .withDefault(5)
            .forDirection(Direction.INBOUND)
            .describedAs("Mails from one sender within Loopback Detection Interval before that sender is blocked.");

    /** What happens to the mail of a blocked sender. */
    public static final Parameter<Boolean> PROCESS_IF_LOOPBACK_DETECTED = Parameter.flag("Process If Loopback Detected")
            .withDefault(false)
            .forDirection(Direction.INBOUND)
            .describedAs("False: mail of a blocked sender goes to the loopback directory and raises no event. True: its"
                    + " event carries LoopbackCandidate=True.");

    /** Where messages and their parts are stored while they are worked on. */
    public static final Parameter<Path> INCOMING_EMAIL_DIRECTORY =
            directory("Incoming Email Directory", "incoming", "Messages being received, and the files of their parts.");

    /** Where stored messages go after processing. */
    public static final Parameter<Path> PROCESSED_EMAIL_DIRECTORY = directory(
            "Processed Email Directory",
            "processed",
            "Stored messages after processing, when Delete Processed Messages is False.");

    /** Where messages go that could not be processed. */
    public static final Parameter<Path> FAILED_EMAIL_DIRECTORY =
            directory("Failed Email Directory", "failed", "Stored messages that could not be processed.");

    /** Where messages of blocked senders go. */
    public static final Parameter<Path> LOOPBACK_EMAIL_DIRECTORY =
            directory("Loopback Email Directory", "loopback", "Stored messages of blocked senders.");

    /** Where events wait for groups that do not work in real time. */
    public static final Parameter<Path> QUEUED_EMAIL_DIRECTORY = directory(
            "Queued Email Directory", "queued", "Events of response groups whose argument RealTime is False.");

    /** The largest message that is fetched. */
    public static final Parameter<Long> MAX_MESSAGE_SIZE = Parameter.bytes("Max Message Size", KIB, 16 * GIB)
            .withDefault(50 * MIB)
            .forDirection(Direction.INBOUND)
            .describedAs("A larger message stays on the server and is reported once; the rest goes on.");

    /** Free space that receiving leaves on the disk. */
    public static final Parameter<Long> MINIMUM_FREE_SPACE = Parameter.bytes("Minimum Free Space", 0, 1024 * GIB)
            .withDefault(64 * MIB)
            .forDirection(Direction.INBOUND)
            .describedAs(
                    "Polling pauses while less is free where the files of the profile are, and goes on by itself. A"
                            + " message for which there is no room above that stays on the server.");

    /** Whether the conversation with the server is logged. */
    public static final Parameter<Boolean> LOG_DEBUG = Parameter.flag("LogDebug")
            .withDefault(false)
            .describedAs("True: the conversation with the server goes to a log file for each service instance; secrets"
                    + " are masked and bodies shown as counts.");

    /** All of the above, in the order of the reference page. */
    public static final List<Parameter<?>> ALL = List.of(
            FROM_ADDRESS,
            POLLING_INTERVAL,
            DELETE_PROCESSED_MESSAGES,
            LEAVE_MESSAGES_ON_SERVER,
            RETURN_ATTACHMENTS,
            PARSE_EMBEDDED_MESSAGES,
            CONVERT_INCOMING_TO_PLAIN_TEXT,
            LOOPBACK_DETECTION_INTERVAL,
            LOOPBACK_DETECTION_COUNT,
            PROCESS_IF_LOOPBACK_DETECTED,
            INCOMING_EMAIL_DIRECTORY,
            PROCESSED_EMAIL_DIRECTORY,
            FAILED_EMAIL_DIRECTORY,
            LOOPBACK_EMAIL_DIRECTORY,
            QUEUED_EMAIL_DIRECTORY,
            RetentionParameters.PROCESSED_TIME,
            RetentionParameters.PROCESSED_SIZE,
            RetentionParameters.FAILED_TIME,
            RetentionParameters.FAILED_SIZE,
            RetentionParameters.LOOPBACK_TIME,
            RetentionParameters.LOOPBACK_SIZE,
            MAX_MESSAGE_SIZE,
            MINIMUM_FREE_SPACE,
            LOG_DEBUG);

    private static final List<Parameter<Path>> DIRECTORIES = List.of(
            INCOMING_EMAIL_DIRECTORY,
            PROCESSED_EMAIL_DIRECTORY,
            FAILED_EMAIL_DIRECTORY,
            LOOPBACK_EMAIL_DIRECTORY,
            QUEUED_EMAIL_DIRECTORY);

    /** Rules between these parameters. */
    public static final List<SettingsRule> RULES = List.of(new SettingsRule(
            "The directories differ from each other.", List.copyOf(DIRECTORIES), InboundParameters::tellApart));

    private InboundParameters() {}

    private static Parameter<Path> directory(String name, String below, String description) {
        return Parameter.directory(name)
                .withDefault(Path.of(below))
                .forDirection(Direction.INBOUND)
                .describedAs(description + " Made at start when missing, for the owner only; a relative one lies below"
                        + " the home directory.");
    }

    private static void tellApart(Settings settings, Findings findings) {
        Map<Path, Parameter<Path>> owners = new HashMap<>();
        for (Parameter<Path> parameter : DIRECTORIES) {
            Path path = settings.get(parameter).normalize();
            Parameter<Path> owner = owners.putIfAbsent(path, parameter);
            if (owner != null) {
                findings.problem("\"" + owner.name() + "\" and \"" + parameter.name() + "\" are both " + path
                        + "; give each its own directory");
            }
        }
    }
}
