package io.mailroom.internal.housekeeping;

import java.time.Duration;

/**
 * How much of what is done with is kept.
 *
 * @param time age at which it goes; zero keeps it for ever
 * @param bytes of all together, beyond which the oldest go; 0 sets no limit
 */
public record RetentionLimits(Duration time, long bytes) {
    /** True when nothing is ever to go. */
    boolean keepsAll() {
        return time.isZero() && bytes == 0;
    }

    /** What satisfies both. */
    public RetentionLimits or(RetentionLimits other) {
        boolean forEver = time.isZero() || other.time.isZero();
        boolean unlimited = bytes == 0 || other.bytes == 0;
        return new RetentionLimits(
                forEver ? Duration.ZERO : time.compareTo(other.time) > 0 ? time : other.time,
                unlimited ? 0 : Math.max(bytes, other.bytes));
    }
}
