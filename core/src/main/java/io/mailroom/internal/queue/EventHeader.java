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
 */
public record EventHeader(
        String eventId, String profile, String mailbox, String uid, String digest, Instant created, List<Path> files) {
    /** Most files of one event. */
    public static final int MAX_FILES = 10_000;

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
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException("An event has at most " + MAX_FILES + " files, not " + files.size());
        }
    }
}
