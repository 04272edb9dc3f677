package io.mailroom;

import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes on, for each profile, since it was made: a listener without any dependency. Every {@link Communications}
 * has one. Usable from any thread; a reading is consistent in itself.
 */
public final class Signals implements CommunicationsListener {
    private final Clock clock;
    private final Map<String, Counts> profiles = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param clock tells when something succeeded */
    public Signals(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * What was counted for one profile, or for all together.
     *
     * @param received messages that became events
     * @param accepted answers of handlers that ended an event
     * @param failed answers that were failures, exceptions included
     * @param later answers that put an event off
     * @param putAside events that wait for somebody to look into them
     * @param quarantined messages that could not be read and lie in Failed
     * @param loopback messages of blocked senders that lie in Loopback
     * @param sessions sessions with the server that ended well
     * @param failedSessions sessions that did not
     * @param lastSuccess when a session ended well last
     * @param lastError what the last failed session said, until the next one ends well
     * @param lastLag from the arrival of the event handled last to the handler's answer; zero before the first
     * @param longestLag the longest of these
     */
    public record Reading(
            long received,
            long accepted,
            long failed,
            long later,
            long putAside,
            long quarantined,
            long loopback,
            long sessions,
            long failedSessions,
            Optional<Instant> lastSuccess,
            Optional<String> lastError,
            Duration lastLag,
            Duration longestLag) {

        private static final Reading NOTHING = new Reading(
                0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), Duration.ZERO, Duration.ZERO);

        /** How long ago a session ended well; empty when none ever did. */
        public Optional<Duration> ageOfLastSuccess(Instant now) {
            return lastSuccess
                    .map(then -> Duration.between(then, now))
                    .map(age -> age.isNegative() ? Duration.ZERO : age);
        }

        private Reading and(Reading other) {
            return new Reading(
                    received + other.received,
                    accepted + other.accepted,
                    failed + other.failed,
                    later + other.later,
                    putAside + other.putAside,
                    quarantined + other.quarantined,
                    loopback + other.loopback,
                    sessions + other.sessions,
                    failedSessions + other.failedSessions,
                    lastSuccess.isEmpty()
                                    || other.lastSuccess
                                            .filter(lastSuccess.get()::isBefore)
                                            .isPresent()
                            ? other.lastSuccess
                            : lastSuccess,
                    lastError.or(other::lastError),
                    other.lastLag,
                    longestLag.compareTo(other.longestLag) >= 0 ? longestLag : other.longestLag);
        }
    }

    /** Names of the profiles something was counted for, in alphabetical order. */
    public List<String> profiles() {
        return List.copyOf(profiles.keySet());
    }

    /** What was counted for a profile; nothing when it is not known. */
    public Reading of(String profile) {
        Counts counts = profiles.get(profile);
        return counts == null ? Reading.NOTHING : counts.reading();
    }

    /** What was counted for all profiles together; {@link Reading#lastLag} is of any of them. */
    public Reading total() {
        return profiles.values().stream().map(Counts::reading).reduce(Reading.NOTHING, Reading::and);
    }

    private Counts counts(String profile) {
        return profiles.computeIfAbsent(profile, name -> new Counts());
    }

    @Override
    public void sessionEnded(String profile, SessionReport report) {
        counts(profile).sessionEnded(clock.instant());
    }

    @Override
    public void sessionFailed(String profile, CommunicationsException error) {
        counts(profile).sessionFailed(String.valueOf(error.getMessage()));
    }

    @Override
    public void received(String profile, String eventId) {
        counts(profile).received();
    }

    @Override
    public void handled(InboundEvent event, Outcome outcome) {
        counts(event.profile()).answered(outcome.kind());
    }

    @Override
    public void handledAfter(InboundEvent event, Duration lag, Duration handlerTime) {
        counts(event.profile()).lag(lag);
    }

    @Override
    public void putAside(String profile, String eventId, String reason) {
        counts(profile).putAside();
    }

    @Override
    public void quarantined(String profile, String file, String reason) {
        counts(profile).quarantined();
    }

    @Override
    public void loopback(String profile, String eventId, String file) {
        counts(profile).loopback();
    }

    /** The counts of one profile. Each method is one step. */
    private static final class Counts {
        private long received;
        private long accepted;
        private long failed;
        private long later;
        private long putAside;
        private long quarantined;
        private long loopback;
        private long sessions;
        private long failedSessions;
        private @Nullable Instant lastSuccess;
        private @Nullable String lastError;
        private Duration lastLag = Duration.ZERO;
        private Duration longestLag = Duration.ZERO;

        synchronized void sessionEnded(Instant now) {
            sessions++;
            lastSuccess = now;
            lastError = null;
        }

        synchronized void sessionFailed(String error) {
            failedSessions++;
            lastError = error;
        }

        synchronized void received() {
            received++;
        }

        synchronized void answered(Outcome.Kind kind) {
            switch (kind) {
                case ACCEPTED, ACCEPTED_KEEPING_FILES -> accepted++;
                case FAILED -> failed++;
                case LATER -> later++;
            }
        }

        synchronized void lag(Duration lag) {
            lastLag = lag;
            longestLag = lag.compareTo(longestLag) > 0 ? lag : longestLag;
        }

        synchronized void putAside() {
            putAside++;
        }

        synchronized void quarantined() {
            quarantined++;
        }

        synchronized void loopback() {
            loopback++;
        }

        synchronized Reading reading() {
            return new Reading(
                    received,
                    accepted,
                    failed,
                    later,
                    putAside,
                    quarantined,
                    loopback,
                    sessions,
                    failedSessions,
                    Optional.ofNullable(lastSuccess),
                    Optional.ofNullable(lastError),
                    lastLag,
                    longestLag);
        }
    }
}
