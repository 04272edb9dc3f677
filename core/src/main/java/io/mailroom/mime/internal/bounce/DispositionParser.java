package io.mailroom.mime.internal.bounce;

import static io.mailroom.mime.internal.bounce.ReportFields.first;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DispositionNotification;
import io.mailroom.mime.internal.field.FieldLines;
import io.mailroom.mime.internal.field.MessageIds;
import io.mailroom.mime.internal.text.HeaderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the content of message/disposition-notification and message/global-disposition-notification (RFC 8098 §3.1, RFC
 * 6533): one group of fields. Nothing in it causes any action.
 */
public final class DispositionParser {
    /** Modifiers and errors kept of one report. */
    private static final int MOST = 20;

    private final HeaderContext context;
    private final byte[] buf;
    private final long base;

    private String userAgent = "";
    private String gateway = "";
    private String originalRecipient = "";
    private String finalRecipient = "";
    private String messageId = "";
    private String disposition = "";
    private final List<String> errors = new ArrayList<>();

    private DispositionParser(HeaderContext context, byte[] buf, int from, long offset) {
        this.context = context;
        this.buf = buf;
        this.base = offset - from;
    }

    /** The report in {@code buf[from..to)}; empty values where nothing can be made out. */
    public static DispositionNotification parse(HeaderContext context, byte[] buf, int from, int to, long offset) {
        DispositionParser parser = new DispositionParser(context, buf, from, offset);
        parser.run(new FieldLines(buf, from, to));
        return parser.result(offset);
    }

    private void run(FieldLines lines) {
        boolean malformed = false;
        for (FieldLines.Kind kind = lines.next(); kind != FieldLines.Kind.END; kind = lines.next()) {
            if (kind == FieldLines.Kind.FIELD) {
                field(lines);
            } else if (kind == FieldLines.Kind.JUNK && !malformed) {
                malformed = true;
                context.defects().add(DefectCode.REPORT_MALFORMED, base + lines.nameStart(), "");
            }
        }
    }

    private void field(FieldLines lines) {
        switch (lines.name()) {
            case "reporting-ua" -> userAgent = first(userAgent, text(lines));
            case "mdn-gateway" -> gateway = first(gateway, ReportFields.withoutType(text(lines)));
            case "original-recipient" -> originalRecipient = first(originalRecipient, address(lines));
            case "final-recipient" -> finalRecipient = first(finalRecipient, address(lines));
            case "original-message-id" -> messageId = first(messageId, messageId(lines));
            case "disposition" -> disposition = first(disposition, text(lines));
            case "error", "failure", "warning" -> {
                if (errors.size() < MOST) {
                    errors.add(text(lines));
                }
            }
            default -> {
                // X- fields and extensions: in the file for whoever wants them
            }
        }
    }

    private String text(FieldLines lines) {
        return ReportFields.text(context, buf, lines, base);
    }

    private String address(FieldLines lines) {
        return ReportFields.address(text(lines));
    }

    private String messageId(FieldLines lines) {
        List<String> ids =
                MessageIds.parse(context, buf, lines.bodyStart(), lines.bodyEnd(), base + lines.bodyStart(), 1);
        return ids.isEmpty() ? "" : ids.get(0);
    }

    /** {@code manual-action/MDN-sent-manually; displayed/error, x}: modes, type, modifiers. */
    private DispositionNotification result(long offset) {
        String value = withoutComments(disposition).toLowerCase(Locale.ROOT);
        int semicolon = value.indexOf(';');
        String modes = semicolon < 0 ? "" : value.substring(0, semicolon);
        String what = value.substring(semicolon + 1);
        String type = part(what, 0);
        if (finalRecipient.isEmpty() || type.isEmpty()) {
            context.defects().add(DefectCode.REPORT_MALFORMED, offset, "");
        }
        return new DispositionNotification(
                userAgent,
                gateway,
                originalRecipient,
                finalRecipient,
                messageId,
                part(modes, 0),
                part(modes, 1),
                type,
                modifiers(part(what, 1)),
                errors);
    }

    private static String part(String value, int index) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return index == 0 ? value.strip() : "";
        }
        return (index == 0 ? value.substring(0, slash) : value.substring(slash + 1)).strip();
    }

    private static List<String> modifiers(String list) {
        List<String> modifiers = new ArrayList<>();
        for (String modifier : list.split(",", MOST + 1)) {
            if (!modifier.isBlank() && modifiers.size() < MOST) {
                modifiers.add(modifier.strip());
            }
        }
        return modifiers;
    }

    private static String withoutComments(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
