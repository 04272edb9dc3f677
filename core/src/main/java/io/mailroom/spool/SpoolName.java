package io.mailroom.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file names of one service (contract section 5). What is fixed for the service is given once, what varies at the
 * call. All numbers are lower-case hexadecimal.
 *
 * <pre>
 * POP3_A_B_C_D_E_F.tmp      A process id, B driver handle, C service handle, D creation of the service in seconds,
 * ATT_A_B_C_D_E_F_G.dat     E messages, F attachments, last: milliseconds since the application started
 * </pre>
 */
public final class SpoolName {
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z][A-Za-z0-9]{0,31})((?:_[0-9a-f]{1,16}){5,7})\\.(tmp|dat|txt|log)");
    private static final int TAG_NUMBERS = 4;

    private final String tag;

    /**
     * @param processId this process
     * @param driverHandle number of the driver in this process
     * @param serviceHandle number of the service in this process
     * @param createdAt when the service was made; used to the second
     */
    public SpoolName(long processId, long driverHandle, long serviceHandle, Instant createdAt) {
        this(hex(processId, driverHandle, serviceHandle, createdAt.getEpochSecond()));
    }

    private SpoolName(String tag) {
        this.tag = tag;
    }

    /** {@code A_B_C_D}: what all names of this service share. */
    public String tag() {
        return tag;
    }

    /** A message as retrieved, such as {@code POP3_1a2b_1_2_65f0c3a1_a_1234.tmp}. */
    public String incoming(String prefix, long messageNumber, long uptimeMillis) {
        return prefix + "_" + tag + "_" + hex(messageNumber, uptimeMillis) + ".tmp";
    }

    /** An outbound message as encoded. */
    public String sent(long messageNumber, long uptimeMillis) {
        return incoming("SMTP", messageNumber, uptimeMillis);
    }

    /** A part of a message. */
    public String attachment(long messageNumber, long attachmentNumber, long uptimeMillis) {
        return "ATT_" + tag + "_" + hex(messageNumber, attachmentNumber, uptimeMillis) + ".dat";
    }

    /** The header and plain text of a message. */
    public String originalMessageText(long messageNumber, long attachmentNumber, long uptimeMillis) {
        return "OriginalMessageText_" + tag + "_" + hex(messageNumber, attachmentNumber, uptimeMillis) + ".txt";
    }

    /** The service's log, such as {@code POP3SMTP_1a2b_1_2_65f0c3a1_1234.log}. */
    public String log(String channel, long uptimeMillis) {
        return channel + "_" + tag + "_" + hex(uptimeMillis) + ".log";
    }

    /** Reads a name back; empty when it is none of ours. */
    public static Optional<Parsed> parse(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String[] numbers = matcher.group(2).substring(1).split("_", -1);
        String prefix = matcher.group(1);
        Kind kind = Kind.of(prefix, matcher.group(3));
        if (kind == null || numbers.length != TAG_NUMBERS + kind.numbers) {
            return Optional.empty();
        }
        List<Long> rest = new ArrayList<>();
        for (int i = TAG_NUMBERS; i < numbers.length; i++) {
            rest.add(Long.parseUnsignedLong(numbers[i], 16));
        }
        String tag = String.join("_", List.of(numbers).subList(0, TAG_NUMBERS));
        return Optional.of(new Parsed(kind, prefix, tag, rest));
    }

    private static String hex(long... numbers) {
        StringBuilder hex = new StringBuilder();
        for (long number : numbers) {
            hex.append(hex.isEmpty() ? "" : "_").append(Long.toHexString(number));
        }
        return hex.toString().toLowerCase(Locale.ROOT);
    }

    /** What a file is. */
    public enum Kind {
        /** A whole message, inbound or outbound; the prefix says which. */
        MESSAGE("tmp", 2),
        /** A part of a message. */
        ATTACHMENT("dat", 3),
        /** Header and plain text of a message. */
        ORIGINAL_MESSAGE_TEXT("txt", 3),
        /** A service's log. */
        LOG("log", 1);

        private final String extension;
        private final int numbers;

        Kind(String extension, int numbers) {
            this.extension = extension;
            this.numbers = numbers;
        }

        private static @org.jspecify.annotations.Nullable Kind of(String prefix, String extension) {
            for (Kind kind : values()) {
                if (kind.extension.equals(extension)) {
                    boolean fits =
                            switch (kind) {
                                case ATTACHMENT -> prefix.equals("ATT");
                                case ORIGINAL_MESSAGE_TEXT -> prefix.equals("OriginalMessageText");
                                case MESSAGE, LOG -> true;
                            };
                    return fits ? kind : null;
                }
            }
            return null;
        }
    }

    /**
     * A name taken apart.
     *
     * @param kind what the file is
     * @param prefix what precedes the first underscore
     * @param tag {@code A_B_C_D}, the service
     * @param numbers the rest in order: E and what follows it
     */
    public record Parsed(Kind kind, String prefix, String tag, List<Long> numbers) {
        public Parsed {
            numbers = List.copyOf(numbers);
        }

        /** The names of the service that made it. */
        public SpoolName names() {
            return new SpoolName(tag);
        }

        /** The last number: milliseconds since the application started. */
        public long uptimeMillis() {
            return numbers.get(numbers.size() - 1);
        }
    }
}
