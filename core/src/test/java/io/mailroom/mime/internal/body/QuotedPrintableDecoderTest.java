package io.mailroom.mime.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.SeenDefects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedPrintableDecoderTest {
    private final SeenDefects log = new SeenDefects();

    private String decoded(String text, int step) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteOut sink = (buf, from, to) -> out.write(buf, from, to - from);
        QuotedPrintableDecoder decoder = new QuotedPrintableDecoder();
        decoder.start(0, log);
        for (int i = 0; i < bytes.length; i += step) {
            decoder.decode(bytes, i, Math.min(bytes.length, i + step), sink);
        }
        decoder.finish(sink);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a=3Db|a=b",
                "a=3db=e9|a=b\u00e9",
                "soft =~break|soft break",
                "soft =  ~break|soft break",
                "end =|end "
            })
    void escapesAndSoftBreaksAreUndone(String text, String decoded) throws IOException {
        assertThat(decoded(text.replace('~', '\n'), 100)).isEqualTo(decoded);
        assertThat(decoded(text.replace("~", "\r\n"), 1)).isEqualTo(decoded);
        assertThat(log.codes()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a=b c", "=zz=", "==3D", "a=4", "=4g", "==", "=\u00e9x", "x = y"})
    void whatIsNoEscapeStaysAsItIs(String text) throws IOException {
        String whole = decoded(text + "..", 100);

        assertThat(whole).isEqualTo(text.replace("=3D", "=") + "..");
        assertThat(decoded(text + "..", 1)).isEqualTo(whole);
        assertThat(log.codes()).containsOnly(DefectCode.QP_BAD_ESCAPE);
    }

    @Test
    void howTheBytesAreCutMakesNoDifference() throws IOException {
        Random random = new Random(25);
        String[] pieces = {
            "=", "==", "=3D", "=\n", "=\r\n", "= ", " ", "\t", "\r", "\n", "\r\n", "a", "E9", "text", "\u00e9"
        };
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            String whole = decoded(text.toString(), 1_000);

            assertThat(decoded(text.toString(), 1)).as("%s", text).isEqualTo(whole);
            assertThat(decoded(text.toString(), 1 + random.nextInt(20)))
                    .as("%s", text)
                    .isEqualTo(whole);
        }
    }
}
