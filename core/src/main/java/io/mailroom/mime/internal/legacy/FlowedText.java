package io.mailroom.mime.internal.legacy;

/** Undoes the soft line breaks of {@code format=flowed} (RFC 3676 §4). Linear. */
public final class FlowedText {
    private final StringBuilder out;
    private final boolean deletesBlanks;
    private int openDepth = -1; // quote depth of the paragraph that goes on; -1 for none

    private FlowedText(int length, boolean deletesBlanks) {
        this.out = new StringBuilder(length);
        this.deletesBlanks = deletesBlanks;
    }

    /**
     * The text with each paragraph on one line and LF between lines; quoted ones begin with their {@code >} and a blank.
     *
     * @param deletesBlanks the parameter {@code delsp=yes}: the blank of a soft break is no part of the text
     */
    public static String unwrap(String text, boolean deletesBlanks) {
        FlowedText flowed = new FlowedText(text.length(), deletesBlanks);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            boolean last = end < 0;
            end = last ? text.length() : end;
            int lineEnd = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            flowed.line(text, start, lineEnd, last);
            start = end + 1;
        }
        return flowed.out.toString();
    }

    private void line(String text, int start, int end, boolean last) {
        int at = start;
        while (at < end && text.charAt(at) == '>') {
            at++;
        }
        int depth = at - start;
        if (at < end && text.charAt(at) == ' ') { // stuffed
            at++;
        }
        boolean signature = end - at == 3 && text.startsWith("-- ", at);
        boolean soft = end > at && text.charAt(end - 1) == ' ' && !signature;
        if (openDepth >= 0 && (openDepth != depth || signature)) {
            out.append('\n');
            openDepth = -1;
        }
        if (openDepth < 0 && depth > 0) {
            out.append(">".repeat(depth)).append(' ');
        }
        out.append(text, at, soft && deletesBlanks ? end - 1 : end);
        openDepth = soft ? depth : -1;
        if (!soft && !last) {
            out.append('\n');
        }
    }
}
