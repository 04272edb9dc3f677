package io.mailroom.spi;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long messages are kept that the library is done with. Nothing is removed unless a profile asks for it: 0, the default
 * of all of them, keeps everything. A message goes with the note beside it, the oldest first. Where several profiles share a
 * directory, what keeps more holds.
 */
public final class RetentionParameters {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final long MOST_BYTES = 1L << 50;

    /** Where messages are stored while they are sent, and kept after that when a profile wants it. */
    public static final Parameter<Path> SENT_EMAIL_DIRECTORY = Parameter.directory("Sent Email Directory")
            .withDefault(Path.of("sent"))
            .forDirection(Direction.OUTBOUND)
            .describedAs("Encoded messages being sent. Made at start when missing, for the owner only; a relative one"
                    + " lies below the home directory.");

    /** Age at which a message in Processed goes. */
    public static final Parameter<Duration> PROCESSED_TIME =
            time("Processed Retention Time", "the processed directory", Direction.INBOUND);
    /** Size of Processed at which its oldest messages go. */
    public static final Parameter<Long> PROCESSED_SIZE =
            size("Processed Retention Size", "the processed directory", Direction.INBOUND);
    /** Age at which a message in Failed goes. */
    public static final Parameter<Duration> FAILED_TIME =
            time("Failed Retention Time", "the failed directory", Direction.INBOUND);
    /** Size of Failed at which its oldest messages go. */
    public static final Parameter<Long> FAILED_SIZE =
            size("Failed Retention Size", "the failed directory", Direction.INBOUND);
    /** Age at which a message in Loopback goes. */
    public static final Parameter<Duration> LOOPBACK_TIME =
            time("Loopback Retention Time", "the loopback directory", Direction.INBOUND);
    /** Size of Loopback at which its oldest messages go. */
    public static final Parameter<Long> LOOPBACK_SIZE =
            size("Loopback Retention Size", "the loopback directory", Direction.INBOUND);
    /** Age at which a sent message goes. */
    public static final Parameter<Duration> SENT_TIME =
            time("Sent Retention Time", "the sent directory", Direction.OUTBOUND);
    /** Size of Sent at which the oldest sent messages go. */
    public static final Parameter<Long> SENT_SIZE =
            size("Sent Retention Size", "the sent directory", Direction.OUTBOUND);

    private RetentionParameters() {}

    private static Parameter<Duration> time(String name, String where, Direction direction) {
        return Parameter.days(name, Duration.ZERO, LONGEST)
                .withDefault(Duration.ZERO)
                .forDirection(direction)
                .describedAs("A message that lies in " + where + " for so long is removed. 0 keeps it for ever.");
    }

    private static Parameter<Long> size(String name, String where, Direction direction) {
        return Parameter.bytes(name, 0, MOST_BYTES)
                .withDefault(0L)
                .forDirection(direction)
                .describedAs("When the messages in " + where
                        + " are larger than that together, the oldest are removed. 0 sets no limit.");
    }
}
