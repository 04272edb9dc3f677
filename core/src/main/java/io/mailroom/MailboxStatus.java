package io.mailroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one profile that receives is doing.
 *
 * @param profile name of the profile
 * @param group the response group it is loaded in
 * @param server the host that its sessions go to; empty when not known
 * @param state what it is doing now
 * @param lastSuccess end of the last session that went well
 * @param failures sessions that failed since then
 * @param lastError what the last failure said, as long as no session went well since
 * @param lastErrorKind its kind
 * @param nextPoll when the next session begins, unless somebody asks for one before; empty while one is under way, and
 *     when nobody polls on a schedule
 * @param watched the server tells of new mail as it comes (IMAP IDLE), so that it does not wait for the next poll
 * @param received messages that became events since the receiver started
 */
public record MailboxStatus(
        String profile,
        String group,
        String server,
        State state,
        Optional<Instant> lastSuccess,
        int failures,
        Optional<String> lastError,
        Optional<ErrorKind> lastErrorKind,
        Optional<Instant> nextPoll,
        boolean watched,
        long received) {

    /** What a mailbox is doing. */
    public enum State {
        /** A session is under way. */
        IN_SESSION,
        /** Waiting for the next poll. */
        WAITING,
        /** The last session failed; the next one comes later than the polling interval says. */
        BACKING_OFF,
        /** Nothing is fetched until somebody resumes the profile or its group. */
        PAUSED
    }

    /** How long ago the last session went well; empty when none did. */
    public Optional<Duration> age(Instant now) {
        return lastSuccess.map(success -> Duration.between(success, now));
    }

    public MailboxStatus {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(state, "state");
    }
}
