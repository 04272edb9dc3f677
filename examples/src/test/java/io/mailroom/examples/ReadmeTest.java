package io.mailroom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README says is what the build runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void theFirstCodeOfTheReadmeIsTheStoryThatTheTestsRun() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String story = Files.readString(ROOT.resolve("examples/src/main/java/io/mailroom/examples/PollAMailbox.java"));

        String shown = between(readme, "```java\n", "```");
        String run = between(story, "// README begins\n", "// README ends");

        assertThat(tokens(shown.replace("Path.of(\"", "directory.resolve(\""))).isEqualTo(tokens(run));
    }

    @Test
    void everyLinkOfThePagesLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
        List<Path> pages;
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            pages = Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(ROOT::resolve),
                            docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }

        assertThat(pages).hasSizeGreaterThan(3).allSatisfy(page -> {
            Matcher links = link.matcher(Files.readString(page));
            while (links.find()) {
                if (!links.group(1).contains(":")) {
                    assertThat(page.resolveSibling(links.group(1)).normalize()).exists();
                }
            }
        });
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as("no " + begin).isNotNegative();
        return text.substring(from + begin.length(), text.indexOf(end, from + begin.length()));
    }

    /** The code without its layout. */
    private static String tokens(String code) {
        return code.replaceAll("\\s+", "");
    }
}
