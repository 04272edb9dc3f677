package io.mailroom.mime.internal.legacy;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** One yEnc block (yEnc draft 1.3): decodes its lines and checks what its last line promises. */
final class YencCheck {
    private final CRC32 crc = new CRC32();
    private long size;
    private long announced;
    private boolean escaped;

    static boolean isBegin(byte[] buf, int from, int end) {
        return end - from > 20
                && UuLine.startsWith(buf, from, "=ybegin ")
                && value(buf, from, end, " line=") >= 0
                && value(buf, from, end, " size=") >= 0
                && nameStart(buf, from, end) > 0;
    }

    static boolean isPart(byte[] buf, int from, int end) {
        return end - from > 7 && UuLine.startsWith(buf, from, "=ypart ");
    }

    static boolean isEnd(byte[] buf, int from, int end) {
        return end - from >= 6 && UuLine.startsWith(buf, from, "=yend ");
    }

    /** Behind {@code name=}, which is the last of the line; 0 without one. */
    static int nameStart(byte[] buf, int from, int end) {
        int at = find(buf, from, end, " name=");
        return at < 0 ? 0 : at;
    }

    void begin(byte[] buf, int from, int end) {
        crc.reset();
        size = 0;
        announced = value(buf, from, end, " size=");
        escaped = false;
    }

    /** Decodes one line; an escape may not be cut from its character by a line end, but a broken one is read on. */
    int decode(byte[] buf, int from, int end, byte[] out, int at) {
        int written = 0;
        for (int i = from; i < end; i++) {
            int b = buf[i];
            if (b == '=' && !escaped) {
                escaped = true;
                continue;
            }
            out[at + written++] = (byte) (escaped ? b - 106 : b - 42);
            escaped = false;
        }
        crc.update(out, at, written);
        size += written;
        return written;
    }

    /** True when all bytes that the first line announced are there. */
    boolean isFull() {
        return announced > 0 && size >= announced;
    }

    /** True when size and check sum of the last line, as far as it gives them, are those of the data. */
    boolean matches(byte[] buf, int from, int end) {
        int sizeAt = find(buf, from, end, " size=");
        if (sizeAt >= 0 && number(buf, sizeAt, end, 10) != size) {
            return false;
        }
        int partAt = find(buf, from, end, " pcrc32=");
        int crcAt = partAt >= 0 ? partAt : find(buf, from, end, " crc32=");
        boolean part = find(buf, from, end, " part=") >= 0 && partAt < 0;
        return crcAt < 0 || part || number(buf, crcAt, end, 16) == crc.getValue();
    }

    private static long value(byte[] buf, int from, int end, String key) {
        int at = find(buf, from, end, key);
        return at < 0 ? -1 : number(buf, at, end, 10);
    }

    private static long number(byte[] buf, int from, int end, int radix) {
        long value = -1;
        for (int i = from; i < end && i < from + 15; i++) {
            int digit = Character.digit(buf[i], radix);
            if (digit < 0) {
                break;
            }
            value = Math.max(value, 0) * radix + digit;
        }
        return value;
    }

    /** Behind the key, or -1. */
    private static int find(byte[] buf, int from, int end, String key) {
        byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i + wanted.length <= end; i++) {
            if (buf[i] == ' ' && UuLine.startsWith(buf, i, key)) {
                return i + wanted.length;
            }
        }
        return -1;
    }
}
