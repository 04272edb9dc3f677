package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.Mails;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.SocketHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message whose reading ends the Java process, in processes of their own, over sockets and a real disk. */
class HaltedReadingTest {
    private static final int MOST_DEATHS = 6;

    @TempDir
    private Path directory;

    private final List<String> handled = new ArrayList<>();

    @Test
    void aMessageWhoseReadingEndsTheProcessGoesToFailedAfterThreeDeathsAndNothingBehindItWaits() throws Exception {
        Pop3Double server = new Pop3Double()
                .holds("uid-1", Mails.plain("before"))
                .holds("uid-2", Mails.plain(HaltedReader.POISON))
                .holds("uid-3", Mails.plain("behind"));
        int deaths = 0;
        try (SocketHost host = SocketHost.of(server.sessions())) {
            while (deaths <= MOST_DEATHS && live(host.port()) == HaltedReader.HALTED) {
                deaths++;
            }
        }

        assertThat(deaths).isEqualTo(3);
        assertThat(handled).containsExactlyInAnyOrder("before", "behind");
        assertThat(server.uids()).isEmpty();
        assertThat(failed()).hasSize(1);
    }

    private int live(int port) throws Exception {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltedReader.class.getName(),
                        directory.resolve("home").toString(),
                        String.valueOf(port))
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends").isTrue();
        handled.addAll(Files.readAllLines(out, StandardCharsets.UTF_8));
        return process.exitValue();
    }

    private List<Path> failed() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("home/failed"))) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }
}
