package io.mailroom.mime.internal.bounce;

import io.mailroom.mime.internal.field.FieldLines;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;

/** The values of fields in reports: typed names and addresses (RFC 3464 §2.1.2, RFC 6533 §3). */
final class ReportFields {
    private ReportFields() {}

    /** The decoded body of the field the lines stand at; {@code base} is where {@code buf} starts in the message. */
    static String text(HeaderContext context, byte[] buf, FieldLines lines, long base) {
        int start = lines.bodyStart();
        return HeaderText.decode(context, buf, start, lines.bodyEnd(), base + start);
    }

    /** Of a field that stands twice the first one counts. */
    static String first(String before, String value) {
        return before.isEmpty() ? value : before;
    }

    /** {@code dns; mx.example.com} without its type. */
    static String withoutType(String value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? value : value.substring(semicolon + 1).strip();
    }

    /** {@code rfc822; <a@b.c>} as {@code a@b.c}; of RFC 6533's {@code utf-8} with its escapes undone. */
    static String address(String value) {
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
}
