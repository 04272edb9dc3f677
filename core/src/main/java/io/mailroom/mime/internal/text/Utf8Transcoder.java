package io.mailroom.mime.internal.text;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one text into well-formed UTF-8 as they come, in memory that does not grow with them. Plain ASCII
 * goes through as it is; at the first other byte up to {@value CharsetChoice#WINDOW} bytes are held back until
 * the charset is chosen. How the bytes are cut into calls makes no difference. For one thread, one text.
 */
public final class Utf8Transcoder {
    /** Takes well-formed UTF-8, cut anywhere between characters. */
    @FunctionalInterface
    public interface Output {
        /** The bytes are only good during the call. */
        void write(byte[] buf, int from, int to) throws IOException;
    }

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    private static final int CHARS = 4_096;

    private final String label;
    private final DefectSink defects;
    private final Output output;
    private final boolean startsPlain;
    private long offset;
    private boolean atStart = true;
    private boolean damaged;

    private byte @Nullable [] window;
    private int held;
    private @Nullable Charset charset;
    private final byte[] tail = new byte[4];
    private int tailLength;
    private @Nullable Foreign foreign;

    /**
     * @param label the charset as declared, or empty
     * @param offset of the text in the message, for defects; only roughly right for encoded bodies
     */
    public Utf8Transcoder(String label, DefectSink defects, long offset, Output output) {
        this.label = label;
        this.defects = defects;
        this.offset = offset;
        this.output = output;
        this.startsPlain = TextDecoder.plainEnd(new byte[] {'a'}, 0, 1, label) == 1;
    }

    /** The charset it was read in: ASCII as long as nothing else was met. */
    public Charset charset() {
        return charset == null ? StandardCharsets.US_ASCII : charset;
    }

    /** The next bytes of the text. */
    public void write(byte[] buf, int from, int to) throws IOException {
        int at = from;
        if (charset == null && window == null) {
            at = startsPlain ? TextDecoder.plainEnd(buf, from, to, label) : from;
            emit(buf, from, at);
        }
        if (charset == null && at < to) {
            at = hold(buf, at, to);
        }
        if (charset != null && at < to) {
            convert(buf, at, to);
        }
        offset += to - from;
    }

    /** The text is over. */
    public void finish() throws IOException {
        if (charset == null && window != null) {
            decide(window, true);
        }
        if (foreign != null) {
            foreign.finish();
        } else if (tailLength > 0) {
            tailLength = 0;
            replace();
        }
    }

    private int hold(byte[] buf, int from, int to) throws IOException {
        if (window == null) {
            window = new byte[CharsetChoice.WINDOW];
        }
        int taken = Math.min(to - from, window.length - held);
        System.arraycopy(buf, from, window, held, taken);
        held += taken;
        if (held == window.length) {
            decide(window, false);
        }
        return from + taken;
    }

    private void decide(byte[] first, boolean whole) throws IOException {
        Charset chosen = CharsetChoice.choose(label, first, 0, held, atStart, whole, defects, offset);
        charset = chosen;
        if (!chosen.equals(StandardCharsets.UTF_8)) {
            foreign = new Foreign(chosen);
        }
        convert(first, 0, held);
        window = null;
    }

    private void convert(byte[] buf, int from, int to) throws IOException {
        if (foreign != null) {
            foreign.decode(buf, from, to);
        } else {
            utf8(buf, from, to);
        }
    }

    private void utf8(byte[] buf, int from, int to) throws IOException {
        int at = tailLength > 0 ? fromTail(buf, from, to) : from;
        int start = at;
        while (at < to) {
            at = Utf8.asciiEnd(buf, at, to);
            if (at == to) {
                break;
            }
            int length = Utf8.sequence(buf, at, to);
            if (length > 0) {
                at += length;
                continue;
            }
            emit(buf, start, at);
            if (length < 0) {
                tailLength = -length;
                System.arraycopy(buf, at, tail, 0, tailLength);
                return;
            }
            replace();
            at += Utf8.badLength(buf, at, to);
            start = at;
        }
        emit(buf, start, to);
    }

    /** Completes the sequence that the last call began; returns where to go on. */
    private int fromTail(byte[] buf, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            tail[tailLength++] = buf[at++];
            int length = Utf8.sequence(tail, 0, tailLength);
            if (length > 0) {
                emit(tail, 0, length);
                tailLength = 0;
                return at;
            }
            if (length == 0) {
                tailLength = 0;
                replace();
                return at - 1; // the last byte was no part of it
            }
        }
        return at;
    }

    private void replace() throws IOException {
        noteDamage();
        emit(REPLACEMENT, 0, REPLACEMENT.length);
    }

    private void noteDamage() {
        if (!damaged) {
            damaged = true;
            defects.add(DefectCode.CHARSET_MALFORMED, offset, charset().name());
        }
    }

    private void emit(byte[] buf, int from, int to) throws IOException {
        int at = from;
        if (atStart && to > from) {
            atStart = false;
            if (to - from >= 3
                    && buf[from] == (byte) 0xef
                    && buf[from + 1] == (byte) 0xbb
                    && buf[from + 2] == (byte) 0xbf) {
                at += 3; // a byte order mark
            }
        }
        if (at < to) {
            output.write(buf, at, to);
        }
    }

    /** Any charset but UTF-8. */
    private final class Foreign {
        private final CharsetDecoder decoder;
        private final CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT);
        private final CharBuffer chars = CharBuffer.allocate(CHARS);
        private final ByteBuffer utf8 = ByteBuffer.allocate(CHARS * 3);
        private final ByteBuffer rest = ByteBuffer.allocate(64);

        Foreign(Charset charset) {
            decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }

        void decode(byte[] buf, int from, int to) throws IOException {
            ByteBuffer in = ByteBuffer.wrap(buf, from, to - from);
            while (rest.position() > 0 && in.hasRemaining()) { // complete what the last call left, byte by byte
                rest.put(in.get()).flip();
                run(rest, false);
                rest.compact();
            }
            run(in, false);
            rest.put(in);
        }

        void finish() throws IOException {
            rest.flip();
            run(rest, true);
            while (decoder.flush(chars).isOverflow()) {
                drain(false);
            }
            drain(true);
        }

        private void run(ByteBuffer in, boolean last) throws IOException {
            CoderResult result;
            do {
                result = decoder.decode(in, chars, last);
                if (result.isOverflow()) {
                    drain(false);
                }
            } while (result.isOverflow());
            if (!last) {
                drain(false);
            }
        }

        private void drain(boolean last) throws IOException {
            chars.flip();
            CharBuffer seen = chars.duplicate();
            while (!damaged && seen.hasRemaining()) {
                if (seen.get() == '\uFFFD') {
                    noteDamage();
                }
            }
            encoder.encode(chars, utf8, last);
            chars.compact();
            if (last) {
                encoder.flush(utf8);
            }
            utf8.flip();
            emit(utf8.array(), 0, utf8.limit());
            utf8.clear();
        }
    }
}
