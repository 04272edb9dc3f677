package io.mailroom.mime.internal.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowedTextTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a ~b~|a b~",
                "a~b|a~b",
                "a ~b ~c~~d~|a b c~~d~",
                "> a ~> b~c|> a b~c",
                "> a ~>> b~|> a ~>> b~",
                " >a~|>a~",
                " From x~|From x~",
                "a~-- ~Al ~Bo|a~-- ~Al Bo",
                "a ~-- ~Al|a ~-- ~Al",
                "a |a ",
                "``|``",
            })
    void softBreaksAreUndone(String flowed, String text) {
        assertThat(FlowedText.unwrap(flowed.replace("~", "\r\n"), false)).isEqualTo(text.replace("~", "\n"));
    }

    @Test
    void theBlankOfASoftBreakMayBeNoPartOfTheText() {
        assertThat(FlowedText.unwrap("日本 \r\n語\r\n", true)).isEqualTo("日本語\n");
    }
}
