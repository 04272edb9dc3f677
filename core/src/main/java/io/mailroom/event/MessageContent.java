package io.mailroom.event;

import io.mailroom.event.InboundMessage.Body;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.Field;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.TextBody;
import io.mailroom.mime.internal.bounce.BounceEvidence;
import io.mailroom.mime.internal.bounce.BounceRecognizer;
import io.mailroom.mime.internal.field.AddressParser;
import io.mailroom.mime.internal.text.HeaderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, cut to the size of an event. Both views are made from it.
 *
 * @param message the message as it was read
 * @param from the mailboxes of all From fields
 * @param text the plain text body, or null
 * @param html the HTML body, or null
 * @param report the fields of an RFC 3464 report, or null
 * @param bounce what the text of a report in no standard form lets one believe, or null
 * @param defects all flaws
 */
record MessageContent(
        ParsedMessage message,
        List<MailAddress> from,
        @Nullable Body text,
        @Nullable Body html,
        @Nullable DeliveryStatus report,
        @Nullable Bounce bounce,
        List<Defect> defects) {

    static MessageContent of(ParsedMessage message, MappingOptions options) {
        Body html = message.html().map(MessageContent::body).orElse(null);
        Body text = message.text().map(MessageContent::body).orElse(null);
        DeliveryStatus report =
                message.deliveryStatus().map(MessageContent::bounded).orElse(null);
        return new MessageContent(
                message,
                from(message, options.limits()),
                text,
                html,
                report,
                report == null ? bounce(message, text) : null,
                message.defects());
    }

    /** There may be one From field; more are a sign of something, so all are told. */
    private static List<MailAddress> from(ParsedMessage message, MimeLimits limits) {
        List<MailAddress> from = new ArrayList<>(message.from());
        List<Field> fields = message.header().all("From");
        HeaderContext context = new HeaderContext(limits, DefectSink.NONE);
        for (Field field : fields.subList(Math.min(1, fields.size()), fields.size())) {
            byte[] value = field.rawValue();
            int room = limits.addresses() - from.size();
            from.addAll(AddressParser.parse(context, value, 0, value.length, field.offset(), Math.max(0, room)));
        }
        return from;
    }

    private static Body body(TextBody body) {
        String whole = FieldText.withLineFeeds(body.text());
        String kept = FieldText.clean(whole, EventLimits.BODY);
        boolean complete = !body.isTruncated() && kept.length() == whole.length();
        return new Body(kept, FieldText.oneLine(body.declaredCharset().orElse(""), EventLimits.VALUE), complete, false);
    }

    private static DeliveryStatus bounded(DeliveryStatus report) {
        List<DeliveryStatus.Recipient> recipients = new ArrayList<>();
        int total = 0;
        for (DeliveryStatus.Recipient recipient : report.recipients()) {
            DeliveryStatus.Recipient bounded = new DeliveryStatus.Recipient(
                    value(recipient.action()),
                    value(recipient.status()),
                    value(recipient.finalRecipient()),
                    value(recipient.originalRecipient()),
                    value(recipient.remoteMta()),
                    value(recipient.diagnostic()));
            total += bounded.finalRecipient().length()
                    + bounded.originalRecipient().length()
                    + bounded.remoteMta().length()
                    + bounded.diagnostic().length();
            if (total > EventLimits.REPORT) {
                break;
            }
            recipients.add(bounded);
        }
        return new DeliveryStatus(
                value(report.originalEnvelopeId()),
                value(report.reportingMta()),
                value(report.arrivalDate()),
                recipients);
    }

    private static @Nullable Bounce bounce(ParsedMessage message, @Nullable Body text) {
        String returnedTo = message.embedded().stream()
                .findFirst()
                .flatMap(returned -> returned.header().text("To"))
                .orElse("");
        BounceEvidence evidence = new BounceEvidence(
                message.header().text("From").orElse(""),
                message.header().text("Return-Path").orElse(""),
                message.subject(),
                message.header().text("X-Failed-Recipients").orElse(""),
                text == null ? "" : text.text(),
                returnedTo,
                isReport(message));
        return BounceRecognizer.recognize(evidence).map(MessageContent::bounded).orElse(null);
    }

    private static Bounce bounded(Bounce bounce) {
        List<String> recipients = bounce.recipients().stream()
                .limit(EventLimits.BOUNCE_RECIPIENTS)
                .map(MessageContent::value)
                .toList();
        return new Bounce(recipients, bounce.kind(), value(bounce.status()), bounce.confidence(), value(bounce.rule()));
    }

    private static String value(String text) {
        return FieldText.oneLine(text, EventLimits.REPORT_VALUE);
    }

    /** True for a report about another message, of whatever kind (RFC 6522) or form. */
    boolean isReport() {
        return report != null || bounce != null || isReport(message);
    }

    private static boolean isReport(ParsedMessage message) {
        return !message.parts().isEmpty()
                && message.parts().get(0).contentType().is("multipart", "report");
    }

    /** The decoded text of the first field of that name; empty without one. */
    String header(String name) {
        return FieldText.oneLine(message.header().text(name).orElse(""), EventLimits.VALUE)
                .strip();
    }

    /** The decoded texts of all fields of that name, as one list. */
    String headers(String name) {
        List<String> texts = message.header().all(name).stream()
                .map(Field::text)
                .map(String::strip)
                .toList();
        return FieldText.oneLine(String.join(", ", texts), EventLimits.VALUE);
    }

    /** What a person reads: the text. Empty without one. */
    String readableText(int limit) {
        return text == null ? "" : FieldText.clean(text.text(), limit);
    }

    Optional<Body> plainText() {
        return Optional.ofNullable(text);
    }

    Optional<Body> htmlText() {
        return Optional.ofNullable(html);
    }
}
