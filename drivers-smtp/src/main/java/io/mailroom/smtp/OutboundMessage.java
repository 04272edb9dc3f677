package io.mailroom.smtp;

import io.mailroom.mime.MailAddress;
import java.nio.charset.Charset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent. Immutable; everything in it has been checked, so that no value can begin a header field, a
 * command or a message of its own. Either composed from text, HTML and attachments, or a ready message ({@code .eml})
 * whose header and body are taken as they are.
 *
 * <p>Blind carbon copies are recipients only: no header field ever names them, and one in a ready message is left out.
 */
public final class OutboundMessage {
    /** Most recipients of one message: 10,000. */
    public static final int MOST_RECIPIENTS = 10_000;

    /** Most attachments and inline parts of one message: 1,000. */
    public static final int MOST_ATTACHMENTS = 1_000;

    /** Most header fields set by name, and most References: 500. */
    public static final int MOST_FIELDS = 500;

    /** Priority of a message that does not say: 3. */
    public static final int NORMAL_PRIORITY = 3;

    /**
     * A header field set by name.
     *
     * @param name checked field name
     * @param value checked text, not yet encoded
     */
    public record HeaderField(String name, String value) {}

    final Draft draft;

    OutboundMessage(Draft checked) {
        this.draft = checked;
    }

    /** An empty message; see {@link OutboundMessageBuilder} for what it needs. */
    public static OutboundMessageBuilder builder() {
        return new OutboundMessageBuilder();
    }

    /** The author, when the message names one; otherwise it is the profile's {@code From Address}. */
    public Optional<MailAddress> from() {
        return Optional.ofNullable(draft.from);
    }

    /** Where bounces go: an address, or empty for the null sender; absent when it is the author's address. */
    public Optional<String> envelopeSender() {
        return Optional.ofNullable(draft.envelopeSender);
    }

    public List<MailAddress> replyTo() {
        return draft.replyTo;
    }

    public List<MailAddress> to() {
        return draft.to;
    }

    public List<MailAddress> cc() {
        return draft.cc;
    }

    public List<MailAddress> bcc() {
        return draft.bcc;
    }

    public String subject() {
        return draft.subject;
    }

    public Optional<String> text() {
        return Optional.ofNullable(draft.text);
    }

    public Optional<String> html() {
        return Optional.ofNullable(draft.html);
    }

    /** Attachments and inline parts in the order they were added. */
    public List<OutboundAttachment> attachments() {
        return draft.attachments;
    }

    /** The ready message, when this is one. */
    public Optional<Content> ready() {
        return Optional.ofNullable(draft.ready);
    }

    /** With angle brackets, when the message names its own. */
    public Optional<String> messageId() {
        return Optional.ofNullable(draft.messageId);
    }

    /**
     * The Message-ID the message carries when it is sent from this domain: its own, or one made once for this message,
     * so that each try to send it carries the same.
     */
    public String messageIdFor(String domain) {
        return draft.messageId != null ? draft.messageId : "<" + draft.token + "@" + domain + ">";
    }

    public Optional<String> inReplyTo() {
        return Optional.ofNullable(draft.inReplyTo);
    }

    /** Message ids, the oldest first. */
    public List<String> references() {
        return draft.references;
    }

    /** The Date field, when the message gives one; otherwise the time of composing. */
    public Optional<ZonedDateTime> date() {
        return Optional.ofNullable(draft.date);
    }

    /** 1, the highest, to 5; 3 is normal and leaves no trace in the header. */
    public int priority() {
        return draft.priority;
    }

    /** Header fields set by name, in order. */
    public List<HeaderField> headers() {
        return draft.headers;
    }

    /** The value of Auto-Submitted (RFC 3834), for mail no person wrote. */
    public Optional<String> autoSubmitted() {
        return Optional.ofNullable(draft.autoSubmitted);
    }

    /** The charset for bodies; absent for the profile's. */
    public Optional<Charset> charset() {
        return Optional.ofNullable(draft.charset);
    }

    /** Which delivery status notifications are wanted; absent leaves it to the servers. */
    public Optional<DsnRequest> dsn() {
        return Optional.ofNullable(draft.dsn);
    }

    /** Everybody the message goes to, each once, in the order to, cc, bcc. Never empty. */
    public List<String> recipients() {
        Set<String> all = new LinkedHashSet<>();
        draft.to.forEach(address -> all.add(address.address()));
        draft.cc.forEach(address -> all.add(address.address()));
        draft.bcc.forEach(address -> all.add(address.address()));
        return List.copyOf(all);
    }

    /** An id alone: the rest is somebody's mail. */
    @Override
    public String toString() {
        return "OutboundMessage[" + (draft.messageId != null ? draft.messageId : draft.token) + "]";
    }

    /** The values, filled by the builder. A copy is made before a message is. */
    static final class Draft implements Cloneable {
        @Nullable
        MailAddress from;

        @Nullable
        String envelopeSender;

        List<MailAddress> replyTo = new ArrayList<>();
        List<MailAddress> to = new ArrayList<>();
        List<MailAddress> cc = new ArrayList<>();
        List<MailAddress> bcc = new ArrayList<>();
        String subject = "";

        @Nullable
        String text;

        @Nullable
        String html;

        List<OutboundAttachment> attachments = new ArrayList<>();

        @Nullable
        Content ready;

        @Nullable
        String messageId;

        String token = "";

        @Nullable
        String inReplyTo;

        List<String> references = new ArrayList<>();

        @Nullable
        ZonedDateTime date;

        int priority = NORMAL_PRIORITY;
        List<HeaderField> headers = new ArrayList<>();

        @Nullable
        String autoSubmitted;

        @Nullable
        Charset charset;

        @Nullable
        DsnRequest dsn;

        Draft copy() {
            try {
                Draft copy = (Draft) clone();
                copy.replyTo = List.copyOf(replyTo);
                copy.to = List.copyOf(to);
                copy.cc = List.copyOf(cc);
                copy.bcc = List.copyOf(bcc);
                copy.attachments = List.copyOf(attachments);
                copy.references = List.copyOf(references);
                copy.headers = List.copyOf(headers);
                return copy;
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
