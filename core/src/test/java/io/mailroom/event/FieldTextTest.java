package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTextTest {
    @Test
    void noValueHoldsNulOrHalfACharacter() {
        assertThat(FieldText.clean("a\0b", 10)).isEqualTo("a\uFFFDb");
        assertThat(FieldText.clean("\uD83D", 10)).isEqualTo("\uFFFD");
        assertThat(FieldText.clean("\uDE00\uD83D", 10)).isEqualTo("\uFFFD\uFFFD");
        assertThat(FieldText.clean("a\uD83D\uDE00b", 10)).isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void aCutTearsNoCharacter() {
        assertThat(FieldText.clean("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(FieldText.clean("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
        assertThat(FieldText.clean("abc", 0)).isEmpty();
    }

    @Test
    void anyTextBecomesOneThatUtf8CanCarry() {
        Random random = new Random(40);
        for (int run = 0; run < 2_000; run++) {
            String text = anyText(random, 30);

            String clean = FieldText.clean(text, 20);

            assertThat(clean).hasSizeLessThanOrEqualTo(20).doesNotContain("\0");
            assertThat(new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(clean);
            assertThat(FieldText.clean(clean, 20)).isEqualTo(clean);
        }
    }

    @Test
    void aLineHoldsNothingThatEndsOne() {
        assertThat(FieldText.oneLine("a\r\nb\tc\u0085d\u2028e\u001Bf\u007Fg", 100))
                .isEqualTo("a  b c d e f g");
    }

    @ParameterizedTest
    @CsvSource({"a\\r\\nb,a\\nb", "a\\rb,a\\nb", "a\\nb,a\\nb", "\\r\\r\\n\\r,\\n\\n\\n", "abc,abc"})
    void linesEndInLineFeeds(String raw, String expected) {
        String text = raw.replace("\\r", "\r").replace("\\n", "\n");

        assertThat(FieldText.withLineFeeds(text)).isEqualTo(expected.replace("\\n", "\n"));
    }

    /** Texts in which trouble is frequent: controls, half characters, separators, any code unit. */
    static String anyText(Random random, int atMost) {
        int length = random.nextInt(atMost + 1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(
                    switch (random.nextInt(6)) {
                        case 0 -> (char) random.nextInt(0x20);
                        case 1 -> (char) (0xD800 + random.nextInt(0x800));
                        case 2 -> "\\\t\n\r;|<>&]\"@,=\uFFFE\uFFFF\u2028".charAt(random.nextInt(17));
                        case 3 -> (char) random.nextInt(0x10000);
                        default -> (char) ('a' + random.nextInt(26));
                    });
        }
        return text.toString();
    }
}
