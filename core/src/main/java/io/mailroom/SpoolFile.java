package io.mailroom;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One file of the spool, and what it belongs to.
 *
 * @param file its path
 * @param sizeBytes its size
 * @param modified when its content last changed
 * @param kind what it is
 * @param owner what names it or looks after it, for people; empty when nothing does
 * @param removable whether {@link SpoolFiles#remove} takes it: nothing names it, and no process can own it
 */
public record SpoolFile(Path file, long sizeBytes, Instant modified, Kind kind, String owner, boolean removable) {
    /** What a file is. */
    public enum Kind {
        /** A message, as received or as sent. Never removable: it may be the last copy. */
        MESSAGE,
        /** An attachment or the original text of an event; without an owner it may be a handler's that kept it. */
        EVENT_FILE,
        /** An event. */
        EVENT,
        /** An acknowledgement on its way. */
        ACKNOWLEDGEMENT,
        /** A file that was never whole. */
        DRAFT,
        /** A note for people, beside a message or an event. */
        NOTE,
        /** An index, a lock, an owner, a journal, a lease. */
        STATE,
        /** No file of ours. */
        FOREIGN
    }

    public SpoolFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(owner, "owner");
    }

    /** True when something names it or looks after it. */
    public boolean isOwned() {
        return !owner.isEmpty();
    }

    /** How long ago its content changed. */
    public Duration age(Instant now) {
        return Duration.between(modified, now);
    }
}
