package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Communications;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two handlers that the files of {@code mailroom run} can name. */
@Timeout(60)
class HandlersTest {
    private static final String ADDRESS = "support@example.com";

    private static InboundEvent event;

    @TempDir
    private Path directory;

    private Handlers handlers;

    @BeforeAll
    static void receiveAMail(@TempDir Path home) throws IOException {
        List<InboundEvent> events = new ArrayList<>();
        try (DemoServer server = DemoServer.start(ADDRESS, "support", "pw")) {
            Path profile = ConfigFiles.in(home.resolve("conf"), server.port()).profile(ADDRESS);
            server.deliver(DemoMail.ALL.subList(0, 1));
            try (Communications mailroom = Communications.builder()
                    .home(home)
                    .profile(Profile.load(profile))
                    .onMessage(ADDRESS, each -> {
                        events.add(each);
                        return Outcome.ACCEPTED_KEEPING_FILES;
                    })
                    .build()) {
                mailroom.poll(ADDRESS);
            }
        }
        event = events.get(0);
    }

    @BeforeEach
    void open() {
        handlers = new Handlers(directory);
    }

    @AfterEach
    void close() throws IOException {
        handlers.close();
    }

    @Test
    void eachEventIsALineAndItsFilesAreTheReaders() throws Exception {
        EventHandler json = handlers.named("Support", "json:new/events.jsonl");

        Outcome first = json.handle(event);
        json.handle(event);

        assertThat(first).isEqualTo(Outcome.ACCEPTED_KEEPING_FILES);
        assertThat(Files.readAllLines(directory.resolve("new/events.jsonl")))
                .hasSize(2)
                .allSatisfy(line -> {
                    Map<String, Object> object = JsonLine.of(line);
                    assertThat(JsonLine.object(object.get("fields"))).containsEntry("EventId", event.eventId());
                });
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAnew() throws Exception {
        EventHandler json = handlers.named("Support", "json:events.jsonl");
        json.handle(event);
        Files.move(directory.resolve("events.jsonl"), directory.resolve("events.1"));

        json.handle(event);

        assertThat(directory.resolve("events.1")).content().hasLineCount(1);
        assertThat(directory.resolve("events.jsonl")).content().hasLineCount(1);
    }

    @Test
    void whileTheFileTakesNothingEventsArePutOff() throws Exception {
        Files.createDirectory(directory.resolve("events.jsonl"));

        Outcome outcome = handlers.named("Support", "json:events.jsonl").handle(event);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LATER);
        assertThat(outcome.reason()).contains("events.jsonl");
    }

    @Test
    void groupsThatNameOneFileShareIt() {
        assertThat(handlers.named("Support", "json:events.jsonl"))
                .isSameAs(handlers.named("Desk", "json:events.jsonl"));
    }

    @Test
    void aCommandGetsTheEventAsInputAndInItsEnvironment() throws Exception {
        Outcome outcome = run("cat > in.json; echo $MAILROOM_EVENT_ID $MAILROOM_PROFILE $MAILROOM_ATTEMPT"
                + " $MAILROOM_POSSIBLE_DUPLICATE > env.txt");

        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        Map<String, Object> input = JsonLine.of(Files.readString(directory.resolve("in.json")));
        assertThat(JsonLine.object(input.get("fields"))).containsEntry("EventId", event.eventId());
        assertThat(directory.resolve("env.txt")).hasContent(event.eventId() + " " + ADDRESS + " 1 false");
    }

    @Test
    void theExitCodeOfACommandIsTheAnswer() throws Exception {
        assertThat(run("exit 0").kind()).isEqualTo(Outcome.Kind.ACCEPTED);
        assertThat(run("exit 75").kind()).isEqualTo(Outcome.Kind.LATER);
        assertThat(run("exit 3").kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(run("exit 3").reason()).contains("exit code 3");
    }

    @Test
    void aCommandThatReadsNothingAndPrintsMuchEndsAllTheSame() throws Exception {
        assertThat(run("head -c 1000000 /dev/zero")).isEqualTo(Outcome.ACCEPTED);
    }

    private Outcome run(String command) throws Exception {
        return handlers.named("Support", "exec:" + command).handle(event);
    }
}
