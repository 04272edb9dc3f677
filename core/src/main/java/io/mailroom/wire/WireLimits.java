package io.mailroom.wire;

import java.time.Duration;

/**
 * What a server may ask of us. None is infinite.
 *
 * @param step longest wait for the next bytes, for a connection to come up, and for a whole TLS handshake
 * @param command longest time from asking to the end of the answer, however steadily bytes arrive; a block may take
 *     longer by the time its bytes need at {@link #SLOWEST_BYTES_PER_SECOND}
 * @param session longest life of one connection
 * @param lineBytes longest line, with its line end
 */
public record WireLimits(Duration step, Duration command, Duration session, int lineBytes) {
    /** A server that sends a message more slowly than this is given up. */
    public static final long SLOWEST_BYTES_PER_SECOND = 2_048;

    /** Longest reply line: 8 KiB. RFC 1939 allows 512 bytes, real servers send more. */
    public static final int LINE_BYTES = 8 * 1024;

    private static final int STEPS_PER_COMMAND = 5;
    private static final Duration SESSION = Duration.ofHours(12);

    public WireLimits {
        if (step.isNegative() || step.isZero() || command.compareTo(step) < 0 || session.compareTo(command) < 0) {
            throw new IllegalArgumentException("Times must be positive and grow from step to command to session: "
                    + step + ", " + command + ", " + session);
        }
        if (lineBytes < 2) {
            throw new IllegalArgumentException("A line has at least its line end: " + lineBytes);
        }
    }

    /** Limits for a profile's time-out: a command gets five steps, a connection lives at most twelve hours. */
    public static WireLimits forTimeout(Duration step) {
        Duration command = step.multipliedBy(STEPS_PER_COMMAND);
        return new WireLimits(step, command, SESSION.compareTo(command) < 0 ? command : SESSION, LINE_BYTES);
    }
}
