package io.mailroom.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Time that stands still until a test moves it: a clock, a monotonic count of nanoseconds, and an executor whose tasks run
 * on the thread that moves the time. Usable from any thread; only one may move it at a time.
 */
public final class ManualClock extends Clock {
    private final ManualScheduler scheduler = new ManualScheduler(this);
    private final ZoneId zone = ZoneOffset.UTC;
    private Instant now;
    private long nanos;

    private ManualClock(Instant now) {
        this.now = now;
    }

    /** A clock that stands at this instant. */
    public static ManualClock at(Instant instant) {
        return new ManualClock(instant);
    }

    /** A clock that stands at this instant, such as {@code 2026-01-02T03:04:05Z}. */
    public static ManualClock at(String instant) {
        return at(Instant.parse(instant));
    }

    /** Lets time pass: the tasks that fall due run in order, each at its time, before this returns. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not pass backwards; a clock may jump(): " + by);
        }
        long until = nanoTime() + by.toNanos();
        scheduler.runUntil(until);
        moveTo(until);
    }

    /** Runs what is due now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** Somebody sets the clock: the instant changes, the monotonic time does not. */
    public synchronized void jump(Duration by) {
        now = now.plus(by);
    }

    /** Monotonic time, as {@code System::nanoTime}. */
    public synchronized long nanoTime() {
        return nanos;
    }

    /** The executor that follows this clock. There is one for each clock. */
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        ManualClock clock = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return other;
            }

            @Override
            public Clock withZone(ZoneId another) {
                return clock.withZone(another);
            }
        };
    }

    synchronized void moveTo(long toNanos) {
        if (toNanos > nanos) {
            now = now.plusNanos(toNanos - nanos);
            nanos = toNanos;
        }
    }
}
