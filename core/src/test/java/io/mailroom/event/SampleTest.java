package io.mailroom.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.MailAddress;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages with everything they become. Beside {@code NAME.eml} lies {@code NAME.expected}, and {@code NAME+OPTION.expected}
 * for each option worth a sample: every event field in order, the detail of the typed view, then every file with its
 * content.
 */
class SampleTest {
    static final Path SAMPLES = samples();

    static final MessageOrigin ORIGIN = new MessageOrigin(
            "support@example.com",
            new MailAddress("Example Support", "support@example.com"),
            "POP3SMTP",
            MessageOrigin.MESSAGE_RECEIVED,
            true,
            OffsetDateTime.parse("2026-03-09T18:30:00.123Z"),
            "e1",
            "d1");

    private static final Map<String, MappingOptions> OPTIONS = Map.of(
            "", MappingOptions.DEFAULT,
            "plain-text", MappingOptions.DEFAULT.withConvertToPlainText(true),
            "eml", MappingOptions.DEFAULT.withParseEmbedded(false),
            "no-attachments", MappingOptions.DEFAULT.withReturnAttachments(false));

    @TempDir
    Path directory;

    static Stream<Path> expectations() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".expected")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void aMessageBecomesTheFieldsAndFilesBesideIt(Path expected) throws IOException {
        String[] nameAndOption =
                expected.getFileName().toString().replace(".expected", "").split("\\+");

        String actual = mapped(nameAndOption[0], nameAndOption.length < 2 ? "" : nameAndOption[1], directory);

        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    @Test
    void everySampleHasItsExpectation() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            List<Path> messages =
                    files.filter(file -> file.toString().endsWith(".eml")).toList();

            assertThat(messages)
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(Path.of(message.toString().replace(".eml", ".expected")))
                            .exists());
        }
    }

    static String mapped(String name, String option, Path directory) throws IOException {
        FolderFiles files = new FolderFiles(directory);
        MappedMessage mapped =
                new MessageMapper(OPTIONS.get(option)).map(SAMPLES.resolve(name + ".eml"), ORIGIN, files);

        StringBuilder text = new StringBuilder();
        mapped.fields()
                .asMap()
                .forEach((field, value) -> text.append(field)
                        .append(": ")
                        .append(escaped(value.replace(directory + "/", "")))
                        .append('\n'));
        text.append('\n');
        mapped.message()
                .toDetail()
                .forEach((key, value) ->
                        text.append(key).append(": ").append(escaped(value)).append('\n'));
        for (Path file : files.written()) {
            text.append('\n').append(directory.relativize(file)).append('\n');
            text.append(new String(Files.readAllBytes(file), UTF_8)
                    .lines()
                    .map(line -> "  " + escaped(line) + "\n")
                    .reduce("", String::concat));
        }
        assertThat(mapped.files()).containsExactlyElementsOf(files.written());
        return text.toString();
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    if (c < ' ' || c == 0x7f || c == 0xFFFD || Character.getType(c) == Character.FORMAT) {
                        escaped.append(String.format("\\u{%X}", c));
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static Path samples() {
        try {
            return Path.of(SampleTest.class.getResource("/event/plain-text.eml").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
