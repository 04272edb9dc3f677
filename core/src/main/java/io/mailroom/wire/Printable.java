package io.mailroom.wire;

/** Foreign text on one line of a log or an error: no control, no terminal escape, no bidi mark gets through. */
public final class Printable {
    /** Most characters of a server's words in an error. */
    public static final int SHORT_LINE = 300;

    /** Most characters of one transcript line. */
    public static final int LONG_LINE = 2_000;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;
    private static final int LAST_BYTE = 0xff;

    private Printable() {}

    /** Escapes what is not printable ASCII and cuts at {@link #SHORT_LINE}. */
    public static String shortLine(String text) {
        return line(text, SHORT_LINE);
    }

    /**
     * Escapes everything but printable ASCII as a Java string does: controls by their letters, a byte (or a character
     * below 256) as {@code \xHH}, others by a {@code u} and four hexadecimal digits.
     *
     * @param limit most characters of the result, apart from the mark of the cut {@code …(+n)}
     */
    public static String line(String text, int limit) {
        int plain = 0;
        while (plain < text.length() && plain < limit && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length() * 2, limit + 16)).append(text, 0, plain);
        int at = plain;
        while (at < text.length() && line.length() < limit) {
            append(line, text.charAt(at++));
        }
        return at == text.length()
                ? line.toString()
                : line.append("...(+").append(text.length() - at).append(')').toString();
    }

    private static boolean isPlain(char c) {
        return c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE && c != '\\';
    }

    private static void append(StringBuilder line, char c) {
        switch (c) {
            case '\r' -> line.append("\\r");
            case '\n' -> line.append("\\n");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            default -> {
                if (isPlain(c)) {
                    line.append(c);
                } else if (c <= LAST_BYTE) {
                    line.append(String.format("\\x%02x", (int) c));
                } else {
                    line.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }
}
