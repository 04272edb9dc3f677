package io.mailroom.mime.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<p>One</p><p>Two</p>|One~~Two",
                "a<br>b<br/>c|a~b~c",
                "<b>bold</b> and <i>not</i>|bold and not",
                "<div>a</div><div>b</div>|a~b",
                "a   b~ ~ c|a b c",
                "&lt;x&gt; &amp; &eacute;&nbsp;y|<x> & é y",
                "<ul><li>a<li>b</ul>|- a~- b",
                "<table><tr><td>a<td>b<tr><td>c</table>|a b~c",
                "<pre>a  b~ c</pre>|a  b~ c",
                "<script>alert(1)</script>x<style>y{}</style>|x",
                "<head><title>t</title></head><body>x|x",
                "<a href='https://example.com/x'>here</a>|here <https://example.com/x>",
                "<a href='https://example.com/'>https://example.com/</a>|https://example.com/",
                "<a href='javascript:x()'>here</a>|here",
                "<img src='http://example.com/p.gif' alt='A cat'>|A cat",
                "a<hr>b|a~--------~b",
                "plain text|plain text",
                "``|``",
                "<p>a<p></p><p></p><br><br><br>b|a~~b",
            })
    void htmlReadsAsText(String html, String text) {
        assertThat(HtmlText.of(html.replace("~", "\n"))).isEqualTo(text.replace("~", "\n"));
    }

    @Test
    void onlyTheStartOfGiantPagesIsRead() {
        assertThat(HtmlText.of("ab ".repeat(2_000_000)).length()).isLessThanOrEqualTo(HtmlText.MOST_CHARACTERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<b>",
                "<a href=x>",
                "<table>",
                "<p>",
                "</p>",
                "<!--",
                "<",
                "&",
                "&amp;",
                "<li>",
                "<b><i><u>",
                "<font><p>",
                "<table><tr><td>",
                "<select>",
                "<svg><math>",
                "<x y=\"",
                "<nobr>",
                "<a href='http://a'>b</a>"
            })
    void floodsCostTimeInProportion(String piece) {
        byte[] flood = LinearCost.flood("", piece);

        LinearCost.assertLinear(flood, bytes -> HtmlText.of(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
