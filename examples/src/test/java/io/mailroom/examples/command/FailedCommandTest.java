package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedCommandTest {
    @TempDir
    private Path directory;

    private Path profile;
    private Path home;

    @BeforeEach
    void threeMessagesWerePutAside() throws IOException {
        profile = Files.writeString(directory.resolve("support.properties"), """
                name = support@example.com
                driver = Internet SMTP/POP3 Server
                From Address = support@example.com
                POP3 Server = localhost
                POP3 Account Name = support
                POP3 Account Password = pw
                """);
        home = directory.resolve("home");
        Files.createDirectories(home.resolve("failed"));
        put(1, "reading it ended the process 3 times");
        put(2, "NullPointerException: a fault of ours");
        put(3, "reading it ended the process 3 times");
    }

    private static String id(int number) {
        return "POP3_1_1_1_1_" + number + "_1.tmp";
    }

    private void put(int number, String reason) throws IOException {
        Path failed = home.resolve("failed");
        Files.writeString(failed.resolve(id(number)), "Subject: mail " + number + "\r\n\r\n");
        Files.writeString(failed.resolve(id(number) + ".note"), """
                mailroom-failed 1
                when 2026-01-0%dT03:04:05Z
                stage reading
                attempts 3
                profile support@example.com
                uid u%d
                event-id %s
                digest %s
                reason %s
                """.formatted(
                        number, number, "0".repeat(64), "0".repeat(64), reason));
    }

    private Run failed(String verb, String... options) {
        List<Object> words = new ArrayList<>(List.of("failed", verb, "--profile", profile, "--home", home));
        words.addAll(List.of(options));
        return Run.of(words.toArray());
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(home.resolve("failed"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allOfOneReasonAreTakenUpAgainTogether() throws IOException {
        Run run = failed("retry", "--reason", "ENDED the process");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .containsExactlyInAnyOrder(
                        id(1) + " is read by the next receive.", id(3) + " is read by the next receive.");
        assertThat(left()).containsExactly(id(2));
        assertThat(home.resolve("incoming").resolve(id(1))).exists();
    }

    @Test
    void allAreDiscardedWhenAllIsSaid() throws IOException {
        assertThat(failed("discard", "--all").code()).isZero();

        assertThat(left()).isEmpty();
        assertThat(failed("list").out()).isEqualTo("No message was put aside.\n");
    }

    @Test
    void whatIsMeantHasToBeSaid() throws IOException {
        assertThat(failed("discard").code()).isEqualTo(2);
        assertThat(failed("discard", "--all", id(1)).code()).isEqualTo(2);
        assertThat(left()).hasSize(3);
    }
}
