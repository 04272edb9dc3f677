package io.mailroom.mime.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderTextTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private String decode(byte[] bytes) {
        return HeaderText.decode(context, bytes, 0, bytes.length, 0);
    }

    private String decode(String latin1) {
        return decode(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=?UTF-8?Q?caf=C3=A9?=|café",
                "=?utf-8?B?Y2Fmw6k=?=|café",
                "=?utf-8?b?Y2Fmw6k?=|café",
                "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=|ab",
                "=?ISO-8859-1?Q?a?= b|a b",
                "=?ISO-8859-1?Q?a_b?=|a b",
                "=?UTF-8?Q?caf=C3?= =?UTF-8?Q?=A9?=|café",
                "=?UTF-8?Q?caf=C3?= =?utf-8?B?qQ==?=|café",
                "=?utf-8?Q?hello world?=|hello world",
                "=?utf-8?Q?What??=|What?",
                "=?utf-8?Q?a?b?=|a?b",
                "=?utf-8?Q?x?=3Dy?=|x?=y",
                "=?utf-8?Q?x?=ab|xab",
                "(=?ISO-8859-1?Q?a?=)|(a)",
                "Re:=?UTF-8?Q?=C3=A9?=|Re:é",
                "=?UTF-8*en?Q?=C3=A9?=|é",
                "=?UTF-8?Q?a=ZZb?=|a=ZZb",
                "=?x-foo?Q?abc?=|=?x-foo?Q?abc?=",
                "=?x-unknown?Q?caf=C3=A9?=|café",
                "=?UTF-8?Q?abc|abc",
                "=?UTF-8?Q?abc?|abc",
                "=?UTF-8?B?YWJj =?UTF-8?B?ZGVm?=|abcdef",
                "=?UTF-8?B?YWJj?==?UTF-8?B?ZGVm?=|abcdef",
                "=?UTF-8?Q?abc def|=?UTF-8?Q?abc def",
                "=? is no word =?|=? is no word =?",
                "=?UTF-8?X?abc?=|=?UTF-8?X?abc?=",
                "=?gb2312?B?xOO6ww==?=|你好",
                "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=|日本",
                "=?iso-2022-jp?B?GyRCfGI2NhsoQg==?=|髙橋",
                "=?ks_c_5601-1987?B?x9GxuQ==?=|한국",
                "=?utf-7?Q?+AOk-?=|é",
                "=?iso-8859-1?Q?caf=C3=A9?=|café",
                "=?iso-8859-1?Q?=80?=|€",
                "=?UTF-8?B?YQ==Yg==?=|ab",
                "=?UTF-8?Q?a=0D=0ABcc:_x?=|a  Bcc: x",
            })
    void encodedWordsAreReadAsPeopleMeanThem(String raw, String text) {
        assertThat(decode(raw)).isEqualTo(text);
    }

    @Test
    void plainTextIsUnfoldedAndTrimmed() {
        assertThat(decode("  Hello\r\n world \r\n")).isEqualTo("Hello world");
        assertThat(decode("Hello\r\n\tworld")).isEqualTo("Hello world");
        assertThat(decode("a\rb\nc")).isEqualTo("a b c");
        assertThat(decode("a\0b")).isEqualTo("a b");
        assertThat(decode("")).isEmpty();
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void foldedWordsBelongTogether() {
        assertThat(decode("=?UTF-8?Q?a?=\r\n =?UTF-8?Q?b?=\r\n c")).isEqualTo("ab c");
    }

    @Test
    void rawUtf8IsRead() {
        assertThat(decode("Grüße aus 東京".getBytes(StandardCharsets.UTF_8))).isEqualTo("Grüße aus 東京");
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void rawLatin1IsReadAsWindows1252AndNoted() {
        assertThat(decode("Gr\u00fc\u00dfe \u0080")).isEqualTo("Grüße €");
        assertThat(log.codes()).containsExactly(DefectCode.RAW_8BIT_HEADER);
    }

    @Test
    void rawBytesAreReadInTheCharsetOfTheTextWhenItIsKnown() {
        byte[] bytes = "Привет".getBytes(Charset.forName("KOI8-R"));
        HeaderContext known = new HeaderContext(MimeLimits.DEFAULT, log, Charset.forName("KOI8-R"));

        assertThat(HeaderText.decode(known, bytes, 0, bytes.length, 0)).isEqualTo("Привет");
    }

    @Test
    void defectsTellTheirPlace() {
        byte[] bytes = "  x =?foo?Q?a?=".getBytes(StandardCharsets.US_ASCII);

        HeaderText.decode(context, bytes, 0, bytes.length, 100);

        assertThat(log.defects()).hasSize(1);
        assertThat(log.defects().get(0).code()).isEqualTo(DefectCode.ENCODED_WORD_CHARSET);
        assertThat(log.defects().get(0).offset()).isEqualTo(106);
        assertThat(log.defects().get(0).text()).isEqualTo("foo");
    }

    @Test
    void moreWordsThanTheLimitAreLeftAsText() {
        String text = decode("=?utf-8?Q?a?= ".repeat(600));

        assertThat(text).startsWith("a".repeat(500) + " =?utf-8?Q?a?=");
        assertThat(log.codes()).containsOnlyOnce(DefectCode.TOO_MANY_ENCODED_WORDS);
    }

    @ParameterizedTest(name = "{0}{1}{1}{1}...")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|=?utf-8?Q?a?= ",
                "|=?",
                "|=",
                "|=?utf-8?Q?",
                "|=?utf-8?Q?a ",
                "=?utf-8?B?|A",
                "=?utf-8?Q?|?=41",
                "=?utf-8?Q?a?=41|b",
                "|=?x?Q?a?= ",
                "|a^ ",
                "|^",
                "|\u00e9=?utf-8?Q?=C3?= ",
            })
    void floodsCostTimeInProportion(String start, String piece) {
        byte[] flood = LinearCost.flood(start == null ? "" : start, piece.replace("^", "\r\n"));

        LinearCost.assertLinear(flood, bytes -> HeaderText.decode(context, bytes, 0, bytes.length, 0));
    }
}
