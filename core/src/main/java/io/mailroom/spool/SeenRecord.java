package io.mailroom.spool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One line of an {@code .ids} file: what became of a message.
 *
 * <pre>
 * v1 Q 0000012f4a1b 3518 lk3Vv0rXoE5eCk2Tz0nT2Q 5f2c1a09
 *  |  |      |        |            |                 `- CRC-32 of what precedes it and its space
 *  |  |      |        |            `- first 128 bits of the SHA-256 of the message
 *  |  |      |        `- bytes
 *  |  |      `- the server's id; "#" and a hash when it is long, odd or starts with "#"; "#" alone when there is none
 *  |  `- Q queued, F Failed, L Loopback, R being read
 *  `- version of the format
 * </pre>
 *
 * @param state what became of it
 * @param storedUid the id as the line holds it
 * @param sizeBytes size of the message, 0 to {@link #MAX_SIZE_BYTES}
 * @param digest {@link ContentDigest#brief()} of its bytes
 */
public record SeenRecord(State state, String storedUid, long sizeBytes, String digest) {
    /** Longest line, in bytes, with its line feed. */
    public static final int MAX_LINE_BYTES = 128;
    /** Largest size that fits the line. */
    public static final long MAX_SIZE_BYTES = 9_999_999_999L;
    /** Longest id that is stored as it is (RFC 1939 §7). */
    public static final int MAX_UID_LENGTH = 70;

    private static final String VERSION = "v1";
    private static final int CRC_LENGTH = 8;

    /** What became of a message. */
    public enum State {
        /** Its event is staged or beyond. */
        QUEUED('Q'),
        /** It lies in Failed. */
        FAILED('F'),
        /** It lies in Loopback. */
        LOOPBACK('L'),
        /** Somebody began to read it; only in a file of attempts, never an outcome. */
        READING('R');

        private final char code;

        State(char code) {
            this.code = code;
        }

        private static Optional<State> of(String code) {
            for (State state : values()) {
                if (code.length() == 1 && code.charAt(0) == state.code) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    public SeenRecord {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(storedUid, "storedUid");
        Objects.requireNonNull(digest, "digest");
        if (sizeBytes < 0 || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("Size of a message: " + sizeBytes);
        }
    }

    /** A record of a message with the server's id for it; the id is empty when there is none. */
    public static SeenRecord of(State state, String uid, long sizeBytes, ContentDigest digest) {
        return new SeenRecord(state, store(uid), sizeBytes, digest.brief());
    }

    /** An id as a line holds it: never a space, a control or a line end, never longer than {@link #MAX_UID_LENGTH}. */
    public static String store(String uid) {
        if (uid.isEmpty()) {
            return "#";
        }
        boolean plain = uid.length() <= MAX_UID_LENGTH
                && uid.charAt(0) != '#'
                && uid.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
        return plain ? uid : "#" + hash(uid);
    }

    /** The line, with its line feed. */
    public String line() {
        String text =
                String.join(" ", VERSION, String.valueOf(state.code), storedUid, Long.toString(sizeBytes), digest);
        return text + " " + crc(text) + "\n";
    }

    /** Reads a line without its line feed; empty when it is damaged, or of a version or state not known. */
    public static Optional<SeenRecord> parse(String line) {
        int end = line.length() - CRC_LENGTH - 1;
        if (end < 0 || line.length() >= MAX_LINE_BYTES || line.charAt(end) != ' ') {
            return Optional.empty();
        }
        String text = line.substring(0, end);
        String[] parts = text.split(" ", -1);
        if (parts.length != 5 || !parts[0].equals(VERSION) || !crc(text).equals(line.substring(end + 1))) {
            return Optional.empty();
        }
        boolean sound = isStored(parts[2])
                && parts[3].matches("0|[1-9][0-9]{0,9}")
                && parts[4].length() == ContentDigest.BRIEF_LENGTH;
        return sound
                ? State.of(parts[1]).map(state -> new SeenRecord(state, parts[2], Long.parseLong(parts[3]), parts[4]))
                : Optional.empty();
    }

    private static boolean isStored(String uid) {
        return !uid.isEmpty() && uid.length() <= MAX_UID_LENGTH && uid.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static String hash(String uid) {
        byte[] chars = SafeName.spell(uid).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ContentDigest.of(chars).bytes());
    }
}
