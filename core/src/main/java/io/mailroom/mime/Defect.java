package io.mailroom.mime;

import java.util.Objects;

/**
 * A flaw of a message that was noted and read past.
 *
 * @param code what is wrong, and what was done about it
 * @param offset where, in bytes from the start of the raw message; -1 when it has no one place
 * @param text the name, label or number that makes the flaw plain; short, printable ASCII, may be empty
 */
public record Defect(DefectCode code, long offset, String text) {
    /** Most characters of {@link #text()}; the rest is cut. */
    public static final int MAX_TEXT = 80;

    /** Cuts the text to {@link #MAX_TEXT} and replaces what is not printable ASCII by {@code ?}. */
    public Defect {
        Objects.requireNonNull(code, "code");
        text = printable(Objects.requireNonNull(text, "text"));
    }

    private static String printable(String text) {
        int length = Math.min(text.length(), MAX_TEXT);
        StringBuilder clean = null;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                if (clean == null) {
                    clean = new StringBuilder(length).append(text, 0, length);
                }
                clean.setCharAt(i, '?');
            }
        }
        return clean != null ? clean.toString() : text.substring(0, length);
    }

    /** Code, offset and text in one word, such as {@code charset-unknown@1204(x-foo)}. */
    @Override
    public String toString() {
        return code.label() + (offset < 0 ? "" : "@" + offset) + (text.isEmpty() ? "" : "(" + text + ")");
    }
}
