package io.mailroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one profile that receives is doing.
 *
 * @param group the response group it is loaded in
 * @param server the host that its sessions go to; empty when not known
 * @param state what it is doing now
 * @param health whether its sessions go well
 * @param nextPoll when the next session begins, unless somebody asks for one before; empty while one is under way, and
 *     when nobody polls on a schedule
 * @param watched the server tells of new mail as it comes (IMAP IDLE), so that it does not wait for the next poll
 * @param received messages that became events since the receiver started
 */
public record MailboxStatus(
        String group,
        String server,
        State state,
        MailboxHealth health,
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
        /** The disk is full, or nearly: nothing is fetched until there is space, and then polling goes on by itself. */
        WAITING_FOR_SPACE,
        /** Nothing is fetched until somebody resumes the profile or its group. */
        PAUSED
    }

    public MailboxStatus {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(health, "health");
    }

    /** Name of the profile. */
    public String profile() {
        return health.profile();
    }

    /** End of the last session that went well. */
    public Optional<Instant> lastSuccess() {
        return health.lastSuccess();
    }

    /** How long ago the last session went well; empty when none did. */
    public Optional<Duration> age(Instant now) {
        return health.age(now);
    }

    /** Sessions that failed since then. */
    public int failures() {
        return health.failures();
    }

    /** What the last failure said, as long as no session went well since. */
    public Optional<String> lastError() {
        return health.lastError();
    }

    /** Its kind. */
    public Optional<ErrorKind> lastErrorKind() {
        return health.lastErrorKind();
    }
}
