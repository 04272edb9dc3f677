package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values of header fields as they go on the wire: encoded and folded, no line beyond 998 octets (RFC 5322 §2.1.1). */
final class HeaderText {
    private static final int WANTED_LINE = 76;
    private static final int LONGEST_PARAMETER_SEGMENT = 60;

    private HeaderText() {}

    /** Text for people. */
    static String unstructured(String name, String value, Charset charset) {
        return fold(name, EncodedWords.encode(value, charset));
    }

    /** A list of addresses. */
    static String addresses(String name, List<MailAddress> addresses, Charset charset) {
        StringBuilder list = new StringBuilder();
        for (MailAddress address : addresses) {
            list.append(list.length() == 0 ? "" : ", ");
            if (address.name().isEmpty()) {
                list.append(address.address());
            } else {
                list.append(EncodedWords.phrase(address.name(), charset))
                        .append(" <")
                        .append(address.address())
                        .append('>');
            }
        }
        return fold(name, list.toString());
    }

    /** Message ids, one a line. */
    static String ids(List<String> ids) {
        return String.join("\r\n ", ids);
    }

    /** {@code ; name=value}, by RFC 2231 where the value is not plain ASCII or too long. */
    static String parameter(String name, String value) {
        boolean plain =
                value.length() <= LONGEST_PARAMETER_SEGMENT && value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (plain) {
            return ";\r\n " + name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        StringBuilder parameter = new StringBuilder();
        StringBuilder segment = new StringBuilder("UTF-8''");
        int number = 0;
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (segment.length() > LONGEST_PARAMETER_SEGMENT - 3) {
                parameter.append(segment(name, number++, segment));
                segment.setLength(0);
            }
            if (isAttributeCharacter(b)) {
                segment.append((char) b);
            } else {
                segment.append(String.format("%%%02X", b & 0xff));
            }
        }
        return number == 0
                ? ";\r\n " + name + "*=" + segment
                : parameter.append(segment(name, number, segment)).toString();
    }

    private static String segment(String name, int number, CharSequence segment) {
        return ";\r\n " + name + '*' + number + "*=" + segment;
    }

    private static boolean isAttributeCharacter(byte b) {
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '.' || b == '-' || b == '_';
    }

    /** Breaks lines before blanks where they would go past 76 characters; a run without a blank stays whole. */
    static String fold(String name, String value) {
        int column = name.length() + 2;
        if (column + value.length() <= WANTED_LINE) {
            return value;
        }
        StringBuilder folded = new StringBuilder(value.length() + value.length() / 20);
        int from = 0;
        while (from < value.length()) {
            int end = from + 1;
            while (end < value.length() && value.charAt(end) != ' ') {
                end++;
            }
            boolean blankOnly = value.substring(from, end).isBlank();
            if (column + end - from > WANTED_LINE && from > 0 && !blankOnly && isBlank(value.charAt(from))) {
                folded.append("\r\n");
                column = 0;
            }
            folded.append(value, from, end);
            column += end - from;
            from = end;
        }
        return folded.toString();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
