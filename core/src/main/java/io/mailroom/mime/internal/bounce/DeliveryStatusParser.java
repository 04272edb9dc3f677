package io.mailroom.mime.internal.bounce;

import static io.mailroom.mime.internal.bounce.ReportFields.first;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.internal.field.ContentFields;
import io.mailroom.mime.internal.field.FieldLines;
import io.mailroom.mime.internal.text.HeaderContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the content of message/delivery-status and message/global-delivery-status (RFC 3464 §2.1, RFC 6533): groups of
 * fields parted by blank lines, the first about the message, each other about one recipient. Reads as well what lacks
 * a group or a blank line. Nothing in it causes any action.
 */
public final class DeliveryStatusParser {
    private final HeaderContext context;
    private final byte[] buf;
    private final long base;

    private String envelopeId = "";
    private String reportingMta = "";
    private String arrivalDate = "";
    private final List<DeliveryStatus.Recipient> recipients = new ArrayList<>();

    private String action = "";
    private String status = "";
    private String finalRecipient = "";
    private String originalRecipient = "";
    private String remoteMta = "";
    private String diagnostic = "";
    private boolean any;
    private boolean malformed;

    private DeliveryStatusParser(HeaderContext context, byte[] buf, int from, long offset) {
        this.context = context;
        this.buf = buf;
        this.base = offset - from;
    }

    /** The report in {@code buf[from..to)}; without recipients when none can be made out. */
    public static DeliveryStatus parse(HeaderContext context, byte[] buf, int from, int to, long offset) {
        DeliveryStatusParser parser = new DeliveryStatusParser(context, buf, from, offset);
        parser.run(new FieldLines(buf, from, to));
        return new DeliveryStatus(parser.envelopeId, parser.reportingMta, parser.arrivalDate, parser.recipients);
    }

    private void run(FieldLines lines) {
        int most = context.limits().reportRecipients();
        while (recipients.size() < most) {
            switch (lines.next()) {
                case FIELD -> field(lines);
                case BLANK -> endGroup();
                case JUNK -> malformed(lines.nameStart());
                case END -> {
                    endGroup();
                    if (recipients.isEmpty()) {
                        malformed(lines.nameStart());
                    }
                    return;
                }
            }
        }
        if (lines.next() != FieldLines.Kind.END) {
            context.defects().add(DefectCode.TOO_MANY_REPORT_RECIPIENTS, base + lines.nameStart(), "");
        }
    }

    private void field(FieldLines lines) {
        switch (lines.name()) {
            case "original-envelope-id" -> envelopeId = first(envelopeId, text(lines));
            case "reporting-mta" -> reportingMta = first(reportingMta, ReportFields.withoutType(text(lines)));
            case "arrival-date" -> arrivalDate = first(arrivalDate, text(lines));
            case "final-recipient" -> {
                if (!finalRecipient.isEmpty()) { // QUIRK: no blank line between recipients
                    endGroup();
                }
                finalRecipient = ReportFields.address(text(lines));
                any = true;
            }
            case "original-recipient" -> {
                if (!originalRecipient.isEmpty()) {
                    endGroup();
                }
                originalRecipient = ReportFields.address(text(lines));
                any = true;
            }
            case "action" -> {
                action = first(action, ContentFields.word(buf, lines.bodyStart(), lines.bodyEnd()));
                any = true;
            }
            case "status" -> {
                status = first(status, status(text(lines)));
                any = true;
            }
            case "remote-mta" -> remoteMta = first(remoteMta, ReportFields.withoutType(text(lines)));
            case "diagnostic-code" -> diagnostic = first(diagnostic, ReportFields.withoutType(text(lines)));
            default -> {
                // Received-From-MTA, Last-Attempt-Date, Will-Retry-Until, X- fields: in the file for whoever wants them
            }
        }
    }

    private void endGroup() {
        if (any) {
            if (finalRecipient.isEmpty() && originalRecipient.isEmpty()) {
                malformed(-1);
            }
            recipients.add(new DeliveryStatus.Recipient(
                    action, status, finalRecipient, originalRecipient, remoteMta, diagnostic));
        }
        action = "";
        status = "";
        finalRecipient = "";
        originalRecipient = "";
        remoteMta = "";
        diagnostic = "";
        any = false;
    }

    private void malformed(int at) {
        if (!malformed) {
            malformed = true;
            context.defects().add(DefectCode.REPORT_MALFORMED, at < 0 ? -1 : base + at, "");
        }
    }

    private String text(FieldLines lines) {
        return ReportFields.text(context, buf, lines, base);
    }

    /** The code without the comment behind it. */
    private static String status(String value) {
        int end = 0;
        while (end < value.length() && (Character.isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
            end++;
        }
        return value.substring(0, end);
    }
}
