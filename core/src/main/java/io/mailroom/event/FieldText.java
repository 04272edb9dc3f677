package io.mailroom.event;

/** Makes any text fit to be a field: bounded, without NUL and without half a character. */
final class FieldText {
    private static final char REPLACEMENT = '\uFFFD';

    private FieldText() {}

    /** The text without NUL and lone surrogates, which become U+FFFD; no longer than the limit in UTF-16 units. */
    static String clean(String text, int limit) {
        int length = cut(text, limit);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(text, length);
            }
        }
        return length == text.length() ? text : text.substring(0, length);
    }

    /** The same on one line: every control and line separator becomes a blank. */
    static String oneLine(String text, int limit) {
        String clean = clean(text, limit);
        for (int i = 0; i < clean.length(); i++) {
            if (breaksLine(clean.charAt(i))) {
                StringBuilder line = new StringBuilder(clean);
                for (int k = i; k < line.length(); k++) {
                    if (breaksLine(line.charAt(k))) {
                        line.setCharAt(k, ' ');
                    }
                }
                return line.toString();
            }
        }
        return clean;
    }

    /** The text with each CR LF, and each CR alone, as one LF: how lines ended on the way is not part of a text. */
    static String withLineFeeds(String text) {
        int at = text.indexOf('\r');
        if (at < 0) {
            return text;
        }
        StringBuilder lines = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            lines.append(text, from, at).append('\n');
            from = at + 1;
            if (from < text.length() && text.charAt(from) == '\n') {
                from++;
            }
            at = text.indexOf('\r', from);
        }
        return lines.append(text, from, text.length()).toString();
    }

    /** Where to cut, so that no pair of surrogates is torn. */
    private static int cut(String text, int limit) {
        if (text.length() <= limit) {
            return text.length();
        }
        return limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }

    private static String repaired(String text, int length) {
        StringBuilder clean = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }

    private static boolean breaksLine(char c) {
        return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
