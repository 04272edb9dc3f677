package io.mailroom.mime.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Looks at bytes as UTF-8 without decoding them (RFC 3629). */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Index of the first byte above 127, or {@code to}. */
    public static int asciiEnd(byte[] buf, int from, int to) {
        int i = from;
        while (i <= to - 8) {
            long high = (long) LONGS.get(buf, i) & HIGH_BITS;
            if (high != 0) {
                return i + (Long.numberOfTrailingZeros(high) >>> 3);
            }
            i += 8;
        }
        while (i < to && buf[i] >= 0) {
            i++;
        }
        return i;
    }

    /**
     * Length of the well-formed sequence at {@code at}, 1 to 4; 0 when it can never be one; or, when the bytes up to
     * {@code to} are a proper start of one, minus their number.
     */
    public static int sequence(byte[] buf, int at, int to) {
        int lead = buf[at];
        if (lead >= 0) {
            return 1;
        }
        lead &= 0xff;
        int length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int good = subpart(buf, at, Math.min(to, at + length), lead);
        if (good == length) {
            return length;
        }
        return at + good == to ? -good : 0;
    }

    /** Bytes to replace by one U+FFFD where {@link #sequence} says 0: the longest start of a sequence, at least 1. */
    public static int badLength(byte[] buf, int at, int to) {
        int lead = buf[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 1;
        }
        return subpart(buf, at, Math.min(to, at + 4), lead);
    }

    private static int subpart(byte[] buf, int at, int to, int lead) {
        if (at >= to) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int end = Math.min(to, at + length);
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        int i = at + 1;
        while (i < end) {
            int b = buf[i] & 0xff;
            if (b < low || b > high) {
                break;
            }
            low = 0x80;
            high = 0xbf;
            i++;
        }
        return i - at;
    }

    /** True when all of it is well-formed UTF-8; {@code cut} says that it may end within a sequence. */
    public static boolean isValid(byte[] buf, int from, int to, boolean cut) {
        int i = asciiEnd(buf, from, to);
        while (i < to) {
            int length = sequence(buf, i, to);
            if (length <= 0) {
                return length < 0 && cut;
            }
            i += length;
            if (i < to && buf[i] >= 0) {
                i = asciiEnd(buf, i, to);
            }
        }
        return true;
    }

    /** The text, with U+FFFD for each longest start of a sequence that is none (Unicode §3.9). */
    static String repaired(byte[] buf, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int start = from;
        int i = from;
        while (i < to) {
            int length = sequence(buf, i, to);
            if (length > 0) {
                i += length;
                continue;
            }
            text.append(new String(buf, start, i - start, StandardCharsets.UTF_8))
                    .append('\uFFFD');
            i += length < 0 ? -length : badLength(buf, i, to);
            start = i;
        }
        return text.append(new String(buf, start, to - start, StandardCharsets.UTF_8))
                .toString();
    }

    /** True when all of it is well-formed UTF-8. */
    public static boolean isValid(byte[] buf, int from, int to) {
        return isValid(buf, from, to, false);
    }

    /** The length up to {@code end} without the start of a character that was cut there. */
    public static int wholeLength(byte[] bytes, int end) {
        int lead = end;
        while (lead > 0 && end - lead < 3 && (bytes[lead - 1] & 0xC0) == 0x80) {
            lead--;
        }
        return lead > 0 && (bytes[lead - 1] & 0xC0) == 0xC0 ? lead - 1 : end;
    }
}
