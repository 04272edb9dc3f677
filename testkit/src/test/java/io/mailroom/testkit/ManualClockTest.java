package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    private final ScheduledExecutorService scheduler = clock.scheduler();
    private final List<String> ran = new ArrayList<>();

    @Test
    void timePassesOnlyWhenItIsToldTo() {
        clock.advance(Duration.ofMinutes(1));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-02T03:05:05Z"));
        assertThat(clock.nanoTime()).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClockThatIsSetDoesNotMoveTheMonotonicTime() {
        clock.jump(Duration.ofDays(-7300));

        assertThat(clock.instant()).isBefore(Instant.parse("2007-01-01T00:00:00Z"));
        assertThat(clock.nanoTime()).isZero();
    }

    @Test
    void tasksRunInOrderEachAtItsTime() {
        scheduler.schedule(() -> note("third"), 3, TimeUnit.SECONDS);
        scheduler.schedule(() -> note("first"), 1, TimeUnit.SECONDS);
        scheduler.schedule(() -> note("also first"), 1, TimeUnit.SECONDS);
        scheduler.execute(() -> note("now"));

        clock.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("now at 05Z", "first at 06Z", "also first at 06Z");
    }

    @Test
    void aFixedDelayCountsFromTheEndOfATaskAndAFixedRateFromItsStart() {
        scheduler.scheduleWithFixedDelay(
                () -> {
                    note("delay");
                    clock.moveTo(clock.nanoTime() + Duration.ofSeconds(1).toNanos());
                },
                0,
                2,
                TimeUnit.SECONDS);

        clock.advance(Duration.ofSeconds(6));

        assertThat(ran).containsExactly("delay at 05Z", "delay at 08Z", "delay at 11Z");
    }

    @Test
    void aTaskThatThrowsOrIsCancelledDoesNotRunAgain() {
        Future<?> failing = scheduler.scheduleAtFixedRate(
                () -> {
                    note("failing");
                    throw new IllegalStateException("no");
                },
                1,
                1,
                TimeUnit.SECONDS);
        Future<?> cancelled = scheduler.scheduleAtFixedRate(() -> note("cancelled"), 3, 1, TimeUnit.SECONDS);

        clock.advance(Duration.ofSeconds(2));
        cancelled.cancel(false);
        clock.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("failing at 06Z");
        assertThatThrownBy(failing::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterShutdownNothingNewIsTaken() {
        scheduler.scheduleAtFixedRate(() -> note("periodic"), 1, 1, TimeUnit.SECONDS);
        scheduler.shutdown();

        clock.advance(Duration.ofSeconds(5));

        assertThat(ran).isEmpty();
        assertThat(scheduler.isTerminated()).isTrue();
        assertThatThrownBy(() -> scheduler.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private void note(String what) {
        String time = clock.instant().toString();
        ran.add(what + " at " + time.substring(time.length() - 3));
    }
}
