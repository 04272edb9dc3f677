package io.mailroom.benchmarks.conformance;

import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.TextBody;
import java.text.Normalizer;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/** The words of a text, to compare what was decoded without regard to layout. */
final class Words {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{So}]+");
    private static final Pattern LINK = Pattern.compile("\\((?:[a-z]+:|//)[^)\\s]*\\)");

    private Words() {}

    /** The words of the expected text that stand in none of our bodies, in order of the alphabet. */
    static Set<String> missing(String expected, ParsedMessage message) {
        Set<String> ours = Stream.concat(
                        Stream.concat(
                                        message.text().stream(),
                                        message.embedded().stream().flatMap(each -> each.text().stream()))
                                .map(TextBody::text),
                        message.html().map(TextBody::text).stream()
                                .flatMap(html -> Stream.of(
                                        html,
                                        Jsoup.parse(html).text(),
                                        Jsoup.parse(html).wholeText())))
                .flatMap(Words::of)
                .collect(Collectors.toSet());
        return of(LINK.matcher(expected).replaceAll(" "))
                .filter(word -> !ours.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> of(String text) {
        return NO_WORD.splitAsStream(Normalizer.normalize(text, Normalizer.Form.NFC))
                .filter(word -> !word.isEmpty());
    }
}
