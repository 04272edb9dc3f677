package io.mailroom.event;

import io.mailroom.event.InboundMessage.Body;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.DispositionNotification;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.internal.bounce.BounceEvidence;
import io.mailroom.mime.internal.bounce.BounceRecognizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message reports about another one, cut to the size of an event. */
final class ReportReading {
    private ReportReading() {}

    /** The report with as many recipients as fit, each value on one line. */
    static DeliveryStatus bounded(DeliveryStatus report) {
        List<DeliveryStatus.Recipient> recipients = new ArrayList<>();
        int total = 0;
        for (DeliveryStatus.Recipient whole : report.recipients()) {
            DeliveryStatus.Recipient recipient = bounded(whole);
            total += length(recipient);
            if (total > EventLimits.REPORT) {
                break;
            }
            recipients.add(recipient);
        }
        return new DeliveryStatus(
                value(report.originalEnvelopeId()),
                value(report.reportingMta()),
                value(report.arrivalDate()),
                recipients,
                value(report.returnedMessageId()));
    }

    /** The receipt, each value on one line. */
    static DispositionNotification bounded(DispositionNotification receipt) {
        return new DispositionNotification(
                value(receipt.reportingUserAgent()),
                value(receipt.gateway()),
                value(receipt.originalRecipient()),
                value(receipt.finalRecipient()),
                value(receipt.originalMessageId()),
                value(receipt.actionMode()),
                value(receipt.sendingMode()),
                value(receipt.type()),
                values(receipt.modifiers()),
                values(receipt.errors()));
    }

    private static List<String> values(List<String> texts) {
        return texts.stream().map(ReportReading::value).toList();
    }

    private static DeliveryStatus.Recipient bounded(DeliveryStatus.Recipient recipient) {
        return new DeliveryStatus.Recipient(
                value(recipient.action()),
                value(recipient.status()),
                value(recipient.finalRecipient()),
                value(recipient.originalRecipient()),
                value(recipient.remoteMta()),
                value(recipient.diagnostic()));
    }

    private static int length(DeliveryStatus.Recipient recipient) {
        return recipient.action().length()
                + recipient.status().length()
                + recipient.finalRecipient().length()
                + recipient.originalRecipient().length()
                + recipient.remoteMta().length()
                + recipient.diagnostic().length();
    }

    /** What the text lets one believe of a message without an RFC 3464 report; null when it is no bounce. */
    static @Nullable Bounce bounce(ParsedMessage message, @Nullable Body text, @Nullable Body html) {
        String from = message.header().text("From").orElse("");
        String returnPath = message.header().text("Return-Path").orElse("");
        String failedRecipients = message.header().text("X-Failed-Recipients").orElse("");
        if (!BounceRecognizer.isPossible(from, returnPath, failedRecipients)) {
            return null;
        }
        Body readable = text == null && html != null ? MessageContent.derived(html) : text;
        String returnedTo = message.embedded().stream()
                .findFirst()
                .flatMap(returned -> returned.header().text("To"))
                .orElse("");
        BounceEvidence evidence = new BounceEvidence(
                from,
                returnPath,
                message.subject(),
                failedRecipients,
                readable == null ? "" : readable.text(),
                returnedTo,
                isReport(message));
        return BounceRecognizer.recognize(evidence).map(ReportReading::bounded).orElse(null);
    }

    private static Bounce bounded(Bounce bounce) {
        List<String> recipients = bounce.recipients().stream()
                .limit(EventLimits.BOUNCE_RECIPIENTS)
                .map(ReportReading::value)
                .toList();
        return new Bounce(recipients, bounce.kind(), value(bounce.status()), bounce.confidence(), value(bounce.rule()));
    }

    /** True for any multipart/report (RFC 6522). */
    static boolean isReport(ParsedMessage message) {
        return !message.parts().isEmpty()
                && message.parts().get(0).contentType().is("multipart", "report");
    }

    private static String value(String text) {
        return FieldText.oneLine(text, EventLimits.REPORT_VALUE);
    }
}
