package io.mailroom.internal.queue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the queue itself knows of an event.
 *
 * @param eventId stable id of the message, 64 hexadecimal digits
 * @param profile name of the profile whose mailbox held the message
 * @param mailbox {@link io.mailroom.spool.MailboxId#fileName()}
 * @param uid what the server called the message; empty when it names nothing
 * @param digest SHA-256 of the message, 64 hexadecimal digits
 * @param created when the event was made
 * @param files the files that are the event's: removed after it is accepted. Absolute, at most {@link #MAX_FILES}
 * @param stored their names in the file store, when they were moved there: then those go, and the files went before
 */
public record EventHeader(
        String eventId,
        String profile,
        String mailbox,
        String uid,
        String digest,
        Instant created,
        List<Path> files,
        List<String> stored) {
    /** Most files of one event. */
    public static final int MAX_FILES = 10_000;

    /** An event whose files are where they were made. */
    public EventHeader(
            String eventId,
            String profile,
            String mailbox,
            String uid,
            String digest,
            Instant created,
            List<Path> files) {
        this(eventId, profile, mailbox, uid, digest, created, files, List.of());
    }

    public EventHeader {
        if (!eventId.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("An event id is 64 hexadecimal digits, not: " + eventId);
        }
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(created, "created");
        files = List.copyOf(files);
        stored = List.copyOf(stored);
        if (Math.max(files.size(), stored.size()) > MAX_FILES) {
            throw new IllegalArgumentException("An event has at most " + MAX_FILES + " files, not " + files.size());
        }
    }
}
