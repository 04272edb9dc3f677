package io.mailroom.mime.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.Disposition;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentFieldsTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private ContentType type(String field) {
        byte[] bytes = field.replace("^", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ContentFields.contentType(context, bytes, 0, bytes.length, 0);
    }

    private Disposition disposition(String field) {
        byte[] bytes = field.replace("^", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ContentFields.disposition(context, bytes, 0, bytes.length, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain|text/plain",
                "TEXT/Plain; Charset=\"UTF-8\"|text/plain; charset=UTF-8",
                "text/plain; charset=us-ascii; format=flowed|text/plain; charset=us-ascii; format=flowed",
                "text/plain; charset=us-ascii (Plain text)|text/plain; charset=us-ascii",
                "text/plain; charset=utf-8 format=flowed|text/plain; charset=utf-8; format=flowed",
                "text/plain; charset=\"utf-8\" format=flowed|text/plain; charset=utf-8; format=flowed",
                "text/plain charset=utf-8|text/plain; charset=utf-8",
                "text/plain;; charset=utf-8;|text/plain; charset=utf-8",
                "text/plain; charset = utf-8|text/plain; charset=utf-8",
                "text/plain; charset='utf-8'|text/plain; charset='utf-8'",
                "text(a)/(b)plain(c); charset=x|text/plain; charset=x",
                "text / plain|text/plain",
                "multipart/mixed; boundary==_x|multipart/mixed; boundary==_x",
                "multipart/mixed; boundary=\"a b\"|multipart/mixed; boundary=a b",
                "multipart/mixed; boundary=a b|multipart/mixed; boundary=a b",
                "multipart/mixed; boundary=\"x|multipart/mixed; boundary=x",
                "multipart/mixed; boundary=\"a;b|multipart/mixed; boundary=a",
                "multipart/mixed;^\tboundary=\"x\"|multipart/mixed; boundary=x",
                "multipart; boundary=x|multipart/mixed; boundary=x",
                "boundary=x|multipart/mixed; boundary=x",
                "text|text/plain",
                "text/|text/plain",
                "html|text/html",
                "image|application/octet-stream",
                "``|text/plain",
                "/|text/plain",
                "????|text/plain",
                "text/html; charset|text/html",
                "text/html; =x|text/html",
                "text/html; a=1; a=2|text/html; a=1",
                "application/x; name=\"C:\\dir\\a.txt\"|application/x; name=C:\\dir\\a.txt",
                "application/x; name=\"C:\\dir\\\"|application/x; name=C:\\dir\\",
                "application/x; name=\"a \\\"b\\\" c\"|application/x; name=a \"b\" c",
                "application/x; name=my file (1).doc|application/x; name=my file (1).doc",
                "application/x; name=my file.doc; x=y|application/x; name=my file.doc; x=y",
                "application/x; name==?UTF-8?Q?a=3Bb;c?=; x=y|application/x; name=a;b;c; x=y",
                "application/x; name=\"=?UTF-8?Q?J=C3=B6rg?=\"|application/x; name=Jörg",
                "application/x; name=\"=?UTF-8?Q?J=C3=B6?=^ =?UTF-8?Q?rg?=\"|application/x; name=Jörg",
                "application/x; name=Jörg.doc|application/x; name=Jörg.doc",
                "application/x; name=\"a^ b\"|application/x; name=a b",
                "application/x; name=\"a\"b; x=y|application/x; name=a; x=y",
                "application/x; (c) name=a|application/x; name=a",
                "application/x; (c name=a|application/x; name=a",
            })
    void typesAreReadAsPeopleMeanThem(String field, String expected) {
        assertThat(type(field)).hasToString(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename*=UTF-8''J%C3%B6rg|Jörg",
                "filename*=utf-8'de'J%C3%B6rg|Jörg",
                "filename*=\"utf-8''J%C3%B6rg\"|Jörg",
                "filename*=iso-8859-1''J%F6rg|Jörg",
                "filename*=''J%C3%B6rg|Jörg",
                "filename*=plain.txt|plain.txt",
                "filename*=UTF-8''100%|100%",
                "filename*0=ab; filename*1=cd|abcd",
                "filename*1=cd; filename*0=ab|abcd",
                "filename*1=ab; filename*2=cd|abcd",
                "filename*0*=utf-8''J%C3; filename*1*=%B6rg|Jörg",
                "filename*0*=utf-8''J%C3%B6; filename*1=rg%20|Jörg%20",
                "filename*2=c; filename*0=a; filename*1=b|abc",
                "filename*0=a; filename*2=c|a",
                "filename*0=a; filename*0=x; filename*1=b|ab",
                "filename*0=a; filename*1000000000=b|a",
                "filename*0=a; filename*x=b|a",
                "filename=a; filename*=UTF-8''b|b",
                "filename*=UTF-8''b; filename=a|b",
                "filename=a; filename=b|a",
                "filename*0=\"=?UTF-8?Q?J=C3=B6?=\"; filename*1=\"=?UTF-8?Q?rg?=\"|Jörg",
                "filename*=UTF-8''a%0D%0Ab|a  b",
                "filename*00=a; filename*01=b|ab",
            })
    void fileNamesComeInManyForms(String parameters, String name) {
        assertThat(disposition("attachment; " + parameters).fileName()).contains(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=a; filename=b|PARAMETER_DUPLICATE",
                "attachment; filename=a; filename*=UTF-8''b|PARAMETER_AMBIGUOUS",
                "attachment; filename*0=a; filename*2=b|PARAMETER_SEGMENT",
                "attachment;; filename=a|PARAMETER_MALFORMED",
                "attachment; filename=\"a|PARAMETER_QUOTE",
                "attachment; filename=\"=?UTF-8?Q?a?=\"|ENCODED_WORD_MISPLACED",
                "attachment; filename=\"ö\"|PARAMETER_8BIT",
                "; filename=a|MALFORMED_DISPOSITION",
            })
    void doubtsAreNoted(String field, DefectCode code) {
        disposition(field);

        assertThat(log.codes()).contains(code);
    }

    @Test
    void sameValueTwiceInBothFormsIsNoDoubt() {
        disposition("attachment; filename=a; filename*=UTF-8''a");

        assertThat(log.defects()).isEmpty();
    }

    @Test
    void aBoundaryKeepsItsBytes() {
        byte[] field = "multipart/mixed; boundary=\"=?x?=\u00e9 \"".getBytes(StandardCharsets.ISO_8859_1);

        ContentType type = ContentFields.contentType(context, field, 0, field.length, 0);

        assertThat(type.boundaryBytes()).isEqualTo("=?x?=\u00e9 ".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aBoundaryMayComeInSegments() {
        assertThat(type("multipart/mixed; boundary*1=cd; boundary*0=ab").boundaryBytes())
                .isEqualTo("abcd".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aDispositionWithoutItsWordIsAnAttachmentWhenItNamesAFile() {
        assertThat(disposition("filename=a.txt").isAttachment()).isTrue();
        assertThat(disposition("; x=y").isInline()).isTrue();
        assertThat(disposition("INLINE").isInline()).isTrue();
        assertThat(disposition("strange").isAttachment()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "base64, base64",
        "' Base64 (x)', base64",
        "'\"base64\"', base64",
        "'base64;', base64",
        "'(c) 8BIT', 8bit",
        "quoted-printable, quoted-printable",
        "'', ''",
        "';', ''"
    })
    void aWordIsReadWithoutItsJunk(String field, String word) {
        byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);

        assertThat(ContentFields.word(bytes, 0, bytes.length)).isEqualTo(word);
    }

    @Test
    void moreParametersThanTheLimitAreLeftOut() {
        StringBuilder field = new StringBuilder("text/plain");
        for (int i = 0; i < 1_000; i++) {
            field.append("; p").append(i).append("=v");
        }

        assertThat(type(field.toString()).parameters()).hasSize(128);
        assertThat(log.codes()).containsExactly(DefectCode.TOO_MANY_PARAMETERS);
    }

    @ParameterizedTest(name = "{0}{1}{1}{1}...")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain|;",
                "text/plain|; a=b",
                "text/plain|; a*1=b",
                "text/plain; a=|a b ",
                "text/plain; a=|(",
                "text/plain; a=\"|\\",
                "text/plain; a=|\" ",
                "text/plain; |( ",
                "text/plain; |x;",
                "text/plain; |x ",
                "text/plain; |=",
                "text/plain; name=|=?u?Q?",
                "text/plain; name=|=?u?Q?a?= ",
                "text|(",
                "|(",
                "text/plain; name*=|%",
                "text/plain; name*=|'",
                "text/plain; a=b|(x) ",
            })
    void floodsCostTimeInProportion(String start, String piece) {
        byte[] flood = LinearCost.flood(start == null ? "" : start, piece);

        LinearCost.assertLinear(flood, bytes -> ContentFields.contentType(context, bytes, 0, bytes.length, 0));
    }
}
