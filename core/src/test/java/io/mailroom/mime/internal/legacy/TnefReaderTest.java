package io.mailroom.mime.internal.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.LinearCost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TnefReaderTest {
    private final SeenDefects log = new SeenDefects();

    /** Files as {@code [data]name(type)}, bodies as {@code {type:text}}. */
    private String read(byte[] file, int step) {
        StringBuilder all = new StringBuilder();
        TnefReader reader = new TnefReader(log, 0, new TnefReader.Parts() {
            @Override
            public void begin() {
                all.append('[');
            }

            @Override
            public void data(byte[] buf, int from, int to) {
                all.append(new String(buf, from, to - from, StandardCharsets.ISO_8859_1));
            }

            @Override
            public void end(String name, ContentType type) {
                all.append(']').append(name).append('(').append(type).append(')');
            }

            @Override
            public void body(ContentType type, byte[] bytes) {
                all.append('{')
                        .append(type)
                        .append(':')
                        .append(new String(bytes, StandardCharsets.UTF_8))
                        .append('}');
            }
        });
        try {
            for (int i = 0; i < file.length; i += step) {
                reader.write(file, i, Math.min(file.length, i + step));
            }
            reader.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    @Test
    void bodiesAndFilesAreFound() {
        String all = "{text/plain; charset=utf-8:Grüße}{text/html; charset=windows-1252:<p>x}"
                + "[Hello]long name.txt(text/plain)[World]b.bin(application/octet-stream)";

        assertThat(read(TnefFile.sample(), 1 << 20)).isEqualTo(all);
        assertThat(read(TnefFile.sample(), 1)).isEqualTo(all);
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void anEmbeddedMessageIsAFileOfItsOwn() {
        byte[] object =
                new TnefFile().bytes(new byte[16]).bytes(TnefFile.sample()).done();
        byte[] attachment =
                new TnefFile().number(1, 4).property(0x3701, 0x0d, object).done();
        byte[] file = TnefFile.start()
                .attribute(2, 0x00069002, new byte[14])
                .attribute(2, 0x00069005, attachment)
                .done();

        assertThat(read(file, 100))
                .isEqualTo("[" + new String(TnefFile.sample(), StandardCharsets.ISO_8859_1) + "](application/ms-tnef)");
    }

    @Test
    void packedRtfIsUnpacked() {
        byte[] packed = {
            0x2d,
            0,
            0,
            0,
            0x2b,
            0,
            0,
            0,
            'L',
            'Z',
            'F',
            'u',
            (byte) 0xf1,
            (byte) 0xc5,
            (byte) 0xc7,
            (byte) 0xa7,
            3,
            0,
            10,
            0,
            'r',
            'c',
            'p',
            'g',
            '1',
            '2',
            '5',
            'B',
            '2',
            10,
            (byte) 0xf3,
            ' ',
            'h',
            'e',
            'l',
            9,
            0,
            ' ',
            'b',
            'w',
            5,
            (byte) 0xb0,
            'l',
            'd',
            '}',
            10,
            (byte) 0x80,
            15,
            (byte) 0xa0
        };

        assertThat(new String(CompressedRtf.decode(packed, 1_000, log, 0), StandardCharsets.US_ASCII))
                .isEqualTo("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assertThat(log.defects()).isEmpty();
        assertThat(CompressedRtf.decode(packed, 10, log, 0)).hasSize(10);
    }

    @Test
    void whatComesBeforeDamageIsRead() {
        byte[] file = TnefFile.sample();

        for (int length = 6; length < file.length; length++) {
            log.defects().clear();
            String all = read(Arrays.copyOf(file, length), 64);
            assertThat("{text/plain; charset=utf-8:Grüße}")
                    .satisfiesAnyOf(
                            body -> assertThat(all).startsWith(body),
                            body -> assertThat(all).isEmpty());
        }
    }

    @Test
    void noiseAndWrongSumsAreDefects() {
        byte[] file = TnefFile.sample();
        file[file.length - 1]++;
        read(file, 64);
        assertThat(log.codes()).containsExactly(DefectCode.TNEF_CHECKSUM);

        log.defects().clear();
        assertThat(read(TnefFile.ascii("no such file at all"), 64)).isEmpty();
        assertThat(log.codes()).containsExactly(DefectCode.TNEF_MALFORMED);
    }

    @Test
    void damageNeverThrowsAndCostsTimeInProportion() {
        Random random = new Random(11);
        byte[] file = TnefFile.sample();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = file.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            read(damaged, 1 + random.nextInt(200));
        }
        byte[] many =
                new TnefFile().number(0x7fffffff, 4).bytes(new byte[300_000]).done();

        LinearCost.assertLinear(TnefFile.start().attribute(1, 0x00069003, many).done(), bytes -> read(bytes, 4_096));
    }
}
