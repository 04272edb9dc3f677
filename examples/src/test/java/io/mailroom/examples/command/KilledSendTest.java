package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.Mailhost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender in a process of its own, killed (SIGKILL) at random moments while it queues and sends over four connections,
 * and started again, until its outbox is empty. {@code -Dmailroom.kills=N} sets how often, {@code -Dmailroom.seed=N}
 * when. The server writes each mail it took to a file.
 */
class KilledSendTest {
    private static final int KILLS = Integer.getInteger("mailroom.kills", 4);
    private static final int MAILS_FOR_EACH_KILL = 400;
    private static final long SEED = Long.getLong("mailroom.seed", 1);
    private static final Pattern RECIPIENT = Pattern.compile("m(\\d+)@relay\\.test");

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private Mailhost mailhost;
    private Path sink;
    private Set<Path> before;
    private final List<String> lines = new ArrayList<>();
    private int killed;

    @Test
    void noMailIsLostOrSentTwiceHoweverOftenTheSenderIsKilled() throws Exception {
        Optional<Mailhost> running = Mailhost.find();
        assumeTrue(running.isPresent(), Mailhost.NOT_RUNNING);
        mailhost = running.orElseThrow();
        sink = Path.of(mailhost.value("SINK_DIR"));
        before = files();

        for (int i = 0; i < KILLS; i++) {
            runAndKill(i * MAILS_FOR_EACH_KILL);
        }
        runToTheEnd();

        assertThat(lines).as("the last run has come to its end").endsWith("done.");
        judge();
    }

    private void judge() throws IOException {
        List<String> last = lines.subList(lines.lastIndexOf("begun."), lines.size());
        Set<String> inDoubt = matching(last, "left (\\d+) IN_DOUBT\\.");
        Set<String> left = matching(last, "left (\\d+) \\w+\\.");
        Set<String> promised = matching(lines, "queued (\\d+)\\.");
        Set<String> told = matching(lines, "status (\\d+) SENT\\.");
        Map<String, Integer> copies = copies();

        assertThat(left).as("what waits for a person is in doubt").isEqualTo(inDoubt);
        assertThat(copies.values()).as("copies of a mail").allMatch(count -> count == 1);
        assertThat(promised)
                .as("a queued mail was sent, or is in doubt")
                .allMatch(each -> copies.containsKey(each) || inDoubt.contains(each));
        assertThat(copies.keySet()).as("mails whose senders were told so").containsAll(told);
        Path sent = directory.resolve("home").resolve("sent");
        try (Stream<Path> remaining = Files.list(sent)) {
            assertThat(remaining.filter(file -> file.toString().endsWith(".tmp")))
                    .hasSize(inDoubt.size());
        }
        System.out.printf(
                "killed %d times: %d mails queued, %d told as sent at once, %d copies at the server, 0 lost, 0 twice, "
                        + "%d in doubt (of which %d had arrived), seed %d%n",
                killed,
                promised.size(),
                told.size(),
                copies.size(),
                inDoubt.size(),
                inDoubt.stream().filter(copies::containsKey).count(),
                SEED);
    }

    private static Set<String> matching(List<String> lines, String pattern) {
        Set<String> found = new HashSet<>();
        for (String line : lines) {
            Matcher matcher = Pattern.compile(pattern).matcher(line);
            if (matcher.matches()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    /** How many mails to each recipient the server has written; one that it had not read to the end is none. */
    private Map<String, Integer> copies() throws IOException {
        Map<String, Integer> copies = new HashMap<>();
        Set<Path> all = files();
        all.removeAll(before);
        for (Path file : all) {
            String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
            Matcher matcher = RECIPIENT.matcher(mail);
            if (matcher.find() && mail.contains(SendingChild.END)) {
                copies.merge(matcher.group(1), 1, Integer::sum);
            }
            Files.delete(file);
        }
        return copies;
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(sink)) {
            return new HashSet<>(files.filter(Files::isRegularFile).toList());
        }
    }

    /** Lets the sender get to work, then kills it some time within what a run takes. */
    private void runAndKill(int first) throws Exception {
        Process sender = start(first, MAILS_FOR_EACH_KILL);
        int millis = random.nextInt(1_200);
        boolean atWork = false;
        try (BufferedReader out = sender.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!atWork && !line.equals("begun.")) {
                    atWork = true;
                    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
                            .execute(sender.toHandle()::destroyForcibly);
                }
                lines.add(line);
            }
        }
        killed += sender.waitFor() == 0 ? 0 : 1;
    }

    private void runToTheEnd() throws Exception {
        Process sender = start(0, 0);
        try (BufferedReader out = sender.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        }
        assertThat(sender.waitFor()).isZero();
    }

    private Process start(int first, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendingChild.class.getName(),
                        profile().toString(),
                        directory.resolve("home").toString(),
                        String.valueOf(first),
                        String.valueOf(count))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("err.txt").toFile()))
                .start();
    }

    private Path profile() throws IOException {
        return Files.writeString(directory.resolve("profile.properties"), """
                name=desk@mailhost.test
                driver=Internet SMTP Server
                From Address=desk@mailhost.test
                SMTP Server=%s
                SMTP Server Port=%d
                Retry Delay=1
                """.formatted(
                        mailhost.value("HOST"), mailhost.endpoint("SINK").port()));
    }
}
