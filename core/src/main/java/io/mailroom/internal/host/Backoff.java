package io.mailroom.internal.host;

import io.mailroom.ErrorKind;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next session begins. After one that went well: the polling interval, or up to a tenth less, so that mailboxes
 * with one interval do not all come at once. After failures: a time that doubles with each, from a first wait up to a
 * longest one that depend on the kind of trouble, and up to a quarter less.
 */
final class Backoff {
    private static final double JITTER = 0.1;
    private static final double JITTER_OF_FAILURES = 0.25;
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** In nanoseconds, after a session that went well. */
    long afterSuccess(Duration interval) {
        return lessUpTo(JITTER, interval.toNanos());
    }

    /**
     * In nanoseconds, after a session that failed.
     *
     * @param failures in a row, 1 or more
     */
    long afterFailure(ErrorKind kind, int failures, Duration interval) {
        long first = Math.max(
                first(kind).toNanos(),
                Math.min(interval.toNanos(), longest(kind).toNanos()));
        long wait = first << Math.min(failures - 1, MOST_DOUBLINGS);
        boolean tooLong = wait < first || wait > longest(kind).toNanos();
        return lessUpTo(
                JITTER_OF_FAILURES, tooLong ? Math.max(first, longest(kind).toNanos()) : wait);
    }

    /** An account that is refused again and again may get locked; one that is in use is free again soon. */
    private static Duration first(ErrorKind kind) {
        return switch (kind) {
            case AUTHENTICATION, REFUSED, INVALID_PROFILE, COMMAND_NOT_SUPPORTED -> Duration.ofMinutes(1);
            case IN_USE, NETWORK -> Duration.ofSeconds(5);
            case REFUSED_FOR_NOW, TLS, SPOOL, SPOOL_FULL -> Duration.ofSeconds(30);
        };
    }

    private static Duration longest(ErrorKind kind) {
        return switch (kind) {
            case AUTHENTICATION, REFUSED, INVALID_PROFILE, COMMAND_NOT_SUPPORTED -> Duration.ofHours(1);
            case SPOOL_FULL -> Duration.ofSeconds(30);
            case IN_USE, SPOOL -> Duration.ofMinutes(2);
            case NETWORK -> Duration.ofMinutes(5);
            case REFUSED_FOR_NOW, TLS -> Duration.ofMinutes(15);
        };
    }

    private long lessUpTo(double share, long nanos) {
        return nanos - (long) (nanos * share * random.nextDouble());
    }
}
