package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ResponseGroup;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.SafeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processors in processes of their own work on one queue, and one of them is killed (SIGKILL) again and again. {@code
 * -Dmailroom.kills=N} sets how often, {@code -Dmailroom.seed=N} when.
 */
class KilledProcessorTest {
    private static final int KILLS = Integer.getInteger("mailroom.kills", 3);
    private static final long SEED = Long.getLong("mailroom.seed", 1);
    private static final int MAILS_FOR_EACH_KILL = 40;
    private static final String ANN = "ann@example.com";

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final List<Process> processes = new ArrayList<>();
    private int delivered;

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void noEventIsLostHoweverOftenAProcessorIsKilledAndARepeatIsFlagged() throws Exception {
        Receiver receiver = new Receiver()
                .on(new LocalDisk())
                .home(directory)
                .profile(ANN)
                .group(ResponseGroup.named("Support")
                        .profile(ANN)
                        .handler("tickets")
                        .argument("RealTime", "False"));
        try (Host host = receiver.build()) {
            Process survivor = start();
            for (int kill = 0; kill < KILLS; kill++) {
                Process victim = start();
                deliver(receiver, host);
                Process doomed = random.nextBoolean() ? victim : survivor;
                doomed.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
                survivor = doomed == victim ? survivor : victim;
                doomed.destroyForcibly().waitFor();
                processes.remove(doomed);
            }
            bringBackWhatWasPutAside();
            awaitAllHandled();
        }

        Map<String, Integer> calls = new HashMap<>();
        for (String line : ledger()) {
            String subject = line.substring(0, line.lastIndexOf(' '));
            boolean again = calls.merge(subject, 1, Integer::sum) > 1;
            assertThat(again && line.endsWith("false")).as(line).isFalse();
        }
        assertThat(calls.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, delivered).mapToObj(i -> "mail " + i).toList());
        System.out.printf(
                "killed %d times, %d events, 0 lost, %d repeated (flagged), seed %d%n",
                KILLS, delivered, ledger().size() - delivered, SEED);
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcessor.class.getName(),
                        directory.toString(),
                        directory.resolve("ledger").toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        processes.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    private void deliver(Receiver receiver, Host host) {
        for (int i = 0; i < MAILS_FOR_EACH_KILL; i++) {
            receiver.post.delivers(ANN, "uid-" + delivered, Mails.plain("mail " + delivered));
            delivered++;
        }
        host.poll(ANN);
    }

    private EventQueue queue() {
        return EventQueue.open(
                new LocalDisk(), queueDirectory(), Clock.systemUTC(), System::nanoTime, QueueListener.NONE);
    }

    private Path queueDirectory() {
        return directory.resolve("queued").resolve(SafeName.escape("Support"));
    }

    private void bringBackWhatWasPutAside() {
        EventQueue queue = queue();
        queue.list(EventState::isPutAside, 1_000).forEach(queue::retry);
    }

    private void awaitAllHandled() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (isAnythingLeft() && System.nanoTime() - deadline < 0) {
            Thread.sleep(100);
            bringBackWhatWasPutAside();
        }
    }

    private boolean isAnythingLeft() {
        return !queue().list(state -> true, 1).isEmpty();
    }

    private List<String> ledger() throws IOException {
        Path file = directory.resolve("ledger");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
