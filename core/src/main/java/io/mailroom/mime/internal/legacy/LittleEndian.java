package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.text.TextDecoder;
import java.nio.charset.StandardCharsets;

/** Numbers and strings as TNEF has them. */
final class LittleEndian {
    private LittleEndian() {}

    static int int16(byte[] buf, int at) {
        return buf[at] & 0xff | (buf[at + 1] & 0xff) << 8;
    }

    static int int32(byte[] buf, int at) {
        return int16(buf, at) | int16(buf, at + 2) << 16;
    }

    /** The text up to a NUL. */
    static String text(byte[] buf, int from, int to, String charset) {
        int end = from;
        while (end < to && buf[end] != 0) {
            end++;
        }
        return TextDecoder.decode(buf, from, end, charset, DefectSink.NONE, 0);
    }

    /** The UTF-16 text up to a NUL. */
    static String text16(byte[] buf, int from, int to) {
        int end = from;
        while (end + 1 < to && (buf[end] != 0 || buf[end + 1] != 0)) {
            end += 2;
        }
        return new String(buf, from, end - from, StandardCharsets.UTF_16LE);
    }
}
