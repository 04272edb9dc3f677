package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Communications;
import io.mailroom.event.Outcome;
import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueueCommandTest {
    private static final String ADDRESS = "support@example.com";

    private static DemoServer server;

    @TempDir
    private Path directory;

    private Profile profile;

    @BeforeAll
    static void startServer() {
        server = DemoServer.start(ADDRESS, "support", "pw");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void whatWaitsIsListedWithWhereItStandsAndWhyAndShownWithItsFields() throws IOException {
        handlerFailed(1);

        Run list = queue("list");
        Run show = queue("show", ids().get(0));

        assertThat(list.code()).isZero();
        assertThat(list.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("CIR_")
                        .contains("error", "1 attempts", ADDRESS, "no desk is free"));
        assertThat(queue("list", "--most", "1").lines()).hasSize(1);
        assertThat(queue("list", "--aside").out()).isEqualTo("No events.\n");
        assertThat(show.code()).isZero();
        assertThat(show.out()).contains("failures 1", "no desk is free", "Subject", "Printer on the third floor");
    }

    @Test
    void whatWasPutAsideIsHandledByTheNextReceiverOnlyWhenItIsRetried() throws IOException {
        handlerFailed(2);
        String id = ids().get(0);
        assertThat(queue("list", "--aside").lines()).hasSize(2);

        Run retry = queue("retry", id);

        assertThat(retry)
                .isEqualTo(new Run(0, id + " is handled again; a receiver that runs notices within a minute.\n", ""));
        assertThat(receive(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(ids()).hasSize(1).doesNotContain(id);
    }

    @Test
    void whatIsDiscardedIsGoneWithItsFilesWhateverElseIsNamed() throws IOException {
        handlerFailed(1);

        Run discard = queue("discard", "CIR_nowhere", ids().get(0), ids().get(1));

        assertThat(discard.code()).isEqualTo(1);
        assertThat(discard.err()).contains("There is no event CIR_nowhere").hasLineCount(1);
        assertThat(queue("list").out()).isEqualTo("No events.\n");
        assertThat(SpoolFiles.below(directory.resolve("home"))).isEmpty();
    }

    @Test
    void aGroupWithoutAQueueIsToldWithWhereItWasLookedFor() {
        Run list = queue("list");

        assertThat(list.code()).isEqualTo(2);
        assertThat(list.err())
                .contains(ADDRESS, directory.resolve("home/queued").toString());
    }

    @Test
    void aNumberOutOfRangeIsRefused() {
        Run list = queue("list", "--most", "0");

        assertThat(list.code()).isEqualTo(2);
        assertThat(list.err()).contains("--most must be 1 to 100000, not 0");
    }

    /** Two mails come, and the handler fails so often with each. */
    private void handlerFailed(int times) throws IOException {
        profile = Profile.load(
                ConfigFiles.in(directory.resolve("conf"), server.port()).profile(ADDRESS));
        server.deliver(DemoMail.ALL.subList(0, 2));
        for (int i = 0; i < times; i++) {
            receive(Outcome.FAILED.because("no desk is free"));
        }
    }

    private List<String> ids() {
        return queue("list").lines().stream()
                .filter(line -> line.startsWith("CIR_"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private Run queue(String verb, Object... rest) {
        Stream<Object> words = Stream.concat(
                Stream.of("queue", verb, "--home", directory.resolve("home"), "--group", ADDRESS), Stream.of(rest));
        return Run.of(words.toArray());
    }

    /** One session, and the handler's answer to every event; how often it was asked. */
    private int receive(Outcome answer) {
        AtomicInteger asked = new AtomicInteger();
        try (Communications mailroom = Communications.builder()
                .home(directory.resolve("home"))
                .profile(profile)
                .onMessage(ADDRESS, event -> {
                    asked.incrementAndGet();
                    return answer;
                })
                .build()) {
            mailroom.poll(ADDRESS);
        }
        return asked.get();
    }
}
