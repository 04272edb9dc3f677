package io.mailroom.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that lies in Failed, and why.
 *
 * @param id name of its file; what the other methods of {@link FailedMessages} ask for
 * @param file the message as the server sent it
 * @param sizeBytes its size
 * @param reason why it is there; empty when the note beside it is gone
 */
public record FailedMessage(String id, Path file, long sizeBytes, Optional<Reason> reason) {
    public FailedMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(reason, "reason");
    }

    /**
     * What was noted when it was put aside.
     *
     * @param when that was
     * @param stage what was being done to it, such as {@code reading}
     * @param attempts how often it was begun
     * @param text what went wrong, for people
     * @param profile whose mailbox it came from
     * @param uid the server's id as our files spell it; {@code #} when there was none
     * @param eventId id that its event has or would have
     * @param digest SHA-256 of the message, 64 hexadecimal digits
     */
    public record Reason(
            Instant when,
            String stage,
            int attempts,
            String text,
            String profile,
            String uid,
            String eventId,
            String digest) {
        public Reason {
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(profile, "profile");
            Objects.requireNonNull(uid, "uid");
            Objects.requireNonNull(eventId, "eventId");
            Objects.requireNonNull(digest, "digest");
        }
    }
}
