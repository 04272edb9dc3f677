package io.mailroom.micrometer;

import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxHealth.Condition;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps meters of what a {@code Communications} does. Add it as a listener:
 *
 * <pre>{@code
 * Communications.builder()
 *         .listener(new MailroomMetrics(registry, clock))
 * }</pre>
 *
 * <table>
 * <caption>Meters; each has the tag {@code profile}</caption>
 * <tr><th>Name</th><th>Kind</th><th>More tags</th></tr>
 * <tr><td>{@code mailroom.messages.received}</td><td>counter</td><td></td></tr>
 * <tr><td>{@code mailroom.messages.quarantined}, {@code mailroom.messages.loopback}</td><td>counter</td><td></td></tr>
 * <tr><td>{@code mailroom.events.handled}</td><td>counter</td><td>{@code outcome}: accepted, failed, later</td></tr>
 * <tr><td>{@code mailroom.events.put.aside}</td><td>counter</td><td></td></tr>
 * <tr><td>{@code mailroom.events.lag}: from arrival to the answer</td><td>timer</td><td></td></tr>
 * <tr><td>{@code mailroom.handler}: time of the handler</td><td>timer</td><td></td></tr>
 * <tr><td>{@code mailroom.sessions}</td><td>counter</td><td>{@code result}: ok, or the kind of error</td></tr>
 * <tr><td>{@code mailroom.sessions.last.success.age}</td><td>gauge, seconds</td><td></td></tr>
 * <tr><td>{@code mailroom.mailbox.failing}: 1 while sessions fail, else 0</td><td>gauge</td><td></td></tr>
 * </table>
 *
 * <p>Usable from any thread.
 */
public final class MailroomMetrics implements CommunicationsListener {
    private static final String PROFILE = "profile";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, AtomicReference<Instant>> lastSuccess = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();

    /** @param registry takes the meters, each when it is first needed */
    public MailroomMetrics(MeterRegistry registry) {
        this(registry, Clock.systemUTC());
    }

    /** @param clock tells the age of the last success */
    public MailroomMetrics(MeterRegistry registry, Clock clock) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public void received(String profile, String eventId) {
        count("mailroom.messages.received", profile);
    }

    @Override
    public void quarantined(String profile, String file, String reason) {
        count("mailroom.messages.quarantined", profile);
    }

    @Override
    public void loopback(String profile, String eventId, String file) {
        count("mailroom.messages.loopback", profile);
    }

    @Override
    public void handled(InboundEvent event, Outcome outcome) {
        String word =
                switch (outcome.kind()) {
                    case ACCEPTED, ACCEPTED_KEEPING_FILES -> "accepted";
                    case FAILED -> "failed";
                    case LATER -> "later";
                };
        count("mailroom.events.handled", event.profile(), "outcome", word);
    }

    @Override
    public void handledAfter(InboundEvent event, Duration lag, Duration handlerTime) {
        Tags tags = Tags.of(PROFILE, event.profile());
        registry.timer("mailroom.events.lag", tags).record(lag);
        registry.timer("mailroom.handler", tags).record(handlerTime);
    }

    @Override
    public void putAside(String profile, String eventId, String reason) {
        count("mailroom.events.put.aside", profile);
    }

    @Override
    public void sessionEnded(String profile, SessionReport report) {
        count("mailroom.sessions", profile, "result", "ok");
        lastSuccess.computeIfAbsent(profile, this::gauged).set(clock.instant());
    }

    @Override
    public void sessionFailed(String profile, CommunicationsException error) {
        String kind = error.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        count("mailroom.sessions", profile, "result", kind);
    }

    @Override
    public void healthChanged(MailboxHealth health) {
        failing.computeIfAbsent(
                        health.profile(),
                        profile -> registry.gauge(
                                "mailroom.mailbox.failing", Tags.of(PROFILE, profile), new AtomicInteger()))
                .set(health.condition() == Condition.FAILING ? 1 : 0);
    }

    private AtomicReference<Instant> gauged(String profile) {
        AtomicReference<Instant> last = new AtomicReference<>(clock.instant());
        TimeGauge.builder("mailroom.sessions.last.success.age", last, TimeUnit.MILLISECONDS, this::ageMillis)
                .description("Time since a session with the server ended well")
                .tags(PROFILE, profile)
                .strongReference(true)
                .register(registry);
        return last;
    }

    private double ageMillis(AtomicReference<Instant> last) {
        return Math.max(0, Duration.between(last.get(), clock.instant()).toMillis());
    }

    private void count(String name, String profile, String... more) {
        registry.counter(name, Tags.of(PROFILE, profile).and(more)).increment();
    }
}
