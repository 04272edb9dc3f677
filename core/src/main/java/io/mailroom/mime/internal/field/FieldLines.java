package io.mailroom.mime.internal.field;

/**
 * Walks over the fields of a header, or of a body that is made of fields, such as message/delivery-status. A cursor over
 * bytes: {@link #next} moves it, the accessors tell where the field lies. Lines may end in CRLF, LF or CR.
 */
public final class FieldLines {
    /** What {@link #next} found. */
    public enum Kind {
        /** A field; see {@link #nameStart()} and the rest. */
        FIELD,
        /** A blank line, which ends a group of fields. */
        BLANK,
        /** A line that is no field and continues none. */
        JUNK,
        /** Nothing is left. */
        END
    }

    private final byte[] buf;
    private final int to;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int bodyStart;
    private int bodyEnd;

    /** Starts at {@code from}. */
    public FieldLines(byte[] buf, int from, int to) {
        this.buf = buf;
        this.at = from;
        this.to = to;
    }

    /** Moves on. */
    public Kind next() {
        if (at >= to) {
            return Kind.END;
        }
        int start = at;
        int end = lineEnd(start);
        nameStart = start;
        bodyEnd = end;
        at = behindLineEnd(end);
        if (FieldBytes.skipBlanks(buf, start, end) == end) {
            return Kind.BLANK;
        }
        int colon = FieldBytes.indexOf(buf, start, end, ':');
        nameEnd = colon < 0 ? start : FieldBytes.trimEnd(buf, start, colon);
        bodyStart = colon + 1;
        while (at < to && (buf[at] == ' ' || buf[at] == '\t') && !isBlankLine(at)) {
            bodyEnd = lineEnd(at);
            at = behindLineEnd(bodyEnd);
        }
        return nameEnd > start && isName(start, nameEnd) ? Kind.FIELD : Kind.JUNK;
    }

    private boolean isBlankLine(int from) {
        int end = lineEnd(from);
        return FieldBytes.skipBlanks(buf, from, end) == end;
    }

    private boolean isName(int from, int end) {
        for (int i = from; i < end; i++) {
            if (buf[i] <= ' ' || buf[i] == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < to && buf[i] != '\n' && buf[i] != '\r') {
            i++;
        }
        return i;
    }

    private int behindLineEnd(int end) {
        if (end < to && buf[end] == '\r' && end + 1 < to && buf[end + 1] == '\n') {
            return end + 2;
        }
        return Math.min(to, end + 1);
    }

    /** The name of the field in lower case. */
    public String name() {
        return FieldBytes.lowerCase(buf, nameStart, nameEnd);
    }

    /** Where the name, or a line of junk, starts. */
    public int nameStart() {
        return nameStart;
    }

    /** Behind the colon. */
    public int bodyStart() {
        return bodyStart;
    }

    /** Behind the last line, without its line end. */
    public int bodyEnd() {
        return bodyEnd;
    }
}
