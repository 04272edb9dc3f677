package io.mailroom.mime.internal.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The inner loop of base64: eight digits to six bytes in one step, by four tables that already hold shifted digits. */
final class Base64Kernel {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BAD = Integer.MIN_VALUE;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int[] FIRST = table(18);
    private static final int[] SECOND = table(12);
    private static final int[] THIRD = table(6);
    private static final int[] FOURTH = table(0);

    private Base64Kernel() {}

    private static int[] table(int shift) {
        int[] table = new int[256];
        Arrays.fill(table, BAD);
        for (int i = 0; i < ALPHABET.length(); i++) {
            table[ALPHABET.charAt(i)] = i << shift;
        }
        return table;
    }

    /**
     * Decodes groups of eight digits as long as there are such, and at least fourteen bytes to look at and write to.
     *
     * @return how many groups of eight
     */
    static int decode(byte[] in, int from, int to, byte[] out, int at) {
        int most = Math.min((to - from) / 8, (out.length - at - 2) / 6);
        int read = from;
        int write = at;
        for (int i = 0; i < most; i++) {
            long digits = (long) LITTLE.get(in, read);
            int high = FIRST[(int) digits & 0xFF]
                    | SECOND[(int) (digits >>> 8) & 0xFF]
                    | THIRD[(int) (digits >>> 16) & 0xFF]
                    | FOURTH[(int) (digits >>> 24) & 0xFF];
            int low = FIRST[(int) (digits >>> 32) & 0xFF]
                    | SECOND[(int) (digits >>> 40) & 0xFF]
                    | THIRD[(int) (digits >>> 48) & 0xFF]
                    | FOURTH[(int) (digits >>> 56)];
            if ((high | low) < 0) {
                return i;
            }
            BIG.set(out, write, (long) high << 40 | (long) low << 16);
            read += 8;
            write += 6;
        }
        return Math.max(most, 0);
    }

    /** The 24 bits of four digits, or a negative number when one of them is none. */
    static int group(byte[] in, int from) {
        return FIRST[in[from] & 0xFF]
                | SECOND[in[from + 1] & 0xFF]
                | THIRD[in[from + 2] & 0xFF]
                | FOURTH[in[from + 3] & 0xFF];
    }
}
