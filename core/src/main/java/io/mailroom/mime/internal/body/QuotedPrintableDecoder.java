package io.mailroom.mime.internal.body;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.scan.Swar;
import java.io.IOException;

/**
 * Quoted-printable (RFC 2045 §6.7). Runs without an escape are copied eight bytes at a time. Blanks at the end of a
 * line are transport padding and go; an equals sign that is no escape stays as it is.
 */
public final class QuotedPrintableDecoder implements BodyDecoder {
    private static final int CAPACITY = 32 * 1024;
    /** Room kept free, so that what one step adds always fits. */
    private static final int RESERVE = 256;
    /** Most blanks at the end of a line that are taken for padding. */
    private static final int STRIPPED = 64;
    /** Longest run of blanks between a soft line break's equals sign and the line end. */
    private static final int PADDING = 40;

    /** The value of each hexadecimal digit, -1 for other bytes; a look-up where a comparison would be guessed wrong half the time. */
    private static final byte[] HEX = hexTable();

    private final byte[] out = new byte[CAPACITY];
    private final byte[] escape = new byte[PADDING + 4];
    private int length;
    private int literal;
    private int escaped;
    private boolean flawed;
    private DefectSink defects = DefectSink.NONE;
    private long offset;

    @Override
    public void start(long at, DefectSink sink) {
        offset = at;
        defects = sink;
        length = 0;
        literal = 0;
        escaped = 0;
        flawed = false;
    }

    @Override
    public void decode(byte[] bytes, int from, int to, ByteOut sink) throws IOException {
        int at = from;
        while (at < to) {
            if (length > CAPACITY - RESERVE) {
                flush(sink);
            }
            if (escaped > 0) {
                at = continueEscape(bytes, at);
                continue;
            }
            int run = Swar.copyLiteral(bytes, at, Math.min(to, at + CAPACITY - RESERVE - length + 8), out, length);
            length += run;
            at += run;
            if (at == to || length > CAPACITY - RESERVE) {
                continue;
            }
            byte stop = bytes[at];
            if (stop == '\n') {
                endLine();
                at++;
            } else if (stop == '=') {
                at = escape(bytes, at, to);
            }
        }
    }

    /** The usual escapes in one look; anything else byte by byte. */
    private int escape(byte[] bytes, int at, int to) {
        if (at + 2 < to) {
            int high = hex(bytes[at + 1]);
            int low = hex(bytes[at + 2]);
            if ((high | low) >= 0) {
                out[length++] = (byte) (high << 4 | low);
                literal = length;
                return at + 3;
            }
            if (bytes[at + 1] == '\r' && bytes[at + 2] == '\n') {
                literal = length;
                return at + 3;
            }
            if (high < 0 && bytes[at + 1] > ' ') {
                noteFlaw();
                out[length++] = '=';
                literal = length;
                return at + 1;
            }
        }
        escape[0] = '=';
        escaped = 1;
        return at + 1;
    }

    private int continueEscape(byte[] bytes, int at) {
        byte b = bytes[at];
        if (escaped == 1) {
            if (hex(b) >= 0 || b == '\r' || b == ' ' || b == '\t') {
                escape[escaped++] = b;
                return at + 1;
            }
            return b == '\n' ? softBreak(at + 1) : giveUp(at);
        }
        byte first = escape[1];
        if (hex(first) >= 0) {
            if (hex(b) < 0) {
                return giveUp(at);
            }
            out[length++] = (byte) (hex(first) << 4 | hex(b));
            literal = length;
            escaped = 0;
            return at + 1;
        }
        if (b == '\n') {
            return softBreak(at + 1);
        }
        if (escape[escaped - 1] == '\r') {
            return softBreak(at);
        }
        if ((b == '\r' || b == ' ' || b == '\t') && escaped < PADDING) {
            escape[escaped++] = b;
            return at + 1;
        }
        return giveUp(at);
    }

    private int softBreak(int next) {
        escaped = 0;
        literal = length;
        return next;
    }

    /** What looked like an escape is none: it stays as text. */
    private int giveUp(int at) {
        noteFlaw();
        System.arraycopy(escape, 0, out, length, escaped);
        length += escaped;
        literal = length - escaped + 1;
        escaped = 0;
        return at;
    }

    private void noteFlaw() {
        if (!flawed) {
            flawed = true;
            defects.add(DefectCode.QP_BAD_ESCAPE, offset, "");
        }
    }

    private void endLine() {
        boolean carriage = length > literal && out[length - 1] == '\r';
        int end = carriage ? length - 1 : length;
        int least = Math.max(literal, end - STRIPPED);
        while (end > least && (out[end - 1] == ' ' || out[end - 1] == '\t')) {
            end--;
        }
        if (carriage) {
            out[end++] = '\r';
        }
        out[end++] = '\n';
        length = end;
        literal = length;
    }

    private void flush(ByteOut sink) throws IOException {
        int keep = length;
        while (keep > literal && length - keep < STRIPPED + 1 && isBlank(out[keep - 1])) {
            keep--;
        }
        if (keep > 0) {
            sink.take(out, 0, keep);
        }
        System.arraycopy(out, keep, out, 0, length - keep);
        length -= keep;
        literal = Math.max(0, literal - keep);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    @Override
    public void finish(ByteOut sink) throws IOException {
        if (escaped > 0) {
            boolean soft = escaped == 1 || hex(escape[1]) < 0;
            if (soft) {
                literal = length; // it keeps the blank before it, at the end of the text too
            } else {
                giveUp(0);
            }
            escaped = 0;
        }
        int least = Math.max(literal, length - STRIPPED);
        while (length > least && (out[length - 1] == ' ' || out[length - 1] == '\t')) {
            length--;
        }
        if (length > 0) {
            sink.take(out, 0, length);
        }
        length = 0;
    }

    private static int hex(byte b) {
        return HEX[b & 0xFF];
    }

    private static byte[] hexTable() {
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) Character.digit(i < 128 ? (char) i : ' ', 16);
        }
        return table;
    }
}
