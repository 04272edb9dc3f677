package io.mailroom.mime.internal.legacy;

/** The lines of a uuencoded file (POSIX uuencode, with the habits of many programs). */
final class UuLine {
    /** Bytes in every line but the last. */
    private static final int FULL = 45;

    private UuLine() {}

    /** Where the name, which may be missing, starts in {@code begin 644 name}; 0 when the line is no such line. */
    static int nameStart(byte[] buf, int from, int end) {
        if (end - from < 9 || !startsWith(buf, from, "begin ")) {
            return 0;
        }
        int i = from + 6;
        while (i < end && buf[i] == ' ') { // QUIRK: Outlook Express writes two blanks
            i++;
        }
        int digits = i;
        while (i < end && buf[i] >= '0' && buf[i] <= '7') {
            i++;
        }
        boolean mode = i - digits >= 3 && i - digits <= 6 && (i == end || buf[i] == ' ');
        return mode ? Math.min(i + 1, end) : 0;
    }

    /** True for a decoded line that text is never taken for: a full one, or the closing one with its blank. */
    static boolean isCertain(int count, int length) {
        return count == FULL || count == 0 && length > 0;
    }

    static boolean isEnd(byte[] buf, int from, int end) {
        int last = end;
        while (last > from && buf[last - 1] == ' ') {
            last--;
        }
        return last - from == 3 && startsWith(buf, from, "end");
    }

    /** Decodes one line into {@code out} from {@code at} on; says how many bytes, 0 for the closing line, -1 for what is no such line. */
    static int decode(byte[] buf, int from, int end, byte[] out, int at) {
        if (end == from) {
            return 0; // a closing line whose blank was lost on the way
        }
        int count = buf[from] - ' ' & 0x3f;
        if (buf[from] < ' ' || buf[from] > '`') {
            return -1;
        }
        int needed = (count + 2) / 3 * 4;
        int given = end - from - 1;
        if (given > needed + 2 || given < needed - 4 && count > 0) { // a check sum more, or lost blanks less
            return -1;
        }
        int written = 0;
        for (int i = 0; i < needed; i += 4) {
            int bits = 0;
            for (int j = 0; j < 4; j++) {
                int digit = from + 1 + i + j;
                byte b = digit < end ? buf[digit] : (byte) ' ';
                if (b < ' ' || b > '`') {
                    return -1;
                }
                bits = bits << 6 | b - ' ' & 0x3f;
            }
            for (int shift = 16; shift >= 0 && written < count; shift -= 8) {
                out[at + written++] = (byte) (bits >> shift);
            }
        }
        return count;
    }

    static boolean startsWith(byte[] buf, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= buf.length || buf[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
