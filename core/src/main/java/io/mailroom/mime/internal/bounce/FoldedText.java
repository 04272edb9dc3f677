package io.mailroom.mime.internal.bounce;

/**
 * A text as rules compare it: in lower case, each run of blanks and line ends as one blank, curly apostrophes straight;
 * with the way back to the original.
 */
final class FoldedText implements CharSequence {
    private final String original;
    private final char[] folded;
    private final int[] origin;
    private final int length;

    FoldedText(String original) {
        this.original = original;
        this.folded = new char[original.length()];
        this.origin = new int[original.length() + 1];
        int at = 0;
        boolean blank = true;
        for (int i = 0; i < original.length(); i++) {
            char c = original.charAt(i);
            boolean isBlank = c <= ' ' || c == '\u00a0';
            if (isBlank && blank) {
                continue;
            }
            blank = isBlank;
            origin[at] = i;
            folded[at++] = isBlank ? ' ' : c == '\u2019' || c == '\u2018' ? '\'' : Character.toLowerCase(c);
        }
        this.length = at;
        origin[at] = original.length();
    }

    String original() {
        return original;
    }

    /** Where in the original the folded index lies. */
    int originalIndex(int index) {
        return origin[index];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return folded[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(folded, start, end - start);
    }

    @Override
    public String toString() {
        return new String(folded, 0, length);
    }
}
