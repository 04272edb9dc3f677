package io.mailroom.mime.internal.body;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.scan.Swar;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 (RFC 2045 §6.8). What is not base64 is skipped, another stream may follow padding, and the whole bytes of a
 * cut group are kept.
 *
 * <p>Lines are moved together into blocks for the JDK's decoder, which is written for the processor. It is strict: a
 * block that it refuses, and the short end of a body, go through {@link Base64Kernel}.
 */
public final class Base64Decoder implements BodyDecoder {
    private static final int BLOCK = 64 * 1024;
    private static final int SMALL_BLOCK = 4 * 1024;
    /** Digits that must follow padding, with nothing else among them, to be taken for data and not for a footer. */
    private static final int PROBE = 40;
    /** What one step may write at most, with the eight bytes that the kernel writes for six. */
    private static final int ROOM = 64;

    private static final byte SKIP = -1;
    private static final byte PAD = -2;
    private static final byte BLANK = -3;
    private static final byte[] TABLE = table();

    private final Base64.Decoder strict = Base64.getDecoder();
    private final byte[] block = new byte[BLOCK];
    private final byte[] small = new byte[SMALL_BLOCK];
    private final byte[] decoded = new byte[BLOCK / 4 * 3 + ROOM];
    private int filled;
    private int lineLength;
    private int group;
    private int digits;
    private boolean padded;
    private final byte[] probe = new byte[PROBE];
    private int probed;
    private boolean over;
    private boolean junk;
    private boolean cut;
    private boolean concatenated;
    private DefectSink defects = DefectSink.NONE;
    private long offset;

    private static byte[] table() {
        byte[] table = new byte[256];
        Arrays.fill(table, SKIP);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            table[alphabet.charAt(i)] = (byte) i;
        }
        table['='] = PAD;
        table['\r'] = BLANK;
        table['\n'] = BLANK;
        table[' '] = BLANK;
        table['\t'] = BLANK;
        return table;
    }

    @Override
    public void start(long at, DefectSink sink) {
        offset = at;
        defects = sink;
        filled = 0;
        lineLength = 0;
        group = 0;
        digits = 0;
        padded = false;
        probed = 0;
        over = false;
        junk = false;
        cut = false;
        concatenated = false;
    }

    @Override
    public void decode(byte[] bytes, int from, int to, ByteOut out) throws IOException {
        int at = from;
        while (at < to) {
            int end = lineEnd(bytes, at, to);
            int text = end;
            if (end < to && text > at && bytes[text - 1] == '\r') {
                text--;
            }
            while (at < text) {
                int count = Math.min(text - at, BLOCK - filled);
                System.arraycopy(bytes, at, block, filled, count);
                filled += count;
                at += count;
                if (filled == BLOCK) {
                    decodeBlock(out);
                }
            }
            at = end < to ? end + 1 : end;
        }
    }

    /** Index of the next line feed or of the end. Lines are mostly as long as the one before them. */
    private int lineEnd(byte[] bytes, int at, int to) {
        int guess = at + lineLength;
        if (lineLength > 0 && guess < to && bytes[guess] == '\n') {
            return guess;
        }
        int end = Swar.indexOf(bytes, at, to, (byte) '\n');
        if (end < to) {
            lineLength = end - at;
        }
        return end;
    }

    private void decodeBlock(ByteOut out) throws IOException {
        int length = filled;
        filled = 0;
        if (digits == 0 && !padded) {
            try {
                int count = strict.decode(block, decoded);
                padded = count < BLOCK / 4 * 3;
                out.take(decoded, 0, count);
                return;
            } catch (IllegalArgumentException notStrict) {
                // The table below reads what the strict decoder refuses; nothing was handed on yet.
            }
        }
        decodeLines(block, 0, length, out);
    }

    @Override
    public void finish(ByteOut out) throws IOException {
        int at = 0;
        while (digits == 0 && !padded && filled - at >= SMALL_BLOCK) {
            System.arraycopy(block, at, small, 0, SMALL_BLOCK);
            int count;
            try {
                count = strict.decode(small, decoded);
            } catch (IllegalArgumentException notStrict) {
                break;
            }
            padded = count < SMALL_BLOCK / 4 * 3;
            out.take(decoded, 0, count);
            at += SMALL_BLOCK;
        }
        if (at < filled) {
            decodeLines(block, at, filled, out);
        }
        filled = 0;
        if (padded && probed > 0 && !over) {
            finishProbe(out);
        }
        if (digits > 0) {
            note(DefectCode.BASE64_PADDING);
            int count = endGroup(0);
            if (count > 0) {
                out.take(decoded, 0, count);
            }
        }
    }

    private void finishProbe(ByteOut out) throws IOException {
        if (probed % 4 != 0) {
            note(DefectCode.BASE64_JUNK);
            return;
        }
        int count = endProbe(0);
        if (count > 0) {
            out.take(decoded, 0, count);
        }
    }

    private void decodeLines(byte[] bytes, int from, int to, ByteOut out) throws IOException {
        int length = 0;
        int at = from;
        while (at < to) {
            if (length > decoded.length - ROOM) {
                out.take(decoded, 0, length);
                length = 0;
            }
            if (digits == 0 && !padded) {
                while (at < to && (bytes[at] == '\r' || bytes[at] == '\n')) {
                    at++;
                }
                int groups = Base64Kernel.decode(bytes, at, to, decoded, length);
                at += groups * 8;
                length += groups * 6;
                if (at + 4 <= to) {
                    int bits = Base64Kernel.group(bytes, at);
                    if (bits >= 0) {
                        decoded[length] = (byte) (bits >> 16);
                        decoded[length + 1] = (byte) (bits >> 8);
                        decoded[length + 2] = (byte) bits;
                        length += 3;
                        at += 4;
                        continue;
                    }
                }
                if (at == to || bytes[at] == '\r' || bytes[at] == '\n') {
                    continue;
                }
            }
            length = padded ? probe(bytes[at], length) : takeOne(TABLE[bytes[at] & 0xFF], length);
            at++;
        }
        if (length > 0) {
            out.take(decoded, 0, length);
        }
    }

    private int write(int bits, int count, int length) {
        for (int i = 0; i < count; i++) {
            decoded[length + i] = (byte) (bits >> 16 - 8 * i);
        }
        return length + count;
    }

    private int takeOne(byte value, int length) {
        switch (value) {
            case BLANK -> {
                return length;
            }
            case SKIP -> {
                note(DefectCode.BASE64_JUNK);
                return length;
            }
            case PAD -> {
                if (digits == 1) {
                    note(DefectCode.BASE64_PADDING);
                }
                padded = true;
                return endGroup(length);
            }
            default -> {
                group = group << 6 | value;
                digits++;
                return digits == 4 ? endGroup(length) : length;
            }
        }
    }

    /** Behind padding: another stream of base64, or the footer that a mailing list put there. */
    private int probe(byte b, int length) {
        int value = TABLE[b & 0xFF];
        if (over || value == BLANK && b != ' ') {
            return length;
        }
        if (value >= 0 && probed < PROBE) {
            probe[probed++] = (byte) value;
            return probed == PROBE ? endProbe(length) : length;
        }
        if (value == PAD) {
            return probed == 0 ? length : takeOne(PAD, endProbe(length));
        }
        over = true;
        note(DefectCode.BASE64_JUNK);
        return length;
    }

    private int endProbe(int length) {
        note(DefectCode.BASE64_CONCATENATED);
        padded = false;
        int at = length;
        for (int i = 0; i < probed; i++) {
            at = takeOne(probe[i], at);
        }
        probed = 0;
        return at;
    }

    /** Writes the whole bytes of the group behind {@code length}; returns the new length. */
    private int endGroup(int length) {
        int bits = group << 6 * (4 - digits);
        int count = digits == 0 ? 0 : digits - 1;
        group = 0;
        digits = 0;
        return write(bits, count, length);
    }

    private void note(DefectCode code) {
        boolean known =
                switch (code) {
                    case BASE64_JUNK -> junk;
                    case BASE64_PADDING -> cut;
                    default -> concatenated;
                };
        if (known) {
            return;
        }
        junk |= code == DefectCode.BASE64_JUNK;
        cut |= code == DefectCode.BASE64_PADDING;
        concatenated |= code == DefectCode.BASE64_CONCATENATED;
        defects.add(code, offset, "");
    }
}
