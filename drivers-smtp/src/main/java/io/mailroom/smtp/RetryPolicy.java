package io.mailroom.smtp;

import io.mailroom.profile.Settings;
import java.time.Duration;

/**
 * When the outbox tries again what could not be sent.
 *
 * @param first wait after the first try
 * @param factor by which each wait is longer than the one before, 1 or more
 * @param longest longest wait
 * @param jitter up to which part of a wait it is made shorter or longer by chance, so that many messages do not all
 *     come at once; 0 to 0.9
 * @param mostTries tries before a message is given up
 * @param whenInDoubt whether a message that a server may have taken is sent again, with the same Message-ID: each
 *     recipient then gets it at least once, and perhaps twice
 */
public record RetryPolicy(
        Duration first, double factor, Duration longest, double jitter, int mostTries, boolean whenInDoubt) {
    /** A fifth earlier or later. */
    private static final double JITTER = 0.2;

    public RetryPolicy {
        if (first.isNegative() || factor < 1 || jitter < 0 || jitter > 0.9 || mostTries < 1) {
            throw new IllegalArgumentException("Waits are positive and grow, and there is at least one try");
        }
    }

    /** As the profile says. */
    public static RetryPolicy of(Settings settings) {
        return new RetryPolicy(
                settings.get(SmtpParameters.RETRY_DELAY),
                settings.get(SmtpParameters.RETRY_FACTOR),
                settings.get(SmtpParameters.LONGEST_RETRY_DELAY),
                JITTER,
                settings.get(SmtpParameters.MOST_TRIES),
                settings.get(SmtpParameters.RETRY_WHEN_IN_DOUBT));
    }

    /**
     * The wait before the next try.
     *
     * @param tries how many there were, 1 or more
     * @param chance from 0 to 1
     */
    Duration after(int tries, double chance) {
        double grown = first.toMillis() * Math.pow(factor, Math.min(tries - 1, 60));
        double millis = Math.min(grown, (double) longest.toMillis()) * (1 + jitter * (2 * chance - 1));
        return Duration.ofMillis((long) millis);
    }
}
