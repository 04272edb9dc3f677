package io.mailroom.mime.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.SeenDefects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CharsetTest {
    private final SeenDefects log = new SeenDefects();

    private String decode(byte[] bytes, String label) {
        return TextDecoder.decode(bytes, 0, bytes.length, label, log, 0);
    }

    private static byte[] in(String charset, String text) {
        return text.getBytes(Charset.forName(charset));
    }

    @ParameterizedTest(name = "{0} means {1}")
    @CsvSource({
        "utf8, UTF-8",
        "UTF-8, UTF-8",
        "'\"utf-8\"', UTF-8",
        "utf-8http-equivcontent-type, UTF-8",
        "iso-8859-1, windows-1252",
        "US-ASCII, windows-1252",
        "latin1, windows-1252",
        "iso8859_15, ISO-8859-15",
        "ISO_8859-2:1987, ISO-8859-2",
        "cp-850, IBM850",
        "cp1251, windows-1251",
        "windows-cp1250, windows-1250",
        "gb2312, GB18030",
        "ks_c_5601-1987, x-windows-949",
        "shift_jis, windows-31j",
        "iso-2022-jp, x-windows-iso2022jp",
        "iso-8859-8-i, ISO-8859-8",
        "iso-8859-8-e, ISO-8859-8",
        "unicode-1-1-utf-7, UTF-7",
        "UTF-7, UTF-7",
        "koi8-r, KOI8-R",
        "big5, x-MS950-HKSCS",
        "tis-620, x-windows-874",
        "cp858, IBM00858",
    })
    void labelsMeanWhatTheyMeanInMail(String label, String charset) {
        assertThat(CharsetLabels.find(label))
                .contains(charset.equals("UTF-7") ? Utf7.INSTANCE : Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource({"x-unknown", "default", "''", "x-foo", "iso-8859-99", "\u00e9", "none", "a b c d", "cp"})
    void nonsenseMeansNoCharset(String label) {
        assertThat(CharsetLabels.find(label)).isEmpty();
    }

    static Stream<Arguments> texts() {
        String russian = "Здравствуйте, уважаемые коллеги! Высылаю вам документы по договору.";
        String chinese = "您好，我们的会议时间是明天下午三点，请大家准时参加。谢谢！";
        String japanese = "いつもお世話になっております。会議の資料をお送りします。";
        String korean = "안녕하세요. 회의 자료를 보내드립니다. 확인 부탁드립니다.";
        String french = "Bonjour, voilà l'été à la plage, ça va être très agréable.";
        return Stream.of(
                Arguments.of("", "UTF-8", french, DefectCode.CHARSET_MISSING),
                Arguments.of("", "windows-1252", french, DefectCode.CHARSET_MISSING),
                Arguments.of("", "windows-1251", russian, DefectCode.CHARSET_MISSING),
                Arguments.of("", "KOI8-R", russian, DefectCode.CHARSET_MISSING),
                Arguments.of("", "GB18030", chinese, DefectCode.CHARSET_MISSING),
                Arguments.of("", "EUC-JP", japanese, DefectCode.CHARSET_MISSING),
                Arguments.of("", "windows-31j", japanese, DefectCode.CHARSET_MISSING),
                Arguments.of("", "x-windows-949", korean, DefectCode.CHARSET_MISSING),
                Arguments.of("", "ISO-2022-JP", japanese, DefectCode.CHARSET_MISSING),
                Arguments.of("x-what", "UTF-8", russian, DefectCode.CHARSET_UNKNOWN),
                Arguments.of("x-what", "windows-1252", french, DefectCode.CHARSET_UNKNOWN),
                Arguments.of("iso-8859-1", "UTF-8", french, DefectCode.CHARSET_WRONG),
                Arguments.of("us-ascii", "UTF-8", japanese, DefectCode.CHARSET_WRONG),
                Arguments.of("us-ascii", "windows-1252", french, null),
                Arguments.of("utf-8", "windows-1252", french, DefectCode.CHARSET_WRONG),
                Arguments.of("utf-16", "UTF-8", french, DefectCode.CHARSET_WRONG),
                Arguments.of("utf-16", "UTF-16LE", french, DefectCode.CHARSET_WRONG),
                Arguments.of("utf-16", "UTF-16", french, null),
                Arguments.of("iso-2022-jp", "ISO-2022-JP", japanese, null),
                Arguments.of("iso-2022-jp", "UTF-8", japanese, DefectCode.CHARSET_WRONG),
                Arguments.of("windows-1251", "windows-1251", russian, null),
                Arguments.of("koi8-r", "KOI8-R", russian, null));
    }

    @ParameterizedTest(name = "labelled \"{0}\", written in {1}")
    @MethodSource("texts")
    void textIsReadInTheCharsetItIsIn(String label, String charset, String text, DefectCode defect) throws IOException {
        byte[] bytes = in(charset, text);

        assertThat(decode(bytes, label)).isEqualTo(text);
        if (defect == null) {
            assertThat(log.defects()).isEmpty();
        } else {
            assertThat(log.codes()).containsExactly(defect);
        }
        assertThat(transcoded(bytes, label, 1)).isEqualTo(text);
    }

    @Test
    void plainAsciiNeedsNoCharsetAtAll() {
        assertThat(decode(in("US-ASCII", "Hello"), "")).isEqualTo("Hello");
        assertThat(decode(in("US-ASCII", "Hello"), "x-what")).isEqualTo("Hello");
        assertThat(log.defects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Hi Mom -+Jjo--!, Hi Mom -☺-!",
        "A+ImIDkQ., A≢Α.",
        "+ZeVnLIqe-, 日本語",
        "1 +- 1, 1 + 1",
        "+2D3eAA-, 😀",
        "+2D0-x, \uFFFDx"
    })
    void utf7IsReadWhereItIsDeclared(String raw, String text) {
        assertThat(decode(in("US-ASCII", raw), "utf-7")).isEqualTo(text);
        assertThat(log.codes()).contains(DefectCode.CHARSET_UTF7);
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        byte[] marked = in("UTF-8", "\uFEFFété");

        assertThat(decode(marked, "utf-8")).isEqualTo("été");
        assertThat(transcoded(marked, "utf-8", 1)).isEqualTo("été");
    }

    @Test
    void aByteOrderMarkWithinATextIsNone() throws IOException {
        byte[] bytes = {'z', 'a', (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xc3, 'i', '{'};

        assertThat(decode(bytes, "")).isEqualTo("za\u00fe\u00ff\u00ff\u00c3i{");
        assertThat(transcoded(bytes, "", 1)).isEqualTo(decode(bytes, ""));
    }

    @Test
    void surrogatesInUtf8AreReplacedAlikeHoweverTheyAreCut() throws IOException {
        byte[] bytes = {
            'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xed, (byte) 0xb1, (byte) 0xe4, (byte) 0xba, '\n', (byte) 0xf0
        };

        assertThat(decode(bytes, "utf-8")).isEqualTo("aé\uFFFD\uFFFD\uFFFD\n\uFFFD");
        assertThat(transcoded(bytes, "utf-8", 1)).isEqualTo(decode(bytes, "utf-8"));
    }

    @Test
    void halvesOfCharactersAreReplaced() throws IOException {
        byte[] bytes = {0, 0, 0, 'a', 0, 0, (byte) 0xd8, (byte) 0xd8, 0, 0, 0, 'b'};

        assertThat(decode(bytes, "utf-32")).isEqualTo("a\uFFFDb");
        assertThat(transcoded(bytes, "utf-32", 1)).isEqualTo("a\uFFFDb");
    }

    @Test
    void bytesWithoutMeaningAreReplacedOneByOne() throws IOException {
        byte[] bytes = {'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82, 'c', (byte) 0xf0};

        assertThat(decode(bytes, "utf-8")).isEqualTo("aé\uFFFDb\uFFFDc\uFFFD");
        assertThat(log.codes()).containsExactly(DefectCode.CHARSET_MALFORMED);
        assertThat(transcoded(bytes, "utf-8", 1)).isEqualTo("aé\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void aShiftInIsNoTextOfIso2022HoweverItIsCut() throws IOException {
        byte[] bytes = {'a', 0x0f, 'b', 0x1b, 'c', '&', 'd'};

        assertThat(transcoded(bytes, "iso-2022-kr", 1)).isEqualTo(decode(bytes, "iso-2022-kr"));
        assertThat(transcoded(bytes, "iso-2022-jp", 1)).isEqualTo(decode(bytes, "iso-2022-jp"));
        assertThat(transcoded(bytes, "", 1)).isEqualTo(decode(bytes, ""));
    }

    @Test
    void howTheBytesAreCutMakesNoDifference() throws IOException {
        Random random = new Random(7);
        String[] labels = {
            "", "utf-8", "iso-8859-1", "gb2312", "shift_jis", "utf-16", "utf-7", "iso-2022-jp", "iso-2022-kr", "euc-kr"
        };
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            byte[] text = random.nextBoolean() ? bytes : in("UTF-8", "é漢字😀ß" + round);
            String label = labels[random.nextInt(labels.length)];

            String whole = decode(text, label);

            assertThat(transcoded(text, label, 1)).as(label).isEqualTo(whole);
            assertThat(transcoded(text, label, 7)).as(label).isEqualTo(whole);
        }
    }

    @Test
    void longTextsStreamInAnyCharset() throws IOException {
        String text = "Ein längerer Text mit Umlauten äöü und € Zeichen.\r\n".repeat(5_000);

        assertThat(transcoded(in("UTF-8", text), "utf-8", 8_191)).isEqualTo(text);
        assertThat(transcoded(in("windows-1252", text), "iso-8859-1", 8_191)).isEqualTo(text);
        assertThat(transcoded(in("UTF-16", text), "utf-16", 8_191)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"''", "utf-8", "iso-8859-1", "gb2312", "utf-7", "iso-2022-jp", "utf-16", "x-what", "big5"})
    void anyBytesAreReadInProportionalTime(String label) {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);

        LinearCost.assertLinear(bytes, b -> decode(b, label));
    }

    private String transcoded(byte[] bytes, String label, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Utf8Transcoder transcoder =
                new Utf8Transcoder(label, log, 0, (buf, from, to) -> out.write(buf, from, to - from));
        for (int i = 0; i < bytes.length; i += step) {
            transcoder.write(bytes, i, Math.min(bytes.length, i + step));
        }
        transcoder.finish();
        return out.toString(StandardCharsets.UTF_8);
    }
}
