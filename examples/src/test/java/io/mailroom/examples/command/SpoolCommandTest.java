package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolCommandTest {
    private static final String DRAFT = "POP3_1_1_1_1_1_1.tmp.part";
    private static final String ATTACHMENT = "ATT_1_1_1_1_1_1_1.dat";
    private static final String MESSAGE = "POP3_1_1_1_1_2_1.tmp";

    @TempDir
    private Path directory;

    private Path profile;
    private Path home;

    @BeforeEach
    void aHomeWithALittleLitter() throws IOException {
        profile = Files.writeString(directory.resolve("support.properties"), """
                name = support@example.com
                driver = Internet SMTP/POP3 Server
                From Address = support@example.com
                POP3 Server = localhost
                POP3 Account Name = support
                POP3 Account Password = pw
                """);
        home = directory.resolve("home");
        Path incoming = Files.createDirectories(home.resolve("incoming"));
        for (String name : List.of(DRAFT, ATTACHMENT, MESSAGE)) {
            old(Files.writeString(incoming.resolve(name), "content"));
        }
        Path failed = Files.createDirectories(home.resolve("failed"));
        old(Files.writeString(failed.resolve(MESSAGE), "content"));
        old(Files.writeString(failed.resolve(MESSAGE + ".note"), "content"));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    }

    private Run check(String... options) {
        Object[] words = new Object[6 + options.length];
        System.arraycopy(new Object[] {"spool", "check", "--profile", profile, "--home", home}, 0, words, 0, 6);
        System.arraycopy(options, 0, words, 6, options.length);
        return Run.of(words);
    }

    @Test
    void bothListsAreShownAndNothingIsTouched() throws IOException {
        Run run = check();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("incoming +3 +21 B +[0-9.]+ [GT]iB +\\w+ +" + home.resolve("incoming"))
                .containsPattern("1 +message +7 B +3 d +you: kept in failed")
                .containsPattern(DRAFT + " +draft +7 B +3 d +may go: --remove\n")
                .containsPattern(ATTACHMENT + " +event file +7 B +3 d +may go, unless a handler keeps it")
                .containsPattern(MESSAGE + " +message +7 B +3 d +perhaps the last copy: look at it");
        assertThat(SpoolFiles.below(home)).hasSize(5);
    }

    @Test
    void whatMayGoIsRemovedWhenAskedForAndNeverAMessage() throws IOException {
        assertThat(check("--remove").out()).endsWith("1 file was removed.\n");
        assertThat(home.resolve("incoming").resolve(DRAFT)).doesNotExist();
        assertThat(home.resolve("incoming").resolve(ATTACHMENT)).exists();

        assertThat(check("--remove-event-files").out()).endsWith("1 file was removed.\n");

        assertThat(home.resolve("incoming")).isDirectoryNotContaining("glob:**ATT*");
        assertThat(home.resolve("incoming").resolve(MESSAGE)).exists();
        assertThat(home.resolve("failed").resolve(MESSAGE)).exists();
    }

    @Test
    void aLineOfJsonForEachFileAndDirectory() throws IOException {
        Run run = check("--json");

        assertThat(run.lines()).hasSize(5 + 2);
        List<Object> removable = run.lines().stream()
                .filter(line -> line.contains("\"file\""))
                .<Object>map(line -> JsonLine.of(line).get("removable"))
                .toList();
        assertThat(removable).containsOnly(true, false);
        assertThat(JsonLine.of(run.lines().get(5)))
                .containsEntry("what", "incoming")
                .containsKey("fileSystem");
    }
}
