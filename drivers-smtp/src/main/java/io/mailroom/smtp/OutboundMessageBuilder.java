package io.mailroom.smtp;

import io.mailroom.event.EventFields;
import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.OutboundMessage.Draft;
import io.mailroom.smtp.OutboundMessage.HeaderField;
import io.mailroom.smtp.compose.AddressCheck;
import io.mailroom.smtp.compose.FieldCheck;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * Collects a message. A message needs at least one recipient; a composed one needs a text, an HTML body or an
 * attachment. Each value is checked when it is given: every method that takes one throws
 * {@link InvalidMessageException} with the field's name when it holds a line end, a control character or what else does
 * not belong there. Addresses are written as {@code user@example.com} or {@code Name <user@example.com>}.
 * Not thread-safe; may be used again after {@link #build()}.
 */
public final class OutboundMessageBuilder {
    private static final int HIGHEST_PRIORITY = 1;
    private static final int LOWEST_PRIORITY = 5;
    private static final int MOST_REFERENCES_KEPT = 40;

    private final Draft draft = new Draft();

    OutboundMessageBuilder() {}

    /** The author. Without it the profile's {@code From Address} is. */
    public OutboundMessageBuilder from(String address) {
        draft.from = AddressCheck.parse("From", address);
        return this;
    }

    /** Where bounces go, when not to the author. */
    public OutboundMessageBuilder envelopeSender(String address) {
        draft.envelopeSender = AddressCheck.parse("envelope sender", address).address();
        return this;
    }

    /** Sends with the null sender: nothing bounces. For automatic answers (RFC 3834). */
    public OutboundMessageBuilder nullEnvelopeSender() {
        draft.envelopeSender = "";
        return this;
    }

    public OutboundMessageBuilder replyTo(String... addresses) {
        return add(draft.replyTo, "Reply-To", addresses);
    }

    public OutboundMessageBuilder to(String... addresses) {
        return add(draft.to, "To", addresses);
    }

    public OutboundMessageBuilder cc(String... addresses) {
        return add(draft.cc, "Cc", addresses);
    }

    /** Recipients nobody else hears of: they are in no header field. */
    public OutboundMessageBuilder bcc(String... addresses) {
        return add(draft.bcc, "Bcc", addresses);
    }

    public OutboundMessageBuilder subject(String subject) {
        draft.subject = FieldCheck.text("Subject", subject);
        return this;
    }

    /** The body as plain text; any line ends. */
    public OutboundMessageBuilder text(String text) {
        draft.text = Objects.requireNonNull(text, "text");
        return this;
    }

    /** The body as HTML; with a text as well, the recipient's program picks one. */
    public OutboundMessageBuilder html(String html) {
        draft.html = Objects.requireNonNull(html, "html");
        return this;
    }

    /** A file, read when the message is composed. */
    public OutboundMessageBuilder attach(Path file) {
        return attach(OutboundAttachment.file(file));
    }

    /** An attachment or an inline part. */
    public OutboundMessageBuilder attach(OutboundAttachment attachment) {
        limit("number of attachments", draft.attachments.size(), OutboundMessage.MOST_ATTACHMENTS);
        draft.attachments.add(attachment);
        return this;
    }

    /**
     * A ready message, taken as it is but for line ends, a Bcc field, and Message-ID and Date where they are missing.
     * Excludes subject, bodies, attachments and header fields given here; the recipients still come from this builder.
     */
    public OutboundMessageBuilder ready(Content message) {
        draft.ready = Objects.requireNonNull(message, "message");
        return this;
    }

    /** With angle brackets. Without it a new one is made. */
    public OutboundMessageBuilder messageId(String messageId) {
        draft.messageId = FieldCheck.messageId("Message-ID", messageId);
        return this;
    }

    /** Message id of the message this one answers. */
    public OutboundMessageBuilder inReplyTo(String messageId) {
        draft.inReplyTo = FieldCheck.messageId("In-Reply-To", messageId);
        return this;
    }

    /** Message ids of the conversation so far, the oldest first. */
    public OutboundMessageBuilder references(String... messageIds) {
        for (String messageId : messageIds) {
            limit("number of References", draft.references.size(), OutboundMessage.MOST_FIELDS);
            draft.references.add(FieldCheck.messageId("References", messageId));
        }
        return this;
    }

    public OutboundMessageBuilder date(ZonedDateTime date) {
        draft.date = Objects.requireNonNull(date, "date");
        return this;
    }

    /** From 1, the highest, to 5. */
    public OutboundMessageBuilder priority(int priority) {
        if (priority < HIGHEST_PRIORITY || priority > LOWEST_PRIORITY) {
            throw new InvalidMessageException("priority", "must be between 1 and 5");
        }
        draft.priority = priority;
        return this;
    }

    /** One more header field. Those that have a method here, or that only servers write, cannot be set by name. */
    public OutboundMessageBuilder header(String name, String value) {
        limit("number of header fields", draft.headers.size(), OutboundMessage.MOST_FIELDS);
        draft.headers.add(new HeaderField(FieldCheck.headerName(name), FieldCheck.text("header field " + name, value)));
        return this;
    }

    /** Says that no person wrote this: {@code auto-replied} or {@code auto-generated} (RFC 3834 §5). */
    public OutboundMessageBuilder autoSubmitted(String keyword) {
        String lower = FieldCheck.printable("Auto-Submitted", keyword, 60).toLowerCase(Locale.ROOT);
        if (!lower.equals("auto-replied") && !lower.equals("auto-generated") && !lower.equals("auto-notified")) {
            throw new InvalidMessageException(
                    "Auto-Submitted", "must be auto-replied, auto-generated or auto-notified");
        }
        draft.autoSubmitted = lower;
        return this;
    }

    /** The charset of the bodies, when not the profile's. Where it lacks a character UTF-8 is used instead. */
    public OutboundMessageBuilder charset(Charset charset) {
        draft.charset = Objects.requireNonNull(charset, "charset");
        return this;
    }

    /** Asks for delivery status notifications. */
    public OutboundMessageBuilder dsn(DsnRequest request) {
        draft.dsn = Objects.requireNonNull(request, "request");
        return this;
    }

    /**
     * Makes this an answer to a received message: recipients, subject, In-Reply-To, References and, when it is known,
     * the charset of the message answered. What the sender wrote wrongly is left out rather than refused.
     */
    public OutboundMessageBuilder answering(EventFields received) {
        for (String address : received.get(EventFields.SENDER_REPLY_NAMES).split(";")) {
            if (!address.isBlank()) {
                to(address);
            }
        }
        String subject = received.get(EventFields.SUBJECT);
        subject(isAnswer(subject) ? subject : "Re: " + subject);
        List<String> thread = new ArrayList<>();
        String messageId = received.get(EventFields.MESSAGE_ID).strip();
        String known = received.get(EventFields.REFERENCES).isBlank()
                ? received.get(EventFields.IN_REPLY_TO)
                : received.get(EventFields.REFERENCES);
        Arrays.stream(known.strip().split("\\s+"))
                .filter(FieldCheck::isMessageId)
                .forEach(thread::add);
        if (FieldCheck.isMessageId(messageId)) {
            inReplyTo(messageId);
            thread.add(messageId);
        }
        int first = Math.max(0, thread.size() - MOST_REFERENCES_KEPT);
        references(thread.subList(first, thread.size()).toArray(String[]::new));
        String charset = received.get(EventFields.TEXT_CHARSET);
        if (isSupported(charset)) {
            charset(Charset.forName(charset));
        }
        return this;
    }

    /**
     * The message.
     *
     * @throws InvalidMessageException when it has no recipient, too many, or nothing to say
     */
    public OutboundMessage build() {
        int recipients = draft.to.size() + draft.cc.size() + draft.bcc.size();
        if (recipients == 0) {
            throw new InvalidMessageException("the list of recipients", "is empty");
        }
        limit("number of recipients", recipients - 1, OutboundMessage.MOST_RECIPIENTS);
        boolean composed = draft.text != null || draft.html != null || !draft.attachments.isEmpty();
        if (draft.ready == null && !composed) {
            throw new InvalidMessageException("the body", "is missing: give a text, an HTML body or an attachment");
        }
        if (draft.ready != null && (composed || !draft.subject.isEmpty() || !draft.headers.isEmpty())) {
            throw new InvalidMessageException(
                    "the ready message", "excludes subject, bodies, attachments and header fields given beside it");
        }
        Draft copy = draft.copy();
        copy.token = UUID.randomUUID().toString();
        return new OutboundMessage(copy);
    }

    private OutboundMessageBuilder add(List<MailAddress> list, String field, String... addresses) {
        for (String address : addresses) {
            limit("number of addresses in " + field, list.size(), OutboundMessage.MOST_RECIPIENTS);
            list.add(AddressCheck.parse(field, address));
        }
        return this;
    }

    private static void limit(String field, int already, int most) {
        if (already >= most) {
            throw new InvalidMessageException(field, "is above " + most);
        }
    }

    private static boolean isAnswer(String subject) {
        return subject.regionMatches(true, 0, "re:", 0, "re:".length());
    }

    private static boolean isSupported(String charset) {
        try {
            return !charset.isBlank()
                    && Charset.isSupported(charset)
                    && Charset.forName(charset).canEncode();
        } catch (IllegalArgumentException notAName) {
            return false;
        }
    }
}
