package io.mailroom.mime.internal.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches eight bytes at a time in a long. */
public final class Swar {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long TOP_THREE_BITS = 0xE0E0E0E0E0E0E0E0L;

    private Swar() {}

    /** Index of the first {@code wanted} in {@code [from, to)}, or {@code to}. */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int i = from;
        int last = to - 32;
        while (i <= last) {
            long a = zeros((long) LONG.get(bytes, i) ^ pattern);
            long b = zeros((long) LONG.get(bytes, i + 8) ^ pattern);
            long c = zeros((long) LONG.get(bytes, i + 16) ^ pattern);
            long d = zeros((long) LONG.get(bytes, i + 24) ^ pattern);
            if ((a | b | c | d) != 0) {
                if (a != 0) {
                    return i + first(a);
                }
                if (b != 0) {
                    return i + 8 + first(b);
                }
                return c != 0 ? i + 16 + first(c) : i + 24 + first(d);
            }
            i += 32;
        }
        while (i <= to - 8) {
            long a = zeros((long) LONG.get(bytes, i) ^ pattern);
            if (a != 0) {
                return i + first(a);
            }
            i += 8;
        }
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    /** Index of the first {@code wanted} in {@code [from, to)} that stands behind a line feed, or {@code to}; from is at least 1. */
    public static int indexBehindFeed(byte[] bytes, int from, int to, byte wanted) {
        int i = from;
        while (i < to) {
            int at = indexOf(bytes, i, to, wanted);
            int block = Math.min(to, at + 32);
            for (int next = at; next < block; next++) {
                if (bytes[next] == wanted && bytes[next - 1] == '\n') {
                    return next;
                }
            }
            i = block;
        }
        return to;
    }

    /** Index of the first line feed in {@code [from, to - 1)} before one of two bytes, or {@code to}. */
    public static int feedBefore(byte[] bytes, int from, int to, byte one, byte other) {
        long feeds = ONES * '\n';
        long ones = ONES * (one & 0xFF);
        long others = ONES * (other & 0xFF);
        int i = from;
        while (i <= to - 9) {
            long next = (long) LONG.get(bytes, i + 1);
            long found = zeros((long) LONG.get(bytes, i) ^ feeds) & (zeros(next ^ ones) | zeros(next ^ others));
            if (found != 0 && isFeedBefore(bytes, i + first(found), one, other)) {
                return i + first(found);
            }
            i += found == 0 ? 8 : first(found) + 1;
        }
        while (i < to - 1) {
            if (isFeedBefore(bytes, i, one, other)) {
                return i;
            }
            i++;
        }
        return to;
    }

    private static boolean isFeedBefore(byte[] bytes, int at, byte one, byte other) {
        return bytes[at] == '\n' && (bytes[at + 1] == one || bytes[at + 1] == other);
    }

    /** True when a byte of {@code [from, to)} is neither a blank nor a control. */
    public static boolean hasInk(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xFF) > ' ') {
                return true;
            }
        }
        return false;
    }

    /** True when all bytes of {@code [from, to)} are ASCII. */
    public static boolean isAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - 8) {
            if (((long) LONG.get(bytes, i) & HIGHS) != 0) {
                return false;
            }
            i += 8;
        }
        while (i < to) {
            if (bytes[i] < 0) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** True when a byte of {@code [from, to)} is one of those from 0x80 to 0x9f. */
    public static boolean holdsC1(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - 8) {
            long word = (long) LONG.get(bytes, i) & TOP_THREE_BITS;
            if (zeros(word ^ HIGHS) != 0) {
                return true;
            }
            i += 8;
        }
        while (i < to) {
            if ((bytes[i] & 0xE0) == 0x80) {
                return true;
            }
            i++;
        }
        return false;
    }

    /**
     * Copies bytes up to the first {@code '='} or line feed, at most to the end of either range.
     *
     * @return how many were copied
     */
    public static int copyLiteral(byte[] in, int from, int to, byte[] out, int at) {
        int room = Math.min(to - from, out.length - at);
        int i = 0;
        while (i <= room - 8) {
            long word = (long) LONG.get(in, from + i);
            LONG.set(out, at + i, word);
            long stop = zeros(word ^ (ONES * '=')) | zeros(word ^ (ONES * '\n'));
            if (stop != 0) {
                return i + first(stop);
            }
            i += 8;
        }
        while (i < room) {
            byte b = in[from + i];
            if (b == '=' || b == '\n') {
                break;
            }
            out[at + i] = b;
            i++;
        }
        return i;
    }

    /** A high bit in the lowest zero byte of the word; bits above it may be wrong, which {@link #first} never sees. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
