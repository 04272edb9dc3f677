package io.mailroom.event;

import io.mailroom.event.InboundMessage.Body;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.Field;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.TextBody;
import io.mailroom.mime.internal.field.AddressParser;
import io.mailroom.mime.internal.html.HtmlText;
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
        if (text == null && html != null && options.convertToPlainText()) {
            text = derived(html);
        }
        DeliveryStatus whole = message.deliveryStatus().orElse(null);
        DeliveryStatus report = whole == null ? null : ReportReading.bounded(whole);
        return new MessageContent(
                message,
                from(message, options.limits()),
                text,
                html,
                report,
                report == null ? ReportReading.bounce(message, text, html) : null,
                defects(message, whole, report));
    }

    private static List<Defect> defects(
            ParsedMessage message, @Nullable DeliveryStatus whole, @Nullable DeliveryStatus report) {
        if (whole == null
                || report == null
                || whole.recipients().size() == report.recipients().size()) {
            return message.defects();
        }
        List<Defect> defects = new ArrayList<>(message.defects());
        defects.add(new Defect(DefectCode.TOO_MANY_REPORT_RECIPIENTS, -1, ""));
        return defects;
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
        String whole = FieldText.withLineFeeds(body.reflowed());
        String kept = FieldText.clean(whole, EventLimits.BODY);
        boolean complete = !body.isTruncated() && kept.length() == whole.length();
        return new Body(kept, FieldText.oneLine(body.declaredCharset().orElse(""), EventLimits.VALUE), complete, false);
    }

    /** The HTML as a person would read it aloud. */
    static Body derived(Body html) {
        String whole = HtmlText.of(html.text());
        String kept = FieldText.clean(whole, EventLimits.BODY);
        return new Body(kept, "", html.isComplete() && kept.length() == whole.length(), true);
    }

    /** True for a report about another message, of whatever kind (RFC 6522) or form. */
    boolean isReport() {
        return report != null || bounce != null || ReportReading.isReport(message);
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

    /** What a person reads: the text, else that of the HTML. Empty without either. */
    String readableText(int limit) {
        Body readable = text == null && html != null ? derived(html) : text;
        return readable == null ? "" : FieldText.clean(readable.text(), limit);
    }

    Optional<Body> plainText() {
        return Optional.ofNullable(text);
    }

    Optional<Body> htmlText() {
        return Optional.ofNullable(html);
    }
}
