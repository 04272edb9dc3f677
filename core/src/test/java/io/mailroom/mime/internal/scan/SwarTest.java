package io.mailroom.mime.internal.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is searched eight bytes at a time is what a look at each byte finds. */
class SwarTest {
    private static final byte[] ALPHABET = {
        '\n', 'b', '=', '-', '\u000b', 'a', 0, 1, (byte) 0x8a, (byte) 0xa0, (byte) 0xff
    };

    private final Random random = new Random(31);

    private byte[] someBytes() {
        byte[] bytes = new byte[1 + random.nextInt(90)];
        int kinds = 1 + random.nextInt(ALPHABET.length);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ALPHABET[random.nextInt(kinds)];
        }
        return bytes;
    }

    private static int feedBefore(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\n' && (bytes[i + 1] == 'b' || bytes[i + 1] == '=')) {
                return i;
            }
        }
        return to;
    }

    private static int hyphenBehindFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '-' && bytes[i - 1] == '\n') {
                return i;
            }
        }
        return to;
    }

    private static boolean holdsC1(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xFF) >= 0x80 && (bytes[i] & 0xFF) < 0xA0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void allSearchesFindTheFirst() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = someBytes();
            int from = 1 + random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(Swar.feedBefore(bytes, from, to, (byte) 'b', (byte) '=')).isEqualTo(feedBefore(bytes, from, to));
            assertThat(Swar.indexBehindFeed(bytes, from, to, (byte) '-')).isEqualTo(hyphenBehindFeed(bytes, from, to));
            assertThat(Swar.holdsC1(bytes, from, to)).isEqualTo(holdsC1(bytes, from, to));
        }
    }
}
