package io.mailroom.examples.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.imap.ImapParameters;
import io.mailroom.pop3.Pop3Parameters;
import io.mailroom.profile.Parameter;
import io.mailroom.smtp.SmtpParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParameterPageTest {
    private static final Path PAGE = root().resolve("docs").resolve("parameters.md");

    @Test
    void thePageSaysWhatTheKeysSay() throws IOException {
        if ("renew".equals(System.getProperty("pages"))) {
            ParameterPage.main(PAGE.toString());
        }

        assertThat(Files.readString(PAGE))
                .as("docs/parameters.md is stale; renew it with: %s", ParameterPage.RENEW)
                .isEqualTo(ParameterPage.text());
    }

    @Test
    void everyParameterOfEveryDriverIsOnThePage() {
        List<Parameter<?>> shown = ParameterPage.SECTIONS.stream()
                .<Parameter<?>>flatMap(section -> section.parameters().stream())
                .toList();

        assertThat(shown)
                .doesNotHaveDuplicates()
                .containsAll(Pop3Parameters.ALL)
                .containsAll(ImapParameters.ALL)
                .containsAll(SmtpParameters.ALL);
    }

    @Test
    void everyParameterIsDescribedInWholeSentencesAndItsDefaultLiesInItsRange() {
        assertThat(Stream.concat(Pop3Parameters.ALL.stream(), ImapParameters.ALL.stream()))
                .allSatisfy(parameter -> {
                    assertThat(parameter.description()).endsWith(".");
                    requireReadableDefault(parameter);
                });
    }

    private static <T> void requireReadableDefault(Parameter<T> parameter) {
        parameter
                .defaultValue()
                .ifPresent(value ->
                        assertThat(parameter.parse(parameter.print(value))).isEqualTo(value));
    }

    private static Path root() {
        Path candidate = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(candidate.resolve(".mvn"))) {
            candidate = candidate.getParent();
        }
        return candidate;
    }
}
