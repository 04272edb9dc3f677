package io.mailroom.mime.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 with no character above U+00FF, as most western text is: decoded eight ASCII bytes at a time. */
final class NarrowUtf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private NarrowUtf8() {}

    /** The text, or null when it holds anything else; then nothing is known of it. */
    static @Nullable String decode(byte[] buf, int from, int to) {
        byte[] narrow = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            while (i <= to - 8) {
                long eight = (long) LONGS.get(buf, i);
                LONGS.set(narrow, length, eight);
                long high = eight & HIGH_BITS;
                if (high != 0) {
                    int ascii = Long.numberOfTrailingZeros(high) >>> 3;
                    i += ascii;
                    length += ascii;
                    break;
                }
                i += 8;
                length += 8;
            }
            byte b = i < to ? buf[i] : 0;
            if (b < 0) {
                boolean pair = (b & 0xFE) == 0xC2 && i + 1 < to && (buf[i + 1] & 0xC0) == 0x80;
                if (!pair) {
                    return null;
                }
                narrow[length++] = (byte) (b << 6 | buf[i + 1] & 0x3F);
                i += 2;
            } else if (i < to) {
                narrow[length++] = b;
                i++;
            }
        }
        return new String(narrow, 0, length, StandardCharsets.ISO_8859_1);
    }
}
