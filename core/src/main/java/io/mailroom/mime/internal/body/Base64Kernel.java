package io.mailroom.mime.internal.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The inner loop of base64: eight digits to six bytes in one step, two digits by one look into a table. */
final class Base64Kernel {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** Twelve bits for each pair of digits, the first one in the low byte of the index; negative for any other pair. */
    private static final short[] PAIRS = pairs();

    private Base64Kernel() {}

    private static short[] pairs() {
        short[] pairs = new short[1 << 16];
        Arrays.fill(pairs, Short.MIN_VALUE);
        for (int first = 0; first < 64; first++) {
            for (int second = 0; second < 64; second++) {
                pairs[ALPHABET.charAt(first) | ALPHABET.charAt(second) << 8] = (short) (first << 6 | second);
            }
        }
        return pairs;
    }

    /**
     * Decodes groups of eight digits as long as there are such, and eight bytes to write to.
     *
     * @return how many groups of eight
     */
    static int decode(byte[] in, int from, int to, byte[] out, int at) {
        int most = Math.min((to - from) / 8, (out.length - at - 2) / 6);
        int read = from;
        int write = at;
        for (int i = 0; i < most; i++) {
            long digits = (long) LITTLE.get(in, read);
            int a = PAIRS[(int) digits & 0xFFFF];
            int b = PAIRS[(int) (digits >>> 16) & 0xFFFF];
            int c = PAIRS[(int) (digits >>> 32) & 0xFFFF];
            int d = PAIRS[(int) (digits >>> 48)];
            if ((a | b | c | d) < 0) {
                return i;
            }
            BIG.set(out, write, (long) (a << 12 | b) << 40 | (long) (c << 12 | d) << 16);
            read += 8;
            write += 6;
        }
        return Math.max(most, 0);
    }

    /** The 24 bits of four digits, or a negative number when one of them is none. */
    static int group(byte[] in, int from) {
        int high = PAIRS[in[from] & 0xFF | (in[from + 1] & 0xFF) << 8];
        int low = PAIRS[in[from + 2] & 0xFF | (in[from + 3] & 0xFF) << 8];
        return (high | low) < 0 ? -1 : high << 12 | low;
    }
}
