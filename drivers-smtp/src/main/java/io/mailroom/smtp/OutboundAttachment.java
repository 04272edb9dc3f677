package io.mailroom.smtp;

import io.mailroom.smtp.compose.FieldCheck;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that travels with a message. With a Content-ID it is an inline image or the like, which the HTML names as
 * {@code cid:...}; without one it is an attachment.
 *
 * @param name the name the recipient sees; no path, no control character, at most 255 characters
 * @param mediaType such as {@code image/png}
 * @param content its bytes
 * @param contentId without angle brackets, such as {@code logo@example.com}; null for an attachment
 */
public record OutboundAttachment(
        String name,
        String mediaType,
        Content content,
        @Nullable String contentId) {
    /**
     * @throws InvalidMessageException when the name, the type or the Content-ID holds what it must not
     */
    public OutboundAttachment {
        FieldCheck.fileName("file name of an attachment", name);
        FieldCheck.mediaType("media type of attachment", mediaType);
        Objects.requireNonNull(content, "content");
        if (contentId != null) {
            FieldCheck.contentId("Content-ID", contentId);
        }
    }

    /** A file under its own name. */
    public static OutboundAttachment file(Path file) {
        Path name = Objects.requireNonNull(file.getFileName(), "a file has a name");
        return new OutboundAttachment(name.toString(), MediaTypes.of(name.toString()), Content.file(file), null);
    }

    /** An attachment under a name, its type told from the name. */
    public static OutboundAttachment named(String name, Content content) {
        return new OutboundAttachment(name, MediaTypes.of(name), content, null);
    }

    /** A part that the HTML body shows where it says {@code cid:contentId}. */
    public static OutboundAttachment inline(String contentId, String name, String mediaType, Content content) {
        return new OutboundAttachment(name, mediaType, content, Objects.requireNonNull(contentId, "contentId"));
    }

    /** The Content-ID without angle brackets, when this part belongs to the HTML body. */
    public Optional<String> inlineId() {
        return Optional.ofNullable(contentId);
    }

    @Override
    public String toString() {
        return "OutboundAttachment[" + mediaType + (contentId == null ? "]" : ", inline]");
    }
}
