package io.mailroom.mime.internal.bounce;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.internal.field.ContentFields;
import io.mailroom.mime.internal.field.FieldLines;
import io.mailroom.mime.internal.field.MessageIds;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
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

    /** The Message-ID of a returned header, with angle brackets; empty without one. */
    public static String messageId(HeaderContext context, byte[] buf, int from, int to, long offset) {
        FieldLines lines = new FieldLines(buf, from, to);
        for (FieldLines.Kind kind = lines.next(); kind != FieldLines.Kind.END; kind = lines.next()) {
            if (kind == FieldLines.Kind.BLANK) {
                return "";
            }
            if (kind == FieldLines.Kind.FIELD && lines.name().equals("message-id")) {
                List<String> ids = MessageIds.parse(context, buf, lines.bodyStart(), lines.bodyEnd(), offset, 1);
                return ids.isEmpty() ? "" : ids.get(0);
            }
        }
        return "";
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
            case "reporting-mta" -> reportingMta = first(reportingMta, withoutType(text(lines)));
            case "arrival-date" -> arrivalDate = first(arrivalDate, text(lines));
            case "final-recipient" -> {
                if (!finalRecipient.isEmpty()) { // QUIRK: no blank line between recipients
                    endGroup();
                }
                finalRecipient = address(text(lines));
                any = true;
            }
            case "original-recipient" -> {
                if (!originalRecipient.isEmpty()) {
                    endGroup();
                }
                originalRecipient = address(text(lines));
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
            case "remote-mta" -> remoteMta = first(remoteMta, withoutType(text(lines)));
            case "diagnostic-code" -> diagnostic = first(diagnostic, withoutType(text(lines)));
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
        int start = lines.bodyStart();
        return HeaderText.decode(context, buf, start, lines.bodyEnd(), base + start);
    }

    private static String first(String before, String value) {
        return before.isEmpty() ? value : before;
    }

    /** {@code dns; mx.example.com} without its type. */
    private static String withoutType(String value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? value : value.substring(semicolon + 1).strip();
    }

    /** {@code rfc822; <a@b.c>} as {@code a@b.c}; of RFC 6533's {@code utf-8} with its escapes undone. */
    private static String address(String value) {
        String address = withoutType(value);
        int open = address.indexOf('<');
        int close = address.indexOf('>', open + 1);
        if (open >= 0 && close > open) {
            address = address.substring(open + 1, close);
        }
        return value.regionMatches(true, 0, "utf-8", 0, 5) ? withoutEscapes(address.strip()) : address.strip();
    }

    /** RFC 6533 §3: {@code \x{20AC}}. */
    private static String withoutEscapes(String address) {
        StringBuilder plain = new StringBuilder(address.length());
        int i = 0;
        while (i < address.length()) {
            int end = address.startsWith("\\x{", i) ? escapeEnd(address, i + 3) : -1;
            int code = end < 0 ? -1 : Integer.parseInt(address, i + 3, end, 16);
            if (code > 0x1f && code <= Character.MAX_CODE_POINT && (code < 0xd800 || code > 0xdfff)) {
                plain.appendCodePoint(code);
                i = end + 1;
            } else {
                plain.append(address.charAt(i++));
            }
        }
        return plain.toString();
    }

    /** Index of the brace behind one to six hexadecimal digits, or -1. */
    private static int escapeEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i - from < 7 && Character.digit(text.charAt(i), 16) >= 0) {
            i++;
        }
        boolean whole = i > from && i - from < 7 && i < text.length() && text.charAt(i) == '}';
        return whole ? i : -1;
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
