package io.mailroom.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads one dot-terminated block (RFC 1939 section 3) as it arrives. Only CRLF, dot, CRLF ends it; only a pair of dots
 * after CRLF loses one. Everything else is kept as it came: bare CR, bare LF, NUL, and a single dot that a careless
 * server left before other text (QUIRK: RFC 1939 would take that dot away, and damage the line).
 *
 * <p>Works in place: {@link #decode} moves the content to the front of the range it was given, in runs as long as
 * possible. A block without stuffed dots is not moved at all. Looks at eight bytes at a time for the next line end.
 */
final class DotBlock {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LF_IN_EACH = 0x0a0a0a0a0a0a0a0aL;
    private static final long ONE_IN_EACH = 0x0101010101010101L;
    private static final long HIGH_IN_EACH = 0x8080808080808080L;

    private boolean atLineStart = true;
    private boolean afterCr;
    private boolean ended;
    private int consumed;

    /**
     * Decodes a range.
     *
     * @return how many bytes of content now stand from {@code from} on
     */
    int decode(byte[] bytes, int from, int to) {
        int runStart = from;
        int target = from;
        int at = from;
        while (at < to) {
            if (atLineStart && bytes[at] == '.') {
                if (at + 1 == to || bytes[at + 1] == '\r' && at + 2 == to) {
                    break; // what this dot is depends on bytes that are still to come
                }
                if (bytes[at + 1] == '\r' && bytes[at + 2] == '\n') {
                    ended = true;
                    break;
                }
                if (bytes[at + 1] == '.') {
                    target = moveRun(bytes, runStart, at, target);
                    runStart = ++at;
                }
            }
            int lineEnd = indexOfLf(bytes, at, to);
            if (lineEnd == to) {
                afterCr = bytes[to - 1] == '\r';
                atLineStart = false;
                at = to;
            } else {
                atLineStart = lineEnd > from ? bytes[lineEnd - 1] == '\r' : afterCr;
                afterCr = false;
                at = lineEnd + 1;
            }
        }
        consumed = at - from + (ended ? 3 : 0);
        return moveRun(bytes, runStart, at, target) - from;
    }

    /** How many bytes the last call of {@link #decode} used; the others are to be given again, with more behind. */
    int consumed() {
        return consumed;
    }

    /** True once the terminator has been seen. */
    boolean ended() {
        return ended;
    }

    private static int moveRun(byte[] bytes, int from, int to, int target) {
        if (target != from) {
            System.arraycopy(bytes, from, bytes, target, to - from);
        }
        return target + to - from;
    }

    private static int indexOfLf(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at) ^ LF_IN_EACH; // a zero byte where there was LF
            long found = (word - ONE_IN_EACH) & ~word & HIGH_IN_EACH;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
