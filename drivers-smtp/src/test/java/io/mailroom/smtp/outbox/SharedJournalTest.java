package io.mailroom.smtp.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import io.mailroom.spool.SpoolName;
import io.mailroom.testkit.DiskFaults;
import io.mailroom.testkit.FaultyDisk;
import io.mailroom.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedJournalTest {
    private static final Path DIRECTORY = Path.of("/sent");
    private static final Path SHARED = DIRECTORY.resolve("outbox_me.journal");
    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

    private final MemoryDisk disk = new MemoryDisk();
    private final FaultyDisk faulty = FaultyDisk.around(disk);
    private final OutboxFiles files =
            new OutboxFiles(faulty, DIRECTORY, new SpoolName(1, 1, 1, NOW), () -> faulty.steps());

    @BeforeEach
    void createTheDirectory() throws IOException {
        files.createDirectory();
    }

    private SharedJournal journal() {
        return new SharedJournal(faulty, SHARED, files, SharedJournal.LARGEST);
    }

    private static Journal message(boolean direct) {
        Envelope envelope = new Envelope("me@a.test", List.of("ann@a.test"), null);
        return new Journal("me", new ComposedMessage("<1@a.test>", 5, false, false, envelope), direct, NOW);
    }

    private String queued() throws IOException {
        String id = files.draft(out -> out.write("mail\n".getBytes(StandardCharsets.US_ASCII)));
        files.commit(id, message(false).head());
        return id;
    }

    private long forces() {
        return faulty.stepNames().stream().filter("shared.force"::equals).count();
    }

    @Test
    void whatSeveralMessagesWaitForIsForcedAtOnce() throws Exception {
        SharedJournal shared = journal();
        shared.add("first", List.of("dot 0"));
        long before = forces();
        CountDownLatch others = new CountDownLatch(4);
        faulty.before(step -> {
            String name = faulty.stepNames().get(step - 1);
            if (name.equals("shared.write")) {
                others.countDown();
            } else if (name.equals("shared.force") && forces() == before + 1) {
                await(others); // until the other three have written too
            }
        });

        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = "id" + i;
            all.add(threads.submit(() -> {
                shared.add(id, List.of("dot 0"));
                return id;
            }));
        }
        for (Future<?> each : all) {
            each.get(20, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(forces() - before).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatWasSaidOfAMessageIsInItsOwnJournalAfterACrash() throws IOException {
        String id = queued();
        journal().add(id, List.of("dot 0"));

        disk.processDied();
        journal().recover();

        assertThat(files.journal(id).orElseThrow().results())
                .singleElement()
                .asString()
                .contains("IN_DOUBT");
        assertThat(disk.files()).doesNotContainKey(SHARED);
    }

    @Test
    void aPassingMessageGetsAJournalOnlyWhenItsProcessDies() throws IOException {
        SharedJournal shared = journal();
        String id = files.draft(out -> out.write(1));
        List<String> lines = new ArrayList<>(message(true).head());
        lines.add("dot 0");
        shared.addPassing(id, lines);
        assertThat(files.ids()).isEmpty();

        disk.processDied();
        journal().recover();

        assertThat(files.ids()).containsExactly(id);
        assertThat(files.hasMessage(id)).isTrue();
    }

    @Test
    void aPassingMessageThatHasItsAnswerIsForgotten() throws IOException {
        SharedJournal shared = journal();
        shared.addPassing("id", message(true).head());
        shared.end("id");

        disk.processDied();
        journal().recover();

        assertThat(files.ids()).isEmpty();
    }

    @Test
    void aFileThatHasGrownIsBegunAnewAndItsLinesMoveOn() throws IOException {
        String id = queued();
        SharedJournal shared = new SharedJournal(faulty, SHARED, files, 1_000);
        shared.addPassing("passing", message(true).head());
        for (int i = 0; i < 100; i++) {
            shared.add(id, List.of("next 1772357700000 " + i));
        }

        assertThat(disk.files().get(SHARED).length).isLessThan(1_200);
        assertThat(new String(disk.files().get(SHARED), StandardCharsets.UTF_8)).contains("passing begin");
        disk.processDied();
        journal().recover();
        assertThat(files.journal(id).orElseThrow().tries()).isEqualTo(99);
    }

    @Test
    void aFileThatCouldNotBeForcedIsGivenUp() throws IOException {
        SharedJournal shared = journal();
        String id = queued();
        shared.add(id, List.of("dot 0"));
        faulty.failWhere((step, name) -> name.equals("shared.force"), DiskFaults::ioError);
        assertThatThrownBy(() -> shared.add(id, List.of("next 1772357700000 7")))
                .isInstanceOf(IOException.class);
        faulty.healed();
        int before = faulty.steps();

        shared.add(id, List.of("next 1772357700000 8"));

        assertThat(faulty.stepNames().subList(before, faulty.steps())).contains("shared.create", "shared.rename");
        disk.processDied();
        journal().recover();
        assertThat(files.journal(id).orElseThrow().tries()).isEqualTo(8);
    }

    @Test
    void afterTheEndNothingIsTakenAndEverythingIsInItsPlace() throws IOException {
        SharedJournal shared = journal();
        String id = queued();
        shared.add(id, List.of("dot 0"));

        shared.close();

        assertThat(disk.files()).doesNotContainKey(SHARED);
        assertThat(files.journal(id).orElseThrow().results()).asString().contains("IN_DOUBT");
        assertThatThrownBy(() -> shared.add(id, List.of("retry"))).hasMessageContaining("closed");
    }
}
