package io.mailroom.spi;

import io.mailroom.event.EventFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mail that the host sends by itself: an acknowledgement, or a notice to an administrator. Payload of the command
 * {@link #COMMAND}, which a driver that sends mail carries out so: the message comes from the profile's <i>From Address</i>,
 * has the null envelope sender, says {@code Auto-Submitted} (RFC 3834 §5), and has left the host's hands, durably, when the
 * call returns. What could not be stored is thrown, and is not sent.
 *
 * @param kind what it is
 * @param messageId with angle brackets
 * @param to one address
 * @param subject one line
 * @param text any line ends
 * @param answers the event it answers, for In-Reply-To, References and charset; null when it answers none
 * @param headers further fields by name
 */
public record AutomaticMessage(
        Kind kind,
        String messageId,
        String to,
        String subject,
        String text,
        @Nullable EventFields answers,
        Map<String, String> headers) {
    /** Name of the command. */
    public static final String COMMAND = "QueueAutomaticMessage";

    /** What it is, as {@code Auto-Submitted} says it. */
    public enum Kind {
        /** An answer to one message. */
        REPLIED("auto-replied"),
        /** Nobody's message gave rise to it. */
        GENERATED("auto-generated");

        private final String keyword;

        Kind(String keyword) {
            this.keyword = keyword;
        }

        /** The value of {@code Auto-Submitted}. */
        public String keyword() {
            return keyword;
        }
    }

    public AutomaticMessage {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Its id alone: the rest is mail. */
    @Override
    public String toString() {
        return "AutomaticMessage[" + messageId + "]";
    }
}
