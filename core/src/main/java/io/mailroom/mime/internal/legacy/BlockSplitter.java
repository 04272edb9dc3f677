package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.text.TextDecoder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Parts a text body into its text and the uuencoded and yEnc files in it, as the bytes come; how they are cut into calls
 * makes no difference. Holds one line and some kilobytes of what it gives at most. For one thread, one body.
 */
public final class BlockSplitter {
    /** How a block is written. */
    public enum Kind {
        /** POSIX uuencode. */
        UUENCODE,
        /** yEnc, draft 1.3. */
        YENC
    }

    /** What a body is parted into, in its order. Arrays are good only during a call. */
    public interface Parts {
        /** Text outside of blocks, line ends and all. */
        void text(byte[] buf, int from, int to) throws IOException;

        /**
         * A block begins.
         *
         * @param name as the sender wrote it, for a display value to be made of
         * @return false to leave the block in the text as it is
         */
        boolean begin(Kind kind, String name) throws IOException;

        /** Decoded bytes of the block. */
        void data(byte[] buf, int from, int to) throws IOException;

        /** The block that {@link #end} is about to end has lost its rest, which is taken for text. */
        default void damaged() {}

        /** The block is over. */
        void end() throws IOException;
    }

    private enum State {
        TEXT,
        UU_FIRST, // a begin line is held until the line behind it proves it
        UU,
        YENC
    }

    /** No line of a block is longer; RFC 5322 allows 998, and yEnc may double its 128 to 997. */
    private static final int LONGEST_LINE = 2_048;
    /** Text and decoded bytes are handed on by that many, and not line by line. */
    private static final int GATHERED = 16 * 1024;

    private final DefectSink defects;
    private final Parts parts;
    private long offset;

    private State state = State.TEXT;
    private byte[] line = new byte[256];
    private int length;
    private boolean withinLongLine;
    private byte[] held = new byte[0];
    private int heldName;
    private boolean closing;
    /** A line within a block that is none of uuencode, until the line behind it tells whether the block goes on. */
    private byte[] damaged = new byte[0];

    private boolean damageNoted;
    private final byte[] out = new byte[LONGEST_LINE + GATHERED];
    private int outLength;
    private final byte[] gathered = new byte[GATHERED];
    private int gatheredLength;
    private YencCheck yenc = new YencCheck();

    /**
     * @param offset of the body in the message, for defects; only roughly right for encoded bodies
     */
    public BlockSplitter(DefectSink defects, long offset, Parts parts) {
        this.defects = defects;
        this.offset = offset;
        this.parts = parts;
    }

    /** The next bytes of the body. */
    public void write(byte[] buf, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && buf[end] != '\n') {
                end++;
            }
            boolean whole = end < to;
            int next = whole ? end + 1 : to;
            if (withinLongLine) {
                text(buf, at, next);
                withinLongLine = !whole;
            } else if (length == 0 && whole && next - at <= LONGEST_LINE) {
                line(buf, at, next);
            } else {
                hold(buf, at, next, whole);
            }
            offset += next - at;
            at = next;
        }
    }

    private void hold(byte[] buf, int from, int to, boolean whole) throws IOException {
        if (length + to - from > LONGEST_LINE) {
            endDamaged();
            byte[] start = Arrays.copyOf(line, length);
            length = 0;
            if (start.length > 0) {
                text(start, 0, start.length);
            }
            text(buf, from, to);
            withinLongLine = !whole;
            return;
        }
        if (length + to - from > line.length) {
            line = Arrays.copyOf(line, LONGEST_LINE);
        }
        System.arraycopy(buf, from, line, length, to - from);
        length += to - from;
        if (whole) {
            int lineLength = length;
            length = 0;
            line(line, 0, lineLength);
        }
    }

    /** The body is over. */
    public void finish() throws IOException {
        if (length > 0) {
            int lineLength = length;
            length = 0;
            line(line, 0, lineLength);
        }
        endDamaged();
        handOn();
    }

    private void text(byte[] buf, int from, int to) throws IOException {
        int count = to - from;
        if (outLength > 0 || gatheredLength + count > GATHERED) {
            handOn();
        }
        if (count > GATHERED) {
            parts.text(buf, from, to);
            return;
        }
        System.arraycopy(buf, from, gathered, gatheredLength, count);
        gatheredLength += count;
    }

    /** The next decoded bytes are in {@link #out}. */
    private void data(int count) throws IOException {
        handOnText();
        outLength += count;
        if (outLength > GATHERED) {
            handOn();
        }
    }

    private boolean begin(Kind kind, String name) throws IOException {
        handOn();
        return parts.begin(kind, name);
    }

    private void damaged() throws IOException {
        handOn();
        parts.damaged();
    }

    private void end() throws IOException {
        handOn();
        parts.end();
    }

    private void handOn() throws IOException {
        handOnText();
        int length = outLength;
        outLength = 0;
        if (length > 0) {
            parts.data(out, 0, length);
        }
    }

    private void handOnText() throws IOException {
        int count = gatheredLength;
        gatheredLength = 0;
        if (count > 0) {
            parts.text(gathered, 0, count);
        }
    }

    /** One line with its line end, which may be missing at the end of the body. */
    private void line(byte[] buf, int from, int to) throws IOException {
        int end = to;
        while (end > from && (buf[end - 1] == '\n' || buf[end - 1] == '\r')) {
            end--;
        }
        switch (state) {
            case TEXT -> textLine(buf, from, end, to);
            case UU_FIRST -> firstLine(buf, from, end, to);
            case UU -> uuLine(buf, from, end, to);
            case YENC -> yencLine(buf, from, end, to);
        }
    }

    private void textLine(byte[] buf, int from, int end, int to) throws IOException {
        int uuName = UuLine.nameStart(buf, from, end);
        if (uuName > 0) {
            state = State.UU_FIRST;
            heldName = uuName - from;
            held = Arrays.copyOfRange(buf, from, to);
            return;
        }
        if (YencCheck.isBegin(buf, from, end)) {
            state = State.YENC;
            yenc = new YencCheck();
            yenc.begin(buf, from, end);
            int name = YencCheck.nameStart(buf, from, end);
            if (begin(Kind.YENC, name(buf, name, end))) {
                return;
            }
            state = State.TEXT;
        }
        text(buf, from, to);
    }

    private void firstLine(byte[] buf, int from, int end, int to) throws IOException {
        boolean proves =
                UuLine.isEnd(buf, from, end) || end > from && UuLine.decode(buf, from, end, out, outLength) >= 0;
        byte[] begin = held;
        held = new byte[0];
        if (proves && begin(Kind.UUENCODE, name(begin, heldName, begin.length))) {
            state = State.UU;
            closing = false;
            damageNoted = false;
            uuLine(buf, from, end, to);
        } else {
            state = State.TEXT;
            text(begin, 0, begin.length);
            line(buf, from, to);
        }
    }

    /**
     * A line within the block that is none of uuencode stays text, and the block goes on if the line behind it is certain
     * to be of uuencode; else the block ended there.
     */
    private void uuLine(byte[] buf, int from, int end, int to) throws IOException {
        if (UuLine.isEnd(buf, from, end)) {
            releaseDamaged();
            state = State.TEXT;
            end();
            return;
        }
        int count = closing && end > from ? -1 : UuLine.decode(buf, from, end, out, outLength);
        boolean doubt = damaged.length > 0 && !UuLine.isCertain(count, end - from);
        if (count < 0 && !doubt && !closing && UuLine.nameStart(buf, from, end) == 0) {
            damaged = Arrays.copyOfRange(buf, from, to);
            return;
        }
        if (count < 0 || doubt) {
            endDamaged();
            line(buf, from, to);
            return;
        }
        releaseDamaged();
        closing = count == 0; // only "end" may follow
        if (count > 0) {
            data(count);
        }
    }

    private void releaseDamaged() throws IOException {
        if (damaged.length > 0) {
            byte[] text = damaged;
            damaged = new byte[0];
            noteDamage("line");
            text(text, 0, text.length);
        }
    }

    private void noteDamage(String what) {
        if (!damageNoted) {
            damageNoted = true;
            defects.add(DefectCode.UUENCODE_MALFORMED, offset, what);
        }
    }

    private void yencLine(byte[] buf, int from, int end, int to) throws IOException {
        if (YencCheck.isPart(buf, from, end)) {
            return;
        }
        if (YencCheck.isEnd(buf, from, end)) {
            state = State.TEXT;
            if (!yenc.matches(buf, from, end)) {
                defects.add(DefectCode.YENC_MALFORMED, offset, "check sum or size");
            }
            end();
            return;
        }
        if (yenc.isFull() || YencCheck.isBegin(buf, from, end)) { // its end line is lost
            endDamaged();
            line(buf, from, to);
            return;
        }
        int count = yenc.decode(buf, from, end, out, outLength);
        if (count > 0) {
            data(count);
        }
    }

    /** A block ends without its end line, or the body does. */
    private void endDamaged() throws IOException {
        State before = state;
        state = State.TEXT;
        if (before == State.UU_FIRST) {
            byte[] begin = held;
            held = new byte[0];
            text(begin, 0, begin.length);
        } else if (before == State.UU) {
            noteDamage("no end");
            endUu();
        } else if (before == State.YENC) {
            defects.add(DefectCode.YENC_MALFORMED, offset, "no end");
            end();
        }
    }

    private void endUu() throws IOException {
        if (!closing) {
            damaged();
        }
        end();
        byte[] text = damaged;
        damaged = new byte[0];
        if (text.length > 0) {
            text(text, 0, text.length);
        }
    }

    private static String name(byte[] buf, int from, int to) {
        return TextDecoder.decode(buf, from, to, "", DefectSink.NONE, 0).strip();
    }
}
