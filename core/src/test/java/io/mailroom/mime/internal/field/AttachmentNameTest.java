package io.mailroom.mime.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.SeenDefects;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentNameTest {
    private final SeenDefects log = new SeenDefects();

    private String clean(String raw) {
        return AttachmentName.of(raw, ContentType.of("application", "pdf"), 255, log, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report.pdf",
                "Ünïcode 漢字.doc",
                "a (1).txt",
                ".profile",
                "no extension",
                "a%2e%2e",
                "a'b&c",
                "100¥"
            })
    void anOrdinaryNameStaysAsItIs(String name) {
        assertThat(clean(name)).isEqualTo(name);
        assertThat(log.defects()).isEmpty();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "../../etc/passwd|passwd",
                "C:\\Users\\x\\a.doc|a.doc",
                "C:a.doc|a.doc",
                "C:\u00a5tmp\u00a5a.doc|a.doc",
                "C:\u20a9a.doc|a.doc",
                "\\\\host\\share\\a.doc|a.doc",
                "file:///etc/passwd|passwd",
                "/etc/passwd/|application-pdf.pdf",
                "..|application-pdf.pdf",
                "a.doc...|a.doc",
                "a.doc .|a.doc",
                "`  a.doc`|a.doc",
                "ab:stream|ab_stream",
                "a<b>c\"d?e*f|a_b_c_d_e_f",
                "CON|_CON",
                "con.txt|_con.txt",
                "NUL .txt|_NUL .txt",
                "COM1.tar.gz|_COM1.tar.gz",
                "LPT\u00b9|_LPT\u00b9",
                "COMMON.txt|COMMON.txt",
                "a\u2215b|a_b",
                "a\u202Egpj.exe|agpj.exe",
                "a\u0000b\u0007c|abc",
                "\u200Ba\uFEFFb|ab",
                "a\u2028b|ab",
                "\uD800x|_x",
            })
    void aDangerousNameIsMadeSafe(String raw, String name) {
        String clean = clean(raw);

        assertThat(clean).isEqualTo(name);
        if (!raw.equals("COMMON.txt")) {
            assertThat(log.codes()).containsExactly(DefectCode.FILE_NAME_CHANGED);
        }
        assertThat(clean(clean)).isEqualTo(clean);
    }

    @Test
    void aNameIsInOneNormalForm() {
        assertThat(clean("u\u0308.txt")).isEqualTo("\u00fc.txt");
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void aLongNameKeepsItsExtensionAndItsCharactersWhole() {
        String clean = clean("漢".repeat(1_000) + ".pdf");

        assertThat(clean).endsWith("漢.pdf");
        assertThat(clean.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
        assertThat(clean(clean)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "application, pdf, application-pdf.pdf",
        "text, html, text-html.html",
        "image, jpeg, image-jpeg.jpg",
        "application, x-thing, application-x-thing.dat",
        "text, x-java, text-x-java.txt",
        "message, rfc822, message-rfc822.eml"
    })
    void aPartWithoutANameGetsOneFromItsType(String type, String subtype, String name) {
        assertThat(AttachmentName.of("", ContentType.of(type, subtype), 255, log, 0))
                .isEqualTo(name);
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void anyNameBecomesOneThatEverySystemCanHold() {
        Random random = new Random(4_611);
        String[] pieces = {
            "a",
            "Bericht",
            ".txt",
            ".",
            "..",
            "/",
            "\\",
            "C:",
            "con",
            "NUL",
            "com\u00b9",
            "LPT1",
            " ",
            "\u00a0",
            "\0",
            "\r\n",
            "\t",
            "\u202e",
            "\u2066",
            "\u200b",
            "\u200d",
            "\ufeff",
            "e\u0301",
            "\u00e9",
            "\u1e9b\u0323",
            "\ufb01",
            "\uac00",
            "\u1100\u1161",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\uffff",
            "<>:\"|?*",
            "\u2215",
            "%2e%2e%2f",
            "\u00a5",
            "\u0131",
            "x".repeat(130)
        };

        for (int round = 0; round < 4_000; round++) {
            StringBuilder raw = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                raw.append(
                        random.nextInt(20) == 0
                                ? Character.toString(random.nextInt(0x3000))
                                : pieces[random.nextInt(pieces.length)]);
            }
            int most = 64 + random.nextInt(192);

            String name = AttachmentName.of(raw.toString(), ContentType.TEXT_PLAIN, most, DefectSink.NONE, 0);

            assertThat(name)
                    .as("%s", raw)
                    .isNotBlank()
                    .doesNotContainPattern("[\\p{Cc}/\\\\<>:\"|?*\u200b\u2028-\u202e\u2066-\u2069]");
            assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                    .as("%s", raw)
                    .isLessThanOrEqualTo(most);
            assertThat(name)
                    .as("%s", raw)
                    .doesNotEndWith(".")
                    .doesNotEndWith(" ")
                    .doesNotStartWith(" ");
            assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC))
                    .as("%s", raw)
                    .isTrue();
            assertThat(name.toUpperCase(Locale.ROOT))
                    .as("%s", raw)
                    .doesNotMatch("(CON|PRN|AUX|NUL|COM[0-9\u00b9]|LPT[0-9])(\\..*)?");
            assertThat(AttachmentName.of(name, ContentType.TEXT_PLAIN, most, DefectSink.NONE, 0))
                    .isEqualTo(name);
        }
    }
}
