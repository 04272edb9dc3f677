package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own. */
@Timeout(60)
class RunCommandTest {
    private static final String ADDRESS = "support@example.com";

    @TempDir
    private Path directory;

    @Test
    void itReceivesFollowsTheFilesAndStopsInOrder() throws Exception {
        try (DemoServer server = DemoServer.start(ADDRESS, "support", "pw")) {
            ConfigFiles files = ConfigFiles.in(directory.resolve("conf"), server.port());
            files.profile(ADDRESS);
            Path broken = files.group("Broken", ADDRESS, "");
            server.deliver(DemoMail.ALL.subList(0, 1));
            Process process = start(files);
            try (BufferedReader out = process.inputReader()) {
                awaitLine(out, "Broken.properties: ");
                awaitLine(out, "Started. Groups: 0; profiles: 1.");

                Files.delete(broken);
                files.group("Support", ADDRESS, "exec:exit 3");
                awaitLine(out, "Group Support is submitted.");
                awaitLine(out, "Group Support: The handler failed: the command ended with exit code 3");

                process.toHandle().destroy(); // SIGTERM, as of a service manager; leaves the output open
                awaitLine(out, "Stopping");
                awaitLine(out, "mailbox " + ADDRESS + "; group Support; ");
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(directory.resolve("errors.txt"))
                .content()
                .contains("exit code 3")
                .doesNotContain("\tat ");
        assertThat(Run.of("queue", "list", "--home", directory.resolve("home"), "--group", "Support")
                        .lines())
                .hasSize(1);
    }

    @Test
    void withoutItsDirectoriesItSaysWhatIsMissing() {
        Run run = Run.of("run", "--config", directory.resolve("nowhere"), "--home", directory.resolve("home"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere", "there is no such file").doesNotContain("\tat ");
        assertThat(directory.resolve("home")).doesNotExist();
    }

    private Process start(ConfigFiles files) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mailroom.class.getName(),
                        "run",
                        "--config",
                        files.directory().toString(),
                        "--home",
                        directory.resolve("home").toString())
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
    }

    /** Reads on until a line says so. */
    private static void awaitLine(BufferedReader out, String said) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(said)) {
            line = out.readLine();
        }
        assertThat(line).as("the output ended without: " + said).isNotNull();
    }
}
