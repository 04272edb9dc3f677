package io.mailroom.smtp.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a server that failed is left alone: 30 seconds, then twice as long each time up to 15 minutes. A message
 * that gets through ends it. Usable from any thread.
 */
public final class ServerRest {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Clock clock;
    private Duration next = FIRST;
    private Instant until = Instant.MIN;

    public ServerRest(Clock clock) {
        this.clock = clock;
    }

    /** True while the server is better left alone. */
    public synchronized boolean isOn() {
        return clock.instant().isBefore(until);
    }

    /** The server failed. */
    public synchronized void begin() {
        if (isOn()) {
            return; // several connections failed at once
        }
        until = clock.instant().plus(next);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    }

    /** The server did its work. */
    public synchronized void end() {
        next = FIRST;
        until = Instant.MIN;
    }
}
