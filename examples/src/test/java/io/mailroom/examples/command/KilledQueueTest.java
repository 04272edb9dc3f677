package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailroom.QueuedEvents;
import io.mailroom.spool.SafeName;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.SocketHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver of a queued group and two processors, each a process of its own, one of them killed (SIGKILL) again and again
 * while mail comes in. {@code -Dmailroom.kills=N} sets how often, {@code -Dmailroom.seed=N} whom and when.
 */
class KilledQueueTest {
    private static final int KILLS = Integer.getInteger("mailroom.kills", 4);
    private static final long SEED = Long.getLong("mailroom.seed", 1);
    private static final int MAILS_FOR_EACH_KILL = 20;
    private static final int LONGEST_LIFE_MILLIS = 250;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final Pop3Double server = new Pop3Double();
    private final List<Child> children = new ArrayList<>();
    private final Map<String, Integer> killed = new HashMap<>();
    private int delivered;
    private int putAside;

    /** A process, what it does, and whether it has said that it is at it. */
    private static final class Child {
        private final String task;
        private final Process process;
        private boolean ready;

        Child(String task, Process process) {
            this.task = task;
            this.process = process;
        }

        boolean isReady() throws IOException {
            ready = ready || process.getInputStream().available() > 0;
            return ready;
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Child child : children) {
            child.process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void noMailIsLostHoweverOftenReceiverAndProcessorsAreKilledAndARepeatIsFlagged() throws Exception {
        try (SocketHost host = SocketHost.of(server.sessions())) {
            writeProfile(host.port());
            start("receive");
            start("handle");
            start("handle");
            for (int kill = 0; kill < KILLS; kill++) {
                deliver();
                killOne();
            }
            await("everything handled")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::isNothingLeft);
        }

        judge();
    }

    private void writeProfile(int port) throws IOException {
        Files.writeString(profile(), """
                name=support@example.com
                driver=Internet SMTP/POP3 Server
                From Address=support@example.com
                POP3 Server=localhost
                POP3 Server Port=%d
                POP3 Account Name=alice
                POP3 Account Password=pw-alice
                PollingInterval=1
                """.formatted(port));
    }

    private Path profile() {
        return directory.resolve("profile.properties");
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Path ledger() {
        return directory.resolve("ledger");
    }

    private void deliver() {
        for (int i = 0; i < MAILS_FOR_EACH_KILL; i++) {
            server.holds("uid-" + delivered, mail("mail-" + delivered));
            delivered++;
        }
    }

    private static String mail(String subject) {
        return """
                From: Ann <ann@example.com>
                To: support@example.com
                Subject: %s
                Message-ID: <%s@example.com>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b"

                --b
                Content-Type: text/plain

                Text
                --b
                Content-Type: application/octet-stream; name="file.bin"
                Content-Transfer-Encoding: base64

                AAECAwQFBgcICQ==
                --b--
                """.formatted(subject, subject);
    }

    /** One of those that are at work, some time from now; another takes its place, and nobody waits until it is ready. */
    private void killOne() throws Exception {
        String task = random.nextBoolean() ? "receive" : "handle";
        await("somebody at work")
                .atMost(Duration.ofMinutes(5))
                .until(() -> !atWork(task).isEmpty());
        List<Child> candidates = atWork(task);
        Child doomed = candidates.get(random.nextInt(candidates.size()));
        assertThat(doomed.process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS))
                .as("ended by itself: " + errors())
                .isFalse();
        doomed.process.destroyForcibly().waitFor();
        children.remove(doomed);
        killed.merge(task, 1, Integer::sum);
        start(task);
    }

    private List<Child> atWork(String task) throws IOException {
        List<Child> ready = new ArrayList<>();
        for (Child child : children) {
            assertThat(child.process.isAlive() || child.isReady()).as(errors()).isTrue();
            if (child.task.equals(task) && child.isReady()) {
                ready.add(child);
            }
        }
        return ready;
    }

    private void start(String task) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueueChild.class.getName(),
                        task,
                        home().toString(),
                        (task.equals("receive") ? profile() : ledger()).toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(err().toFile()))
                .start();
        children.add(new Child(task, process));
    }

    private Path err() {
        return directory.resolve("err.txt");
    }

    private String errors() throws IOException {
        return Files.exists(err()) ? Files.readString(err(), StandardCharsets.UTF_8) : "";
    }

    /** An event that was in hand at two deaths waits for a person, who brings it back. */
    private boolean isNothingLeft() throws IOException {
        QueuedEvents events = QueuedEvents.of(home(), QueueChild.GROUP);
        for (QueuedEvents.Entry entry : events.list(QueuedEvents.Entry::isPutAside, QueuedEvents.MOST_LISTED)) {
            events.retry(entry);
            putAside++;
        }
        return server.uids().isEmpty() && filesLeft().isEmpty();
    }

    private void judge() throws IOException {
        Map<String, Set<String>> ids = new HashMap<>();
        Set<String> unflagged = new HashSet<>();
        int calls = 0;
        for (String line : Files.readAllLines(ledger())) {
            String[] words = line.split(" ");
            Set<String> known = ids.computeIfAbsent(words[0], subject -> new HashSet<>());
            if (!known.isEmpty() && !words[2].equals("true")) {
                unflagged.add(line);
            }
            known.add(words[1]);
            calls++;
        }
        Set<String> sent =
                IntStream.range(0, delivered).mapToObj(i -> "mail-" + i).collect(Collectors.toSet());

        assertThat(ids.keySet()).as("handled").isEqualTo(sent);
        assertThat(unflagged).as("repeats without a flag").isEmpty();
        assertThat(ids.values()).as("ids of one mail").allMatch(all -> all.size() == 1);
        System.out.printf(
                "killed %s, %d mails, 0 lost, %d repeated (flagged), %d put aside and brought back, seed %d%n",
                killed, delivered, calls - delivered, putAside, SEED);
    }

    /** Names of files that belong to events, in Incoming and in the queue. */
    private List<String> filesLeft() throws IOException {
        List<String> left = new ArrayList<>();
        for (Path each : List.of(
                home().resolve("incoming"), home().resolve("queued").resolve(SafeName.escape(QueueChild.GROUP)))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(each, "{CIR_,ATT_,OriginalMessageText_}*")) {
                files.forEach(file -> left.add(file.getFileName().toString()));
            }
        }
        return left;
    }
}
