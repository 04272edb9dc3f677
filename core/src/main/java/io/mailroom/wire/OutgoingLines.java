package io.mailroom.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Lines on their way out, several to a write. No line can hold another, and what was sent is wiped. */
final class OutgoingLines {
    /** Longest line, with its line end; also the room for all that wait. */
    static final int MOST_BYTES = 8 * 1024;

    private final byte[] bytes = new byte[MOST_BYTES];
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    /**
     * Takes a line.
     *
     * @return false when there is no room for it until those before it are written
     * @throws IllegalArgumentException when it holds CR, LF or NUL, or is longer than the whole room
     */
    boolean offer(String line) {
        byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
        try {
            refuse(encoded);
            if (length + encoded.length + 2 > MOST_BYTES) {
                return false;
            }
            System.arraycopy(encoded, 0, bytes, length, encoded.length);
            length += encoded.length;
            bytes[length++] = '\r';
            bytes[length++] = '\n';
            return true;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Writes and forgets what waits, whether or not it arrives. */
    void writeTo(Wire wire, Duration timeout) throws IOException {
        try {
            wire.write(bytes, 0, length, timeout);
        } finally {
            Arrays.fill(bytes, 0, length, (byte) 0);
            length = 0;
        }
    }

    private static void refuse(byte[] line) {
        if (line.length + 2 > MOST_BYTES) {
            throw new IllegalArgumentException("A line of " + line.length + " bytes is too long to send.");
        }
        for (byte b : line) {
            if (b == '\r' || b == '\n' || b == 0) {
                throw new IllegalArgumentException("A line to send may not hold CR, LF or NUL.");
            }
        }
    }
}
