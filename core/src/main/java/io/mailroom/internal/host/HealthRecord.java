package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxHealth.Condition;
import io.mailroom.spi.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the sessions of one profile went; outlives a reload. Usable from any thread. */
final class HealthRecord {
    private final String profile;
    private Condition condition = Condition.UNTRIED;
    private @Nullable Instant since;
    private @Nullable Instant lastSuccess;
    private @Nullable String lastError;
    private @Nullable ErrorKind lastErrorKind;
    private int failures;
    private long received;
    private @Nullable Instant told;
    private @Nullable Instant emptied;
    private @Nullable Duration longestWait;

    HealthRecord(String profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
    }

    /** The server told of new mail. */
    synchronized void told(Instant now) {
        told = told == null ? now : told;
    }

    /**
     * A session went well.
     *
     * @return true when this is news
     */
    synchronized boolean succeeded(Instant began, Instant now, SessionReport report) {
        if (report.handedOver() > 0) {
            Instant waiting = told == null ? emptied : told;
            longestWait = waiting == null ? longestWait : Duration.between(waiting, now);
        }
        if (!report.moreWaiting()) {
            emptied = began;
            told = told != null && told.isAfter(began) ? told : null;
        }
        lastSuccess = now;
        lastError = null;
        lastErrorKind = null;
        failures = 0;
        received += report.handedOver();
        return becomes(Condition.WELL, now);
    }

    /**
     * A session failed.
     *
     * @return true when this is news
     */
    synchronized boolean failed(RuntimeException error, Instant now) {
        lastError = error instanceof CommunicationsException ? error.getMessage() : "a fault of ours: " + error;
        lastErrorKind = error instanceof CommunicationsException ours ? ours.kind() : null;
        failures++;
        return becomes(Condition.FAILING, now);
    }

    private boolean becomes(Condition next, Instant now) {
        boolean news = condition != next;
        since = news ? now : since;
        condition = next;
        return news;
    }

    /** With new settings, old failures say nothing. */
    synchronized HealthRecord forgiven() {
        lastError = null;
        lastErrorKind = null;
        failures = 0;
        condition = Condition.UNTRIED;
        since = null;
        return this;
    }

    synchronized int failures() {
        return failures;
    }

    /** True when the last session failed for want of a connection. */
    synchronized boolean isOutOfReach() {
        return lastErrorKind == ErrorKind.NETWORK;
    }

    /** Messages that became events. */
    synchronized long received() {
        return received;
    }

    synchronized MailboxHealth read() {
        return new MailboxHealth(
                profile,
                condition,
                Optional.ofNullable(since),
                Optional.ofNullable(lastSuccess),
                failures,
                Optional.ofNullable(lastError),
                Optional.ofNullable(lastErrorKind),
                Optional.ofNullable(longestWait));
    }
}
