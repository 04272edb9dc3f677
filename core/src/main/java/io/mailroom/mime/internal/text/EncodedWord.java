package io.mailroom.mime.internal.text;

/**
 * Where one encoded word lies ({@code =?charset?B?text?=}, RFC 2047 §2), read as leniently as senders write them. A
 * cursor: {@link #at} fills it. Each try looks at what follows once, up to the start of another word, so that
 * trying every {@code =?} of a field costs time in proportion to its length.
 */
final class EncodedWord {
    private static final int LONGEST_CHARSET = 60;

    int charsetStart;
    int charsetEnd;
    boolean base64;
    int textStart;
    int textEnd;
    int end;
    boolean damaged;
    private final boolean mayHoldBlanks;

    EncodedWord(boolean mayHoldBlanks) {
        this.mayHoldBlanks = mayHoldBlanks;
    }

    /** True when a word starts at {@code i}, which holds an equals sign; then the fields tell where it lies. */
    boolean at(byte[] buf, int i, int to) {
        int text = textStart(buf, i, to);
        if (text < 0) {
            return false;
        }
        charsetStart = i + 2;
        charsetEnd = charsetEnd(buf, i + 2, text - 3);
        base64 = (buf[text - 2] | 0x20) == 'b';
        textStart = text;
        return findEnd(buf, to);
    }

    /** Where a word's text starts, or -1 when there is no {@code =?charset?B?} at {@code i}. */
    private static int textStart(byte[] buf, int i, int to) {
        if (i + 5 >= to || buf[i + 1] != '?') {
            return -1;
        }
        int q = i + 2;
        int limit = Math.min(to - 2, q + LONGEST_CHARSET);
        while (q < limit && isCharsetByte(buf[q])) {
            q++;
        }
        if (q >= limit || buf[q] != '?' || buf[q + 2] != '?') {
            return -1;
        }
        int encoding = buf[q + 1] | 0x20;
        return encoding == 'b' || encoding == 'q' ? q + 3 : -1;
    }

    private static boolean isCharsetByte(byte b) {
        return b > ' ' && b != '?' && b != '=' && b != '<' && b != '>' && b != '"' && b != ',';
    }

    /** Without the language of RFC 2231 §5. */
    private static int charsetEnd(byte[] buf, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buf[i] == '*') {
                return i;
            }
        }
        return to;
    }

    private boolean findEnd(byte[] buf, int to) {
        damaged = false;
        int blank = -1;
        for (int j = textStart; j < to; j++) {
            byte b = buf[j];
            if (b == '?' && j + 1 < to && buf[j + 1] == '=' && (base64 || !isEscapedMark(buf, j, to))) {
                textEnd = j;
                end = j + 2;
                return true;
            }
            if (b == '=' && j + 1 < to && buf[j + 1] == '?' && textStart(buf, j, to) >= 0) {
                return cutShort(buf, blank >= 0 ? blank : j);
            }
            if (blank < 0 && b <= ' ' && b >= 0) {
                if (!mayHoldBlanks) {
                    return false;
                }
                blank = j;
            }
        }
        return blank < 0 && cutShort(buf, to); // with blanks it may be anything, and stays text
    }

    /** The word lacks its {@code ?=}: it ends at the blank before the next word. */
    private boolean cutShort(byte[] buf, int at) {
        damaged = true;
        end = at;
        textEnd = at > textStart && buf[at - 1] == '?' ? at - 1 : at;
        return textEnd > textStart;
    }

    /** QUIRK: a raw question mark before an escape, {@code ?=3D}, is no end when the real end follows unbroken. */
    private static boolean isEscapedMark(byte[] buf, int j, int to) {
        if (j + 3 >= to || hex(buf[j + 2]) < 0 || hex(buf[j + 3]) < 0) {
            return false;
        }
        for (int k = j + 4; k + 1 < to && buf[k] > ' '; k++) {
            if (buf[k] == '?' && buf[k + 1] == '=') {
                return true;
            }
            if (buf[k] == '=' && buf[k + 1] == '?') {
                return false;
            }
        }
        return false;
    }

    /** Value of a hexadecimal digit, or -1. */
    static int hex(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
