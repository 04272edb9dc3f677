package io.mailroom.mime.internal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/** UTF-7 (RFC 2152), which the JDK does not have; decoding only, and only where a message declares it. */
final class Utf7 extends Charset {
    static final Utf7 INSTANCE = new Utf7();

    private Utf7() {
        super("UTF-7", new String[] {"UNICODE-1-1-UTF-7"});
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException("UTF-7 is only read");
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new Decoder(this);
    }

    private static final class Decoder extends CharsetDecoder {
        private boolean shifted;
        private boolean justShifted;
        private int bits;
        private int bitCount;
        private char highSurrogate;

        Decoder(Charset charset) {
            super(charset, 1f, 2f);
        }

        @Override
        protected void implReset() {
            shifted = false;
            justShifted = false;
            bits = 0;
            bitCount = 0;
            highSurrogate = 0;
        }

        @Override
        protected CoderResult implFlush(CharBuffer out) {
            if (highSurrogate != 0) {
                if (!out.hasRemaining()) {
                    return CoderResult.OVERFLOW;
                }
                highSurrogate = 0;
                out.put('\uFFFD');
            }
            return CoderResult.UNDERFLOW;
        }

        @Override
        protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
            while (in.hasRemaining()) {
                if (out.remaining() < 2) { // a lone surrogate and a character, at most
                    return CoderResult.OVERFLOW;
                }
                int b = in.get();
                int value = shifted ? base64(b) : -1;
                if (value >= 0) {
                    justShifted = false;
                    take(value, out);
                } else if (shifted) {
                    endShift(b, out);
                } else if (b == '+') {
                    shifted = true;
                    justShifted = true;
                    bitCount = 0;
                } else {
                    put(b < 0 ? '\uFFFD' : (char) b, out);
                }
            }
            return CoderResult.UNDERFLOW;
        }

        private void take(int value, CharBuffer out) {
            bits = bits << 6 | value;
            bitCount += 6;
            if (bitCount >= 16) {
                bitCount -= 16;
                put((char) (bits >>> bitCount), out);
                bits &= (1 << bitCount) - 1;
            }
        }

        private void endShift(int b, CharBuffer out) {
            shifted = false;
            if (b == '-') {
                if (justShifted) { // "+-" stands for a plus sign
                    put('+', out);
                }
            } else {
                put(b < 0 ? '\uFFFD' : (char) b, out);
            }
        }

        private void put(char c, CharBuffer out) {
            if (highSurrogate != 0) {
                if (Character.isLowSurrogate(c)) {
                    out.put(highSurrogate).put(c);
                    highSurrogate = 0;
                    return;
                }
                out.put('\uFFFD');
                highSurrogate = 0;
            }
            if (Character.isHighSurrogate(c)) {
                highSurrogate = c;
            } else {
                out.put(Character.isLowSurrogate(c) ? '\uFFFD' : c);
            }
        }

        private static int base64(int b) {
            if (b >= 'A' && b <= 'Z') {
                return b - 'A';
            }
            if (b >= 'a' && b <= 'z') {
                return b - 'a' + 26;
            }
            if (b >= '0' && b <= '9') {
                return b - '0' + 52;
            }
            return b == '+' ? 62 : b == '/' ? 63 : -1;
        }
    }
}
