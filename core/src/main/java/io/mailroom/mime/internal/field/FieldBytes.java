package io.mailroom.mime.internal.field;

/** Small looks at the bytes of a field body that every parser here shares. */
final class FieldBytes {
    private FieldBytes() {}

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static int skipBlanks(byte[] buf, int from, int to) {
        int i = from;
        while (i < to && isBlank(buf[i])) {
            i++;
        }
        return i;
    }

    static int trimEnd(byte[] buf, int from, int to) {
        int end = to;
        while (end > from && isBlank(buf[end - 1])) {
            end--;
        }
        return end;
    }

    /** Behind the comment that opens at {@code i} (RFC 5322 §3.2.2), or -1 when it does not end. */
    static int skipComment(byte[] buf, int i, int to) {
        int depth = 0;
        for (int at = i; at < to; at++) {
            switch (buf[at]) {
                case '\\' -> at++;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return at + 1;
                    }
                }
                default -> {
                    // part of the comment
                }
            }
        }
        return -1;
    }

    /** Index of the quote that closes the one at {@code i}, or -1. */
    static int closingQuote(byte[] buf, int i, int to) {
        for (int at = i + 1; at < to; at++) {
            if (buf[at] == '"') {
                return at;
            }
            if (buf[at] == '\\') {
                at++;
            }
        }
        return -1;
    }

    static int indexOf(byte[] buf, int from, int to, int wanted) {
        for (int i = from; i < to; i++) {
            if (buf[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes as characters of the same number, in lower case. */
    @SuppressWarnings("deprecation") // the one constructor that takes ASCII bytes without a charset's detour
    static String lowerCase(byte[] buf, int from, int to) {
        byte[] lower = new byte[to - from];
        for (int i = from; i < to; i++) {
            byte b = buf[i];
            lower[i - from] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
        }
        return new String(lower, 0);
    }
}
