package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceiveCommandTest {
    private static final String ADDRESS = "support@example.com";

    @TempDir
    private Path directory;

    private Path home;
    private DemoServer server;

    @BeforeEach
    void startServer() {
        home = directory.resolve("home");
        server = DemoServer.start(ADDRESS, "support", "pw");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void eachMailIsOneLineOfJsonWithItsFilesOnDiskAndTheMailboxIsEmptyAfterwards() throws IOException {
        server.deliver(DemoMail.ALL);

        Run run = receive(profile(server.port(), "pw"), "--until-empty", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(server.size()).isZero();
        assertThat(run.lines()).hasSize(DemoMail.ALL.size()).allSatisfy(line -> {
            Map<String, Object> event = JsonLine.of(line);
            assertThat(event.keySet()).containsExactly("file", "fields", "attachments", "defects");
            assertThat(JsonLine.list(event.get("attachments")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(path(file)).isRegularFile());
        });
    }

    @Test
    void onlyTheFilesThatTheEventsOwnAreLeft() throws IOException {
        server.deliver(DemoMail.ALL);

        Run run = receive(profile(server.port(), "pw"), "--until-empty", "--json");

        List<Path> owned = run.lines().stream()
                .flatMap(line -> JsonLine.list(JsonLine.of(line).get("attachments")).stream())
                .map(ReceiveCommandTest::path)
                .toList();
        assertThat(SpoolFiles.below(home)).containsExactlyInAnyOrderElementsOf(owned);
    }

    @Test
    void anEmptyMailboxIsNoError() throws IOException {
        Run run = receive(profile(server.port(), "pw"), "--until-empty", "--json");

        assertThat(run).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void peopleAreToldWhatItCameTo() throws IOException {
        server.deliver(DemoMail.ALL);

        Run run = receive(profile(server.port(), "pw"), "--until-empty");

        assertThat(run.out()).contains("1. Printer on the third floor is offline", "Rechnung Müller – März.pdf");
        assertThat(run.err()).isEqualTo("5 received, the mailbox is empty\n");
    }

    @Test
    void aWrongPasswordIsOneParagraphWithTheServersWords() throws IOException {
        Run run = receive(profile(server.port(), "wrong"), "--until-empty");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("mailroom: Profile " + ADDRESS + ": 127.0.0.1:" + server.port())
                .contains("-ERR")
                .doesNotContain("wrong", "\tat ")
                .hasLineCount(1);
    }

    @Test
    void aClosedPortIsOneParagraphToo() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        Run run = receive(profile(closed, "pw"), "--until-empty");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("mailroom: Profile " + ADDRESS + ": 127.0.0.1:" + closed)
                .doesNotContain("\tat ")
                .hasLineCount(1);
    }

    @Test
    void aProfileWithMistakesIsRefusedBeforeAnythingIsDone() throws IOException {
        Path profile = Files.writeString(directory.resolve("bad.properties"), "name=a@example.com\ndriver=POP3SMTP\n");

        Run run = receive(profile, "--until-empty");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("POP3 Server", "POP3 Account Name", "From Address");
        assertThat(home).doesNotExist();
    }

    @Test
    void askedToStopItEndsInOrder() throws Exception {
        server.deliver(DemoMail.ALL.subList(0, 2));
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mailroom.class.getName(),
                        "receive",
                        "--json",
                        "--home",
                        home.toString(),
                        "--profile",
                        profile(server.port(), "pw").toString())
                .redirectError(errors.toFile())
                .start();
        try (InputStream out = process.getInputStream();
                BufferedReader lines = new BufferedReader(new java.io.InputStreamReader(out, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("Printer on the third floor");
            assertThat(lines.readLine()).contains("Votre réservation");

            process.destroy(); // the same as Ctrl-C for whoever listens

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors).isEmptyFile();
        assertThat(receive(profile(server.port(), "pw"), "--until-empty", "--json"))
                .isEqualTo(new Run(0, "", ""));
    }

    @Test
    void aDryRunPrintsTheEventsAndChangesNothing() throws IOException {
        server.deliver(DemoMail.ALL);

        Run run = receive(profile(server.port(), "pw"), "--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("1. Printer on the third floor is offline", "5. ")
                .doesNotContain("6. ");
        assertThat(run.err()).contains("would be accepted").endsWith("5 would be received. Nothing was changed.\n");
        assertThat(server.size()).isEqualTo(DemoMail.ALL.size());
        assertThat(home).doesNotExist();
    }

    @Test
    void aDryRunInJsonIsOneLineForEachEventAndNothingElse() throws IOException {
        server.deliver(DemoMail.ALL);

        Run run = receive(profile(server.port(), "pw"), "--dry-run", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(DemoMail.ALL.size()).allSatisfy(JsonLine::of);
    }

    private Run receive(Path profile, Object... options) {
        Stream<Object> words =
                Stream.concat(Stream.of("receive", "--home", home, "--profile", profile), Stream.of(options));
        return Run.of(words.toArray());
    }

    private Path profile(int port, String password) throws IOException {
        return Files.writeString(
                directory.resolve("support.properties"), """
                name = %s
                driver = Internet SMTP/POP3 Server
                From Address = %s
                POP3 Server = 127.0.0.1
                POP3 Server Port = %d
                POP3 Account Name = support
                POP3 Account Password = %s
                """.formatted(ADDRESS, ADDRESS, port, password));
    }

    private static Path path(Object file) {
        return Path.of((String) JsonLine.object(file).get("path"));
    }
}
