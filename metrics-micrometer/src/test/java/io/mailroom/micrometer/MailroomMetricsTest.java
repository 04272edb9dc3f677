package io.mailroom.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailroom.MailboxHealth;
import io.mailroom.MailboxHealth.Condition;
import io.mailroom.SpoolException;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailroomMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Watch watch = new Watch();
    private final MailroomMetrics metrics = new MailroomMetrics(registry, watch);

    @Test
    void whatHappensToMailIsCountedByProfile() {
        metrics.received("desk", "1");
        metrics.received("desk", "2");
        metrics.received("sales", "3");
        metrics.quarantined("desk", "POP3_1.tmp", "a bug");
        metrics.loopback("desk", "4", "POP3_2.tmp");
        metrics.putAside("desk", "2", "failed twice");

        assertThat(count("mailroom.messages.received")).isEqualTo(2);
        assertThat(count("mailroom.messages.quarantined")).isEqualTo(1);
        assertThat(count("mailroom.messages.loopback")).isEqualTo(1);
        assertThat(count("mailroom.events.put.aside")).isEqualTo(1);
    }

    @Test
    void aMailboxWhoseSessionsFailShowsUntilOneGoesWell() {
        metrics.healthChanged(health(Condition.FAILING));
        double whileFailing = failing();
        metrics.healthChanged(health(Condition.WELL));

        assertThat(whileFailing).isOne();
        assertThat(failing()).isZero();
    }

    private double failing() {
        return registry.get("mailroom.mailbox.failing")
                .tag("profile", "desk")
                .gauge()
                .value();
    }

    private static MailboxHealth health(Condition condition) {
        return new MailboxHealth(
                "desk",
                condition,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void answersOfHandlersAreToldApart() {
        metrics.handled(event(), Outcome.ACCEPTED);
        metrics.handled(event(), Outcome.ACCEPTED_KEEPING_FILES);
        metrics.handled(event(), Outcome.FAILED.because("no"));
        metrics.handled(event(), Outcome.LATER);

        assertThat(count("mailroom.events.handled", "outcome", "accepted")).isEqualTo(2);
        assertThat(count("mailroom.events.handled", "outcome", "failed")).isEqualTo(1);
        assertThat(count("mailroom.events.handled", "outcome", "later")).isEqualTo(1);
    }

    @Test
    void lagAndHandlerTimeAreTimed() {
        metrics.handledAfter(event(), Duration.ofSeconds(9), Duration.ofMillis(250));

        assertThat(registry.get("mailroom.events.lag").timer().totalTime(TimeUnit.SECONDS))
                .isCloseTo(9, within(1e-9));
        assertThat(registry.get("mailroom.handler").timer().totalTime(TimeUnit.MILLISECONDS))
                .isCloseTo(250, within(1e-9));
    }

    @Test
    void sessionsAreCountedByWhatTheyCameToAndTheAgeOfTheLastSuccessGrows() {
        metrics.sessionEnded("desk", SessionReport.EMPTY);
        metrics.sessionFailed("desk", new SpoolException("desk", "/in", "no space", "Free some.", null));
        watch.now = watch.now.plusSeconds(90);

        assertThat(count("mailroom.sessions", "result", "ok")).isEqualTo(1);
        assertThat(count("mailroom.sessions", "result", "spool")).isEqualTo(1);
        assertThat(registry.get("mailroom.sessions.last.success.age")
                        .tag("profile", "desk")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isCloseTo(90, within(1e-9));
    }

    private double count(String name, String... tags) {
        return registry.get(name).tag("profile", "desk").tags(tags).counter().count();
    }

    private static InboundEvent event() {
        EventFields fields = EventFields.of(Map.of());
        return new InboundEvent("desk", "1", 1, false, fields, InboundMessage.of(fields, Map.of()), Map.of());
    }

    /** A clock that a test moves. */
    private static final class Watch extends Clock {
        private Instant now = Instant.parse("2026-01-05T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
