package io.mailroom.mime;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message inside the message, as far as it was read: its header, and the text a person would see first. Immutable.
 *
 * @param part index of the message/rfc822 part
 * @param parent index in {@link ParsedMessage#embedded()} of the embedded message it lies in, or -1
 * @param header its own header, not that of the part
 * @param textBody all its text/plain parts that are no files, in order; null when it has none or was not parsed
 */
public record EmbeddedMessage(
        int part, int parent, Header header, @Nullable TextBody textBody) {
    /** Needs a header, which may be empty. */
    public EmbeddedMessage {
        Objects.requireNonNull(header, "header");
    }

    /** Its fields as typed values. */
    public MessageFields fields() {
        return header.fields();
    }

    /** Its plain text. */
    public Optional<TextBody> text() {
        return Optional.ofNullable(textBody);
    }
}
