package io.mailroom;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private final Signals signals = new Signals(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void whatHappensIsCountedForItsProfile() {
        signals.received("desk", "1");
        signals.received("desk", "2");
        signals.handled(event("desk"), Outcome.ACCEPTED);
        signals.handled(event("desk"), Outcome.FAILED);
        signals.handled(event("desk"), Outcome.LATER);
        signals.putAside("desk", "2", "failed twice");
        signals.quarantined("desk", "POP3_1.tmp", "a bug");
        signals.loopback("sales", "3", "POP3_2.tmp");

        Signals.Reading desk = signals.of("DESK");
        assertThat(desk.received()).isEqualTo(2);
        assertThat(desk.accepted()).isEqualTo(1);
        assertThat(desk.failed()).isEqualTo(1);
        assertThat(desk.later()).isEqualTo(1);
        assertThat(desk.putAside()).isEqualTo(1);
        assertThat(desk.quarantined()).isEqualTo(1);
        assertThat(desk.loopback()).isZero();
        assertThat(signals.of("sales").loopback()).isEqualTo(1);
        assertThat(signals.total().received()).isEqualTo(2);
        assertThat(signals.total().loopback()).isEqualTo(1);
        assertThat(signals.profiles()).containsExactly("desk", "sales");
    }

    @Test
    void theAgeOfTheLastSuccessGrowsUntilASessionEndsWell() {
        assertThat(signals.of("desk").ageOfLastSuccess(NOON)).isEmpty();

        signals.sessionEnded("desk", SessionReport.EMPTY);
        signals.sessionFailed("desk", new SpoolException("desk", "/in", "no space", "Free some.", null));

        assertThat(signals.of("desk").ageOfLastSuccess(NOON.plusSeconds(90))).contains(Duration.ofSeconds(90));
        assertThat(signals.of("desk").ageOfLastSuccess(NOON.minusSeconds(90)))
                .as("the clock went back")
                .contains(Duration.ZERO);
        assertThat(signals.of("desk").lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("no space"));
    }

    @Test
    void theErrorOfASessionIsForgottenWhenTheNextEndsWell() {
        signals.sessionFailed("desk", new SpoolException("desk", "/in", "no space", "Free some.", null));

        signals.sessionEnded("desk", SessionReport.EMPTY);

        assertThat(signals.of("desk").lastError()).isEmpty();
        assertThat(signals.of("desk").failedSessions()).isEqualTo(1);
    }

    @Test
    void theLagIsThatOfTheLastEventAndTheLongest() {
        signals.handledAfter(event("desk"), Duration.ofSeconds(9), Duration.ofSeconds(1));
        signals.handledAfter(event("desk"), Duration.ofSeconds(3), Duration.ofSeconds(1));

        assertThat(signals.of("desk").lastLag()).isEqualTo(Duration.ofSeconds(3));
        assertThat(signals.of("desk").longestLag()).isEqualTo(Duration.ofSeconds(9));
    }

    private static InboundEvent event(String profile) {
        EventFields fields = EventFields.of(Map.of());
        return new InboundEvent(profile, "1", 1, false, fields, InboundMessage.of(fields, Map.of()), Map.of());
    }
}
