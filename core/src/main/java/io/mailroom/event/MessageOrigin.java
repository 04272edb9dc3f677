package io.mailroom.event;

import io.mailroom.mime.MailAddress;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver knows of a message and the message does not say. Immutable.
 *
 * @param profile name of the profile; empty outside of any
 * @param receiver the profile's From Address; both parts may be empty
 * @param channel the channel string, such as {@code POP3SMTP}
 * @param eventName name of the event
 * @param notifyWhenDone true when the service wants to hear that the event was handled
 * @param retrieved when the message was fetched, kept to the second; null when it was not fetched
 * @param eventId stable id of the message; empty when it will be no event
 * @param contentDigest SHA-256 of the raw message in hexadecimal; empty when not known
 */
public record MessageOrigin(
        String profile,
        MailAddress receiver,
        String channel,
        String eventName,
        boolean notifyWhenDone,
        @Nullable OffsetDateTime retrieved,
        String eventId,
        String contentDigest) {
    /** The name of the event that a received message raises. */
    public static final String MESSAGE_RECEIVED = "MessageReceived";

    public MessageOrigin {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(eventName, "eventName");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(contentDigest, "contentDigest");
    }

    /** A message from a file: no profile, no mailbox, only its digest. */
    public static MessageOrigin unknown(String contentDigest) {
        return new MessageOrigin("", new MailAddress("", ""), "", MESSAGE_RECEIVED, false, null, "", contentDigest);
    }
}
