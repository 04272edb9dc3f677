package io.mailroom.mime.internal.bounce;

/**
 * The reply codes a text quotes.
 *
 * @param enhanced the first enhanced status of class 4 or 5 (RFC 3463), or empty
 * @param basic {@code 4.0.0} or {@code 5.0.0} after the first SMTP reply code (RFC 5321 §4.2); the latter without one
 */
record StatusCodes(String enhanced, String basic) {
    private static final int MOST_DIGITS = 3;

    static StatusCodes in(String text) {
        String enhanced = "";
        String basic = "";
        for (int i = 0; i < text.length() && enhanced.isEmpty(); i++) {
            char c = text.charAt(i);
            if (c != '4' && c != '5' || i > 0 && isPartOfNumber(text.charAt(i - 1))) {
                continue;
            }
            int end = enhancedEnd(text, i);
            if (end > 0) {
                enhanced = text.substring(i, end);
            } else if (basic.isEmpty() && isReplyCode(text, i)) {
                basic = c + ".0.0";
            }
        }
        return new StatusCodes(enhanced, basic.isEmpty() ? "5.0.0" : basic);
    }

    private static boolean isPartOfNumber(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '@';
    }

    /** Behind {@code 5.1.1}, or 0. */
    private static int enhancedEnd(String text, int from) {
        int subject = digitsEnd(text, from + 2);
        if (subject == from + 2 || from + 1 >= text.length() || text.charAt(from + 1) != '.') {
            return 0;
        }
        if (subject >= text.length() || text.charAt(subject) != '.') {
            return 0;
        }
        int detail = digitsEnd(text, subject + 1);
        boolean ends = detail > subject + 1 && (detail == text.length() || !continues(text, detail));
        return ends ? detail : 0;
    }

    /** True within a longer number, such as an address of four parts. */
    private static boolean continues(String text, int at) {
        char c = text.charAt(at);
        boolean dotted = c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
        return dotted || Character.isLetterOrDigit(c);
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i < from + MOST_DIGITS && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return Math.max(i, from);
    }

    private static boolean isReplyCode(String text, int from) {
        if (digitsEnd(text, from) != from + MOST_DIGITS || text.charAt(from + 1) > '5') {
            return false;
        }
        if (from + MOST_DIGITS == text.length()) {
            return true;
        }
        char next = text.charAt(from + MOST_DIGITS);
        return next == ' ' || next == '-' || next == '\n' || next == '\r';
    }
}
