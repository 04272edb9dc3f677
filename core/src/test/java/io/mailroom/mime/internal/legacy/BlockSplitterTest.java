package io.mailroom.mime.internal.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.LinearCost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSplitterTest {
    private final SeenDefects log = new SeenDefects();

    /** Text as it is, blocks as {@code [name:data]}. */
    private String split(byte[] body, int step) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BlockSplitter splitter = new BlockSplitter(log, 0, new BlockSplitter.Parts() {
            @Override
            public void text(byte[] buf, int from, int to) {
                out.write(buf, from, to - from);
            }

            @Override
            public boolean begin(BlockSplitter.Kind kind, String name) {
                out.writeBytes(("[" + name + ":").getBytes(StandardCharsets.UTF_8));
                return true;
            }

            @Override
            public void data(byte[] buf, int from, int to) {
                out.write(buf, from, to - from);
            }

            @Override
            public void end() {
                out.write(']');
            }
        });
        try {
            for (int i = 0; i < body.length; i += step) {
                splitter.write(body, i, Math.min(body.length, i + step));
            }
            splitter.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private String split(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        String whole = split(bytes, Integer.MAX_VALUE / 2);
        for (int step : new int[] {1, 2, 7}) {
            SeenDefects before = new SeenDefects();
            log.defects().forEach(d -> before.add(d.code(), d.offset(), d.text()));
            assertThat(split(bytes, step)).isEqualTo(whole);
            log.defects().retainAll(before.defects());
        }
        return whole;
    }

    static String uuencoded(byte[] data) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < data.length; i += 45) {
            int count = Math.min(45, data.length - i);
            out.append(letter(count));
            for (int j = 0; j < count; j += 3) {
                int bits = 0;
                for (int k = 0; k < 3; k++) {
                    bits = bits << 8 | (i + j + k < data.length ? data[i + j + k] & 0xff : 0);
                }
                out.append(letter(bits >> 18))
                        .append(letter(bits >> 12))
                        .append(letter(bits >> 6))
                        .append(letter(bits));
            }
            out.append("\r\n");
        }
        return out.append("`\r\nend\r\n").toString();
    }

    private static char letter(int value) {
        return (value & 0x3f) == 0 ? '`' : (char) ((value & 0x3f) + ' ');
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a~begin 644 cat.txt~#0V%T~`~end~b~|a~[cat.txt:Cat]b~",
                "begin 644 cat.txt~#0V%T~`~end|[cat.txt:Cat]",
                "begin  0644 my cat.txt~#0V%T~ ~end~|[my cat.txt:Cat]",
                "begin 644 cat.txt~#0V%T~~end~|[cat.txt:Cat]",
                "begin 644 cat.txt~#0V%T~end~|[cat.txt:Cat]",
                "begin 644 a~#0V%T~`~end~begin 644 b~#0V%T~`~end~|[a:Cat][b:Cat]",
                "begin 644 a~end~|[a:]",
                "begin 644 ~#0V%T~`~end~|[:Cat]",
                "begin 644~#0V%T~`~end~|[:Cat]",
                "begin 644 lines of text~that are no file~|begin 644 lines of text~that are no file~",
                "begin 644 things~~Well.~|begin 644 things~~Well.~",
                "begin to read~|begin to read~",
                "begin 644 a|begin 644 a",
                "not begin 644 a~#0V%T~`~end~|not begin 644 a~#0V%T~`~end~",
            })
    void uuencodedFilesAreFoundInText(String body, String parts) {
        assertThat(split(body.replace("~", "\r\n"))).isEqualTo(parts.replace("~", "\r\n"));
        assertThat(log.defects()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "begin 644 a~#0V%T~|[a:Cat]",
                "begin 644 a~#0V%T~Regards, Al~|[a:Cat]Regards, Al~",
                "begin 644 a~#0V%T~`~Regards, Al~|[a:Cat]Regards, Al~",
            })
    void aDamagedFileEndsWhereTheDamageIs(String body, String parts) {
        assertThat(split(body.replace("~", "\r\n"))).isEqualTo(parts.replace("~", "\r\n"));
        assertThat(log.codes()).containsOnly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void anyBytesSurviveUuencode() {
        byte[] data = new byte[10_000];
        new Random(3).nextBytes(data);

        assertThat(split("begin 644 a\r\n" + uuencoded(data)))
                .isEqualTo("[a:" + new String(data, StandardCharsets.ISO_8859_1) + "]");
    }

    private static String yenc(byte[] data, long size, long crc) {
        StringBuilder out = new StringBuilder("=ybegin line=128 size=" + size + " name=a b.bin\r\n");
        int column = 0;
        for (byte b : data) {
            int c = b + 42 & 0xff;
            if (c == 0 || c == '\n' || c == '\r' || c == '=') {
                out.append('=');
                c = c + 64 & 0xff;
            }
            out.append((char) c);
            if (++column == 128) {
                out.append("\r\n");
                column = 0;
            }
        }
        return out.append("\r\n=yend size=" + size + " crc32=" + Long.toHexString(crc) + "\r\n")
                .toString();
    }

    @Test
    void yencFilesAreFoundInText() {
        byte[] data = new byte[5_000];
        new Random(5).nextBytes(data);
        CRC32 crc = new CRC32();
        crc.update(data);

        assertThat(split("x\r\n" + yenc(data, data.length, crc.getValue()) + "y"))
                .isEqualTo("x\r\n[a b.bin:" + new String(data, StandardCharsets.ISO_8859_1) + "]y");
        assertThat(log.defects()).isEmpty();

        split(yenc(data, data.length, crc.getValue() + 1));
        assertThat(log.codes()).containsOnly(DefectCode.YENC_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin 644 a\n",
                "begin 644 a\n#0V%T\n",
                "x",
                "\n",
                "begin 644 a\n\n",
                "=ybegin line=1 size=1 name=a\n",
                "="
            })
    void floodsCostTimeInProportion(String piece) {
        LinearCost.assertLinear(LinearCost.flood("", piece), bytes -> split(bytes, 4_096));
    }
}
