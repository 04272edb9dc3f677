package io.mailroom.mime.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdsTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private List<String> parse(byte[] bytes) {
        return MessageIds.parse(context, bytes, 0, bytes.length, 0, 1_000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a@b>|<a@b>",
                "<a@b> <c@d>|<a@b>,<c@d>",
                "<a@b><c@d>|<a@b>,<c@d>",
                "<a@b>^\t<c@d>|<a@b>,<c@d>",
                "<a^ @b>|<a@b>",
                "a@b|<a@b>",
                "12345|<12345>",
                "<a@b|<a@b>",
                "Your message of Monday <a@b>|<a@b>",
                "<a@b>, <c@d>|<a@b>,<c@d>",
                "``|``",
                "<>|<>",
            })
    void idsAreReadWithTheirBrackets(String field, String ids) {
        List<String> parsed = parse(field.replace("^", "\r\n").getBytes(StandardCharsets.UTF_8));

        assertThat(parsed.stream().filter(id -> id.length() > 2)).containsExactlyElementsOf(expected(ids));
    }

    private static List<String> expected(String ids) {
        return ids.length() <= 2 ? List.of() : List.of(ids.split(","));
    }

    @Test
    void keywordsAreParted() {
        byte[] field = "one, =?UTF-8?Q?zw=C3=B6?=,, three words".getBytes(StandardCharsets.US_ASCII);

        assertThat(Keywords.parse(context, field, 0, field.length, 0)).containsExactly("one", "zwö", "three words");
    }

    @ParameterizedTest(name = "{0}...")
    @CsvSource({"<", "<a@b>", "'<a '", "a@b", "'a '", ">"})
    void floodsCostTimeInProportion(String piece) {
        LinearCost.assertLinear(LinearCost.flood("", piece), this::parse);
    }
}
