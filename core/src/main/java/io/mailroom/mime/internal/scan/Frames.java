package io.mailroom.mime.internal.scan;

import java.util.Arrays;

/** The entities the scanner is in, from the outermost, with the delimiters that end them. */
final class Frames {
    /** What a line may be. */
    static final int NO_MATCH = -1;

    private static final byte[] NONE = {};

    enum Kind {
        LEAF,
        MESSAGE,
        MULTIPART
    }

    enum Stage {
        PREAMBLE,
        OPEN,
        CLOSED
    }

    private Kind[] kinds = new Kind[8];
    private Stage[] stages = new Stage[8];
    private byte[][] declared = new byte[8][];
    private byte[][] adopted = new byte[8][];
    private int depth;
    private int longest;
    private boolean closing;

    void clear() {
        depth = 0;
        longest = 0;
    }

    int depth() {
        return depth;
    }

    void push(Kind kind, byte[] boundary) {
        if (depth == kinds.length) {
            kinds = Arrays.copyOf(kinds, depth * 2);
            stages = Arrays.copyOf(stages, depth * 2);
            declared = Arrays.copyOf(declared, depth * 2);
            adopted = Arrays.copyOf(adopted, depth * 2);
        }
        kinds[depth] = kind;
        stages[depth] = Stage.PREAMBLE;
        declared[depth] = trimmed(boundary);
        adopted[depth] = NONE;
        longest = Math.max(longest, boundary.length);
        depth++;
    }

    /** Blanks at its end cannot be told from transport padding (RFC 2046 §5.1.1). */
    private static byte[] trimmed(byte[] boundary) {
        int to = boundary.length;
        while (to > 0 && (boundary[to - 1] == ' ' || boundary[to - 1] == '\t')) {
            to--;
        }
        return to == boundary.length ? boundary : Arrays.copyOf(boundary, to);
    }

    void pop() {
        depth--;
    }

    Kind kind(int frame) {
        return kinds[frame];
    }

    Stage stage(int frame) {
        return stages[frame];
    }

    void stage(int frame, Stage stage) {
        stages[frame] = stage;
    }

    /** A boundary found in the text instead of the declared one, which still counts too. */
    void adopt(int frame, byte[] boundary) {
        adopted[frame] = boundary;
        longest = Math.max(longest, boundary.length);
    }

    boolean hasBoundary(int frame) {
        return declared[frame].length + adopted[frame].length > 0;
    }

    /** True when one frame below the top has this boundary too. */
    boolean isReused(byte[] boundary) {
        byte[] wanted = trimmed(boundary);
        for (int i = 0; i < depth; i++) {
            if (wanted.length > 0 && Arrays.equals(declared[i], wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of the longest line that can be a delimiter, with room for padding. */
    int longestLine() {
        return longest + 4 + PADDING;
    }

    /** Most blanks after a delimiter; with more the line is text. */
    private static final int PADDING = 128;

    /**
     * The frame whose delimiter the line is: the innermost open one, else the innermost closed one, or
     * {@link #NO_MATCH}. {@link #isClosing()} then tells which kind of delimiter.
     *
     * @param from index of the first hyphen
     * @param to index behind the last byte of the line, line end left out
     */
    int match(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t' || bytes[end - 1] == '\r')) {
            end--;
        }
        int text = from + 2;
        if (end <= text) {
            return NO_MATCH;
        }
        int closed = NO_MATCH;
        boolean closedCloses = false;
        for (int i = depth - 1; i >= 0; i--) {
            if (kinds[i] == Kind.MULTIPART && matches(bytes, text, end, i)) {
                if (stages[i] != Stage.CLOSED) {
                    return i;
                }
                if (closed == NO_MATCH) {
                    closed = i;
                    closedCloses = closing;
                }
            }
        }
        closing = closedCloses;
        return closed;
    }

    private boolean matches(byte[] bytes, int from, int to, int frame) {
        return matches(bytes, from, to, declared[frame]) || matches(bytes, from, to, adopted[frame]);
    }

    private boolean matches(byte[] bytes, int from, int to, byte[] boundary) {
        int length = boundary.length;
        int extra = to - from - length;
        if (length == 0 || extra != 0 && extra != 2) {
            return false;
        }
        if (!Arrays.equals(bytes, from, from + length, boundary, 0, length)) {
            return false;
        }
        closing = extra == 2;
        return !closing || bytes[to - 1] == '-' && bytes[to - 2] == '-';
    }

    /** True when the line matched last was a close delimiter. */
    boolean isClosing() {
        return closing;
    }
}
