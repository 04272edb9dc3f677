package io.mailroom.event;

import io.mailroom.event.InboundMessage.Body;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.DispositionNotification;
import io.mailroom.mime.ParsedMessage;
import java.util.List;

/** Writes what the typed view needs beyond the event fields. */
final class DetailMapping {
    private DetailMapping() {}

    static MessageDetail detail(MessageContent content, List<EventFile> files) {
        ParsedMessage message = content.message();
        MessageDetail.Builder detail = MessageDetail.builder();
        detail.putAddresses(InboundMessage.FROM, content.from())
                .putAddresses(InboundMessage.SENDER, message.sender().stream().toList())
                .putAddresses(InboundMessage.REPLY_TO, message.replyTo())
                .putAddresses(InboundMessage.TO, message.to())
                .putAddresses(InboundMessage.CC, message.cc())
                .put(InboundMessage.SENT_TEXT, content.header("Date"))
                .putColumn(InboundMessage.IN_REPLY_TO, message.inReplyTo())
                .putColumn(InboundMessage.REFERENCES, message.references());
        content.plainText().ifPresent(body -> detail.putRow(InboundMessage.TEXT, flags(body)));
        content.htmlText().ifPresent(body -> detail.putRow(InboundMessage.HTML, flags(body)));
        for (int i = 0; i < files.size(); i++) {
            EventFile file = files.get(i);
            String size = Long.toString(file.content().sizeBytes());
            detail.putRow(InboundMessage.FILE + i, size, file.content().sha256(), file.contentId());
        }
        DeliveryStatus report = content.report();
        if (report != null) {
            putReport(detail, report);
        }
        message.dispositionNotification().map(ReportReading::bounded).ifPresent(receipt -> putReceipt(detail, receipt));
        Bounce bounce = content.bounce();
        if (bounce != null) {
            String confidence = Integer.toString(bounce.confidence());
            detail.putRow(InboundMessage.BOUNCE, bounce.kind().name(), bounce.status(), confidence, bounce.rule())
                    .putColumn(InboundMessage.BOUNCE_RECIPIENTS, bounce.recipients());
        }
        detail.putRows(
                InboundMessage.DEFECTS,
                content.defects().stream().map(DetailMapping::row).toList());
        return detail.build();
    }

    private static String flags(Body body) {
        return (body.isComplete() ? "whole" : "cut") + (body.isDerived() ? " derived" : "");
    }

    private static void putReport(MessageDetail.Builder detail, DeliveryStatus report) {
        detail.putRow(
                        InboundMessage.REPORT,
                        report.originalEnvelopeId(),
                        report.reportingMta(),
                        report.arrivalDate(),
                        report.returnedMessageId())
                .putRows(
                        InboundMessage.REPORT_RECIPIENTS,
                        report.recipients().stream().map(DetailMapping::row).toList());
    }

    private static void putReceipt(MessageDetail.Builder detail, DispositionNotification receipt) {
        detail.putRow(
                        InboundMessage.RECEIPT,
                        receipt.reportingUserAgent(),
                        receipt.gateway(),
                        receipt.originalRecipient(),
                        receipt.finalRecipient(),
                        receipt.originalMessageId(),
                        receipt.actionMode(),
                        receipt.sendingMode(),
                        receipt.type())
                .putColumn(InboundMessage.RECEIPT_MODIFIERS, receipt.modifiers())
                .putColumn(InboundMessage.RECEIPT_ERRORS, receipt.errors());
    }

    private static String[] row(DeliveryStatus.Recipient recipient) {
        return new String[] {
            recipient.action(),
            recipient.status(),
            recipient.finalRecipient(),
            recipient.originalRecipient(),
            recipient.remoteMta(),
            recipient.diagnostic()
        };
    }

    private static String[] row(Defect defect) {
        return new String[] {defect.code().label(), Long.toString(defect.offset()), defect.text()};
    }
}
