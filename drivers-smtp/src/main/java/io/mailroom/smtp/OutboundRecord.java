package io.mailroom.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application keeps of a message it sends: who it went to, its subject, and its body. A body above
 * {@link #LARGEST_BODY} is not kept in the record itself but as an attachment of the record, under the name
 * {@code SiebelLongEmailBody.htm} or {@code .txt} as the message's format is. That attachment belongs to the record and
 * never travels.
 *
 * @param recipients everybody the message goes to
 * @param subject its subject
 * @param body its body; empty when that is the long one
 * @param longBody the body as an attachment of the record, or null
 */
public record OutboundRecord(
        List<String> recipients,
        String subject,
        String body,
        @Nullable LongBody longBody) {
    /** Largest body kept in the record: 16 KiB in UTF-8. */
    public static final int LARGEST_BODY = 16 * 1024;

    private static final String NAME = "SiebelLongEmailBody";

    /**
     * A long body.
     *
     * @param name internal name of the attachment
     * @param content its bytes in UTF-8
     */
    public record LongBody(String name, Content content) {}

    public OutboundRecord {
        recipients = List.copyOf(recipients);
    }

    /**
     * The record of a message.
     *
     * @param alwaysApart keeps a short body apart too
     */
    public static OutboundRecord of(OutboundMessage message, boolean alwaysApart) {
        String body = message.html().or(message::text).orElse("");
        boolean apart = alwaysApart || body.getBytes(StandardCharsets.UTF_8).length > LARGEST_BODY;
        String name = NAME + (message.html().isPresent() ? ".htm" : ".txt");
        return new OutboundRecord(
                message.recipients(),
                message.subject(),
                apart ? "" : body,
                apart ? new LongBody(name, Content.text(body)) : null);
    }

    /** The body as an attachment of the record, when it is kept apart. */
    public Optional<LongBody> bodyApart() {
        return Optional.ofNullable(longBody);
    }
}
