package io.mailroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a mailbox's sessions go well. A failed session loses nothing; but mail waits on the server for as long as they
 * fail.
 *
 * @param profile name of the profile
 * @param condition how it is
 * @param since when it became so: the end of the first session that went well, or that failed
 * @param lastSuccess end of the last session that went well
 * @param failures sessions that failed since then
 * @param lastError what the last failure said, as long as no session went well since
 * @param lastErrorKind its kind; empty also when the failure was a fault of the library
 * @param longestWait how long mail of the last session that brought any can have lain on the server before it became an
 *     event, at most: since the server told of it (IMAP IDLE), or else since the session before it; empty when the first
 *     session brought it
 */
public record MailboxHealth(
        String profile,
        Condition condition,
        Optional<Instant> since,
        Optional<Instant> lastSuccess,
        int failures,
        Optional<String> lastError,
        Optional<ErrorKind> lastErrorKind,
        Optional<Duration> longestWait) {

    /** What is known of a mailbox. */
    public enum Condition {
        /** No session has ended yet, or none with the settings of now. */
        UNTRIED,
        /** The last session went well. */
        WELL,
        /** The last session failed. */
        FAILING
    }

    public MailboxHealth {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(condition, "condition");
    }

    /** How long ago the last session went well; empty when none did. */
    public Optional<Duration> age(Instant now) {
        return lastSuccess.map(success -> Duration.between(success, now));
    }
}
