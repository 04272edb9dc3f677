package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mail of the corpus, when it is at {@code ../shared/corpus} or where {@code -Dmailroom.corpus} says. */
class CorpusTest {
    @TempDir
    Path directory;

    @Test
    void everyMailBecomesAnEventAndNothingButItsFiles() throws IOException {
        List<Path> mails = mails();
        MessageMapper mapper = new MessageMapper(MappingOptions.DEFAULT.withConvertToPlainText(true));

        for (Path mail : mails) {
            Path into = Files.createTempDirectory(directory, "mail");
            FolderFiles files = new FolderFiles(into);

            MappedMessage mapped = mapper.map(mail, SampleTest.ORIGIN, files);

            assertThat(files.open()).as("open files of %s", mail).isZero();
            checkFiles(mail, into, mapped);
            checkFields(mail, mapped);
        }
    }

    private static void checkFiles(Path mail, Path into, MappedMessage mapped) throws IOException {
        List<Path> named =
                mapped.message().attachments().stream().map(Attachment::path).toList();
        assertThat(named)
                .as("files of %s", mail)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(mapped.files());
        try (Stream<Path> found = Files.list(into)) {
            List<Path> there = found.toList();
            assertThat(there).as("files of %s", mail).containsExactlyInAnyOrderElementsOf(named);
        }
        for (Attachment file : mapped.message().attachments()) {
            assertThat(Files.size(file.path())).as("%s of %s", file, mail).isEqualTo(file.sizeBytes());
            assertThat(file.name()).as("name in %s", mail).isNotBlank();
            if (file.name().matches("EmbeddedMsg\\d+\\.xml")) {
                try {
                    EmbeddedMessageXmlTest.parsed(Files.readAllBytes(file.path()));
                } catch (Exception e) {
                    throw new AssertionError(file + " of " + mail, e);
                }
            }
        }
    }

    private static void checkFields(Path mail, MappedMessage mapped) {
        Map<String, String> fields = mapped.fields().asMap();
        assertThat(fields).as("fields of %s", mail).containsKeys("Subject", "ContentDigest");
        fields.forEach((name, value) -> {
            boolean fit = value.length() <= EventLimits.BODY
                    && FieldText.clean(value, EventLimits.BODY).equals(value);
            assertThat(fit)
                    .as("%s of %s is bounded, without NUL, and text", name, mail)
                    .isTrue();
        });
        InboundMessage again = InboundMessage.of(
                EventFields.of(fields), Map.copyOf(mapped.message().toDetail()));
        assertThat(again).as("redelivered %s", mail).isEqualTo(mapped.message());
    }

    private static List<Path> mails() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        String given = System.getProperty("mailroom.corpus", "");
        Path corpus = given.isEmpty() && root != null ? root.resolveSibling("shared/corpus") : Path.of(given);
        assumeTrue(Files.isDirectory(corpus.resolve("mime4j")), "The corpus is not here; nothing was read.");
        List<Path> mails = new ArrayList<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("msgs"))
                    .sorted()
                    .forEach(mails::add);
        }
        assertThat(mails).isNotEmpty();
        return mails;
    }
}
