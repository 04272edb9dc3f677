package io.mailroom.event;

import io.mailroom.mime.Bounce;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.DispositionNotification;
import io.mailroom.mime.MailAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The typed view of a message: what {@link EventFields} say as text, and what does not fit into them. Immutable; equal
 * when everything in it is equal. All that a message says of itself is a claim of its sender.
 *
 * <p>It is made from the fields and a flat {@linkplain #toDetail() detail}, both of which can wait in a queue, so a
 * redelivered event has an equal view. A change of a FilePath field is a change of the attachment's path.
 */
public final class InboundMessage {
    static final String FROM = "from";
    static final String SENDER = "sender";
    static final String REPLY_TO = "replyTo";
    static final String TO = "to";
    static final String CC = "cc";
    static final String SENT_TEXT = "sent.text";
    static final String IN_REPLY_TO = "inReplyTo";
    static final String REFERENCES = "references";
    static final String TEXT = "text";
    static final String HTML = "html";
    static final String FILE = "file.";
    static final String REPORT = "report";
    static final String REPORT_RECIPIENTS = "report.recipients";
    static final String RECEIPT = "receipt";
    static final String RECEIPT_MODIFIERS = "receipt.modifiers";
    static final String RECEIPT_ERRORS = "receipt.errors";
    static final String BOUNCE = "bounce";
    static final String BOUNCE_RECIPIENTS = "bounce.recipients";
    static final String DEFECTS = "defects";

    private static final Map<String, DefectCode> CODES =
            Arrays.stream(DefectCode.values()).collect(Collectors.toMap(DefectCode::label, code -> code));

    private final MessageDetail detail;
    private final List<MailAddress> from;
    private final List<MailAddress> sender;
    private final List<MailAddress> replyTo;
    private final List<MailAddress> to;
    private final List<MailAddress> cc;
    private final String subject;
    private final String sent;
    private final String messageId;
    private final List<String> inReplyTo;
    private final List<String> references;
    private final List<Body> text;
    private final List<Body> html;
    private final List<Attachment> attachments;
    private final List<DeliveryStatus> deliveryStatus;
    private final List<DispositionNotification> dispositionNotification;
    private final List<Bounce> bounce;
    private final List<Defect> defects;
    private final AutomaticMail automaticMail;
    private final String contentDigest;

    private InboundMessage(EventFields fields, MessageDetail detail) {
        this.detail = detail;
        from = detail.addresses(FROM);
        sender = detail.addresses(SENDER);
        replyTo = detail.addresses(REPLY_TO);
        to = detail.addresses(TO);
        cc = detail.addresses(CC);
        subject = fields.get(EventFields.SUBJECT);
        sent = fields.get(EventFields.SENT);
        messageId = fields.get(EventFields.MESSAGE_ID);
        inReplyTo = detail.column(IN_REPLY_TO);
        references = detail.column(REFERENCES);
        text = body(detail, TEXT, fields.get(EventFields.TEXT_NOTE), fields.get(EventFields.TEXT_CHARSET));
        html = body(detail, HTML, fields.get(EventFields.HTML_BODY), fields.get(EventFields.HTML_CHARSET));
        attachments = attachments(fields, detail);
        deliveryStatus = deliveryStatus(detail);
        dispositionNotification = dispositionNotification(detail);
        bounce = bounce(detail);
        defects = defects(detail);
        automaticMail = AutomaticMail.of(fields.get(EventFields.AUTO_SUBMITTED));
        contentDigest = fields.get(EventFields.CONTENT_DIGEST);
    }

    /**
     * The view of a message whose event was stored.
     *
     * @param fields the event fields
     * @param detail what {@link #toDetail()} gave; empty when only the fields are known
     * @throws IllegalArgumentException when the detail was stored by a later version of this program
     */
    public static InboundMessage of(EventFields fields, Map<String, String> detail) {
        return new InboundMessage(fields, MessageDetail.of(detail));
    }

    /** What this view holds beyond the event fields: flat, ordered, of bounded size, and with its own version. */
    public Map<String, String> toDetail() {
        return detail.asMap();
    }

    /** The mailboxes of all From fields, in order; the first one is the SenderAddress. */
    public List<MailAddress> from() {
        return from;
    }

    /** The mailbox of the Sender field: who sent it for those of From. */
    public Optional<MailAddress> sender() {
        return sender.stream().findFirst();
    }

    /** The mailboxes of the Reply-To field; empty when answers go to {@link #from()}. */
    public List<MailAddress> replyTo() {
        return replyTo;
    }

    /** The mailboxes of the To field. */
    public List<MailAddress> to() {
        return to;
    }

    /** The mailboxes of the Cc field. */
    public List<MailAddress> cc() {
        return cc;
    }

    /** The decoded subject; empty without one. */
    public String subject() {
        return subject;
    }

    /** The Date field; empty when there is none or nobody can read it. */
    public Optional<OffsetDateTime> sent() {
        try {
            return sent.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(sent));
        } catch (DateTimeException notOurs) {
            return Optional.empty(); // another driver may put any text there
        }
    }

    /** The Date field as written; empty without one. */
    public String sentText() {
        return detail.text(SENT_TEXT);
    }

    /** The Message-ID with its angle brackets. */
    public Optional<String> messageId() {
        return messageId.isEmpty() ? Optional.empty() : Optional.of(messageId);
    }

    /** The ids of the In-Reply-To field, with their angle brackets. */
    public List<String> inReplyTo() {
        return inReplyTo;
    }

    /** The ids of the References field, with their angle brackets, oldest first. */
    public List<String> references() {
        return references;
    }

    /** The plain text body. */
    public Optional<Body> text() {
        return text.stream().findFirst();
    }

    /** The HTML body. */
    public Optional<Body> html() {
        return html.stream().findFirst();
    }

    /** Every file of the event in the order of the numbered fields, supplemental ones too. */
    public List<Attachment> attachments() {
        return attachments;
    }

    /** The fields of an RFC 3464 report, all recipients; empty when the message is none. */
    public Optional<DeliveryStatus> deliveryStatus() {
        return deliveryStatus.stream().findFirst();
    }

    /** The fields of a read receipt or its kin (RFC 8098); empty when the message is none. */
    public Optional<DispositionNotification> dispositionNotification() {
        return dispositionNotification.stream().findFirst();
    }

    /**
     * What the text of a bounce in no standard form lets one believe; a guess, with its confidence and rule. Empty when
     * there is a {@link #deliveryStatus()}, which says it better, and for everything that is no bounce.
     */
    public Optional<Bounce> bounce() {
        return bounce.stream().findFirst();
    }

    /** What was wrong with the message, in the order of its place; bounded. */
    public List<Defect> defects() {
        return defects;
    }

    /** True when another reader may rightly see another message: a scanner should look at the raw bytes. */
    public boolean isAmbiguous() {
        return defects.stream().anyMatch(defect -> defect.code().isAmbiguous());
    }

    /** Whether the message may be answered automatically, with the evidence. */
    public AutomaticMail automaticMail() {
        return automaticMail;
    }

    /** SHA-256 of the raw message, 64 hexadecimal digits in lower case; empty when not known. */
    public String contentDigest() {
        return contentDigest;
    }

    /**
     * A body as text, lines ended by LF.
     *
     * @param text the text; at most 1,048,576 characters
     * @param charset the charset as the sender declared it; empty when none was, or for text we made
     * @param isComplete false when the body is longer than a field may be; the whole is among the attachments then
     * @param isDerived true when we made it from the HTML
     */
    public record Body(String text, String charset, boolean isComplete, boolean isDerived) {
        public Body {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(charset, "charset");
        }

        /** Whether it is whole and whose, not the text. */
        @Override
        public String toString() {
            return "Body[" + text.length() + " characters" + (isComplete ? "" : ", cut")
                    + (isDerived ? ", derived]" : "]");
        }
    }

    private static List<Body> body(MessageDetail detail, String key, String text, String charset) {
        if (text.isEmpty() && !detail.has(key)) {
            return List.of();
        }
        List<String> flags = Arrays.asList(detail.text(key).split(" "));
        return List.of(new Body(text, charset, !flags.contains("cut"), flags.contains("derived")));
    }

    private static List<Attachment> attachments(EventFields fields, MessageDetail detail) {
        List<Attachment> files = new ArrayList<>();
        for (int i = 0;
                fields.find(EventFields.numbered(EventFields.FILE_PATH, i)).isPresent();
                i++) {
            List<String> known = detail.row(FILE + i, 3);
            files.add(new Attachment(
                    i,
                    fields.get(EventFields.FILE_NAME, i),
                    fields.get(EventFields.FILE_TYPE, i),
                    fields.get(EventFields.FILE_SUBTYPE, i),
                    fields.get(EventFields.FILE_CHARSET, i),
                    Path.of(fields.get(EventFields.FILE_PATH, i)),
                    number(known.get(0)),
                    known.get(1),
                    fields.isTrue(EventFields.numbered(EventFields.FILE_IS_INLINE, i)),
                    fields.isTrue(EventFields.numbered(EventFields.FILE_IS_SUPPLEMENTAL, i)),
                    known.get(2)));
        }
        return List.copyOf(files);
    }

    private static List<DeliveryStatus> deliveryStatus(MessageDetail detail) {
        if (!detail.has(REPORT)) {
            return List.of();
        }
        List<String> report = detail.row(REPORT, 4);
        List<DeliveryStatus.Recipient> recipients = detail.rows(REPORT_RECIPIENTS, 6).stream()
                .map(row -> new DeliveryStatus.Recipient(
                        row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5)))
                .toList();
        return List.of(new DeliveryStatus(report.get(0), report.get(1), report.get(2), recipients, report.get(3)));
    }

    private static List<DispositionNotification> dispositionNotification(MessageDetail detail) {
        if (!detail.has(RECEIPT)) {
            return List.of();
        }
        List<String> row = detail.row(RECEIPT, 8);
        return List.of(new DispositionNotification(
                row.get(0),
                row.get(1),
                row.get(2),
                row.get(3),
                row.get(4),
                row.get(5),
                row.get(6),
                row.get(7),
                detail.column(RECEIPT_MODIFIERS),
                detail.column(RECEIPT_ERRORS)));
    }

    private static List<Bounce> bounce(MessageDetail detail) {
        List<String> row = detail.row(BOUNCE, 4);
        for (Bounce.Kind kind : Bounce.Kind.values()) {
            if (kind.name().equals(row.get(0))) {
                int confidence = (int) number(row.get(2));
                return List.of(new Bounce(detail.column(BOUNCE_RECIPIENTS), kind, row.get(1), confidence, row.get(3)));
            }
        }
        return List.of();
    }

    private static List<Defect> defects(MessageDetail detail) {
        List<Defect> defects = new ArrayList<>();
        for (List<String> row : detail.rows(DEFECTS, 3)) {
            DefectCode code = CODES.get(row.get(0));
            if (code != null) {
                defects.add(new Defect(code, number(row.get(1)), row.get(2)));
            }
        }
        return List.copyOf(defects);
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException notKnown) {
            return -1;
        }
    }

    private List<Object> values() {
        return List.of(detail.asMap(), subject, sent, messageId, text, html, attachments, automaticMail, contentDigest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundMessage that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** How much there is, not what it says. */
    @Override
    public String toString() {
        return "InboundMessage[" + attachments.size() + " files, " + defects.size() + " defects]";
    }
}
