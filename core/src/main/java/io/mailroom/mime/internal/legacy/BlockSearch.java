package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.scan.Swar;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets a text pass as it is up to the first line that may begin a uuencoded or yEnc block; from there on a
 * {@link BlockSplitter} parts it. A text without such a line costs a look at eight bytes at a time. How the bytes are cut into
 * calls makes no difference. For one thread, one body.
 */
public final class BlockSearch {
    private static final byte[] BEGIN = {'b', 'e', 'g', 'i', 'n', ' '};
    private static final byte[] YBEGIN = {'=', 'y', 'b', 'e', 'g', 'i', 'n', ' '};

    private final DefectSink defects;
    private final BlockSplitter.Parts parts;
    private long offset;
    private @Nullable BlockSplitter splitter;

    /** The start of a line that may become one of the two; looked at while {@link #atLineStart}. */
    private final byte[] head = new byte[YBEGIN.length];

    private int headLength;
    private boolean atLineStart = true;

    /**
     * @param offset of the body in the message, for defects; only roughly right for encoded bodies
     */
    public BlockSearch(DefectSink defects, long offset, BlockSplitter.Parts parts) {
        this.defects = defects;
        this.offset = offset;
        this.parts = parts;
    }

    /** The next bytes of the body. */
    public void write(byte[] buf, int from, int to) throws IOException {
        int at = from;
        if (splitter == null && atLineStart) {
            at = lineStart(buf, from, to);
        }
        if (splitter == null && at < to) {
            at = search(buf, at, to);
        }
        if (splitter != null) {
            splitter.write(buf, at, to);
        }
    }

    /** The body is over. */
    public void finish() throws IOException {
        if (splitter == null) {
            releaseHead();
        } else {
            splitter.finish();
        }
    }

    /** Takes bytes as long as they go on like one of the two words; says where it stopped. */
    private int lineStart(byte[] buf, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            byte next = buf[at];
            if (!mayGoOn(BEGIN, next) && !mayGoOn(YBEGIN, next)) {
                atLineStart = false;
                releaseHead();
                return at;
            }
            head[headLength++] = next;
            at++;
            if (next == ' ') {
                startSplitting();
                return at;
            }
        }
        return at;
    }

    private boolean mayGoOn(byte[] word, byte next) {
        return headLength < word.length
                && word[headLength] == next
                && Arrays.equals(head, 0, headLength, word, 0, headLength);
    }

    private void releaseHead() throws IOException {
        if (headLength > 0) {
            pass(head, 0, headLength);
            headLength = 0;
        }
    }

    private void startSplitting() throws IOException {
        BlockSplitter started = new BlockSplitter(defects, offset, parts);
        splitter = started;
        started.write(head, 0, headLength);
    }

    /** Passes on what is text for sure; says where it stopped. It starts within a line. */
    private int search(byte[] buf, int from, int to) throws IOException {
        int found = lineThatBegins(buf, from, to);
        int end = found < 0 ? startOfOpenLine(buf, from, to) : found;
        pass(buf, from, end);
        if (found < 0 && end == to && (to == from || buf[to - 1] != '\n')) {
            return to;
        }
        atLineStart = true;
        int stop = lineStart(buf, end, to);
        if (atLineStart) {
            return stop;
        }
        pass(buf, stop, to); // what is left of a short last line
        return to;
    }

    private void pass(byte[] buf, int from, int to) throws IOException {
        if (to > from) {
            offset += to - from;
            parts.text(buf, from, to);
        }
    }

    /** Where a line behind the first one begins with one of the two words; -1 without one. */
    private static int lineThatBegins(byte[] buf, int from, int to) {
        int feed = Swar.feedBefore(buf, from, to, BEGIN[0], YBEGIN[0]);
        while (feed < to) {
            int start = feed + 1;
            if (startsWith(buf, start, to, BEGIN) || startsWith(buf, start, to, YBEGIN)) {
                return start;
            }
            feed = Swar.feedBefore(buf, start, to, BEGIN[0], YBEGIN[0]);
        }
        return -1;
    }

    private static boolean startsWith(byte[] buf, int start, int to, byte[] word) {
        int end = start + word.length;
        return end <= to && Arrays.equals(buf, start, end, word, 0, word.length);
    }

    /** Where the last line starts if it is short enough to become one of the two words; else the end. */
    private static int startOfOpenLine(byte[] buf, int from, int to) {
        for (int i = to; i > from && to - i < YBEGIN.length; i--) {
            if (buf[i - 1] == '\n') {
                return i;
            }
        }
        return to;
    }
}
