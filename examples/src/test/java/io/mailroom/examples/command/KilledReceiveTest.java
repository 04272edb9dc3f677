package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A receiver in a process of its own, killed (SIGKILL) at random moments while it receives from a real Dovecot over POP3
 * and IMAP, again and again, until the mailbox is empty. {@code -Dmailroom.kills=N} sets how often over each, {@code
 * -Dmailroom.seed=N} when.
 */
class KilledReceiveTest {
    private static final String USER = "user18";
    private static final int KILLS = Integer.getInteger("mailroom.kills", 2);
    private static final int MAILS_FOR_EACH_KILL = 20;
    private static final int LONGEST_LIFE_MILLIS = 800;
    private static final int STARTING_MILLIS = 30_000;
    private static final int LOOK_EVERY_MILLIS = 5;
    private static final long SEED = Long.getLong("mailroom.seed", 1);

    @TempDir
    private Path directory;

    private Mailhost mailhost;
    private DovecotMailbox mailbox;
    private ReceivingChild child;
    private Path profile;
    private final Random random = new Random(SEED);
    private final Set<String> sent = new HashSet<>();

    @BeforeEach
    void emptyTheMailbox() throws IOException {
        Optional<Mailhost> running = Mailhost.find();
        assumeTrue(running.isPresent(), Mailhost.NOT_RUNNING);
        mailhost = running.orElseThrow();
        mailbox = DovecotMailbox.of(mailhost, USER);
        mailbox.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POP3", "IMAP"})
    void noMailIsLostHoweverOftenTheReceiverIsKilledAndARepeatIsFlagged(String protocol) throws Exception {
        child = new ReceivingChild(directory, mailhost, USER, protocol);
        profile = child.profile();
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            deliver(MAILS_FOR_EACH_KILL);
            killed += runAndKill() ? 1 : 0;
        }
        assertThat(finish()).isZero();
        int putAside = bringBackWhatWasPutAside() + retryWhatFailed();
        assertThat(finish()).isZero();

        Map<String, List<Map<String, Object>>> handled = handled(child.out());
        assertThat(without(handled.keySet(), sent))
                .as("lost, of " + sent.size())
                .isEmpty();
        assertThat(without(sent, handled.keySet())).as("never sent").isEmpty();
        int repeats = 0;
        for (Map.Entry<String, List<Map<String, Object>>> mail : handled.entrySet()) {
            for (Map<String, Object> again :
                    mail.getValue().subList(1, mail.getValue().size())) {
                assertThat(field(again, "PossibleDuplicate")).as(mail.getKey()).isEqualTo("True");
                assertThat(field(again, "EventId"))
                        .isEqualTo(field(mail.getValue().get(0), "EventId"));
                repeats++;
            }
        }
        assertThat(mailbox.size()).isZero();
        List<Path> left = new ArrayList<>(SpoolFiles.below(directory.resolve("home")));
        left.removeAll(owned(handled));
        assertThat(left).as("files that no event owns").isEmpty();
        System.out.printf(
                "%s: killed %d times, %d mails sent, %d handled, 0 lost, %d repeated (flagged), %d put aside and retried,"
                        + " seed %d%n",
                protocol, killed, sent.size(), handled.size(), repeats, putAside, SEED);
    }

    private static Set<String> without(Set<String> some, Set<String> all) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(some);
        return missing;
    }

    /** A message in whose reading the process died three times lies in Failed; a person has it read again. */
    private int retryWhatFailed() throws IOException {
        List<String> ids = SpoolFiles.below(directory.resolve("home/failed")).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".tmp"))
                .toList();
        if (!ids.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("failed", "retry", "--profile", profile.toString()));
            words.addAll(List.of("--home", directory.resolve("home").toString()));
            words.addAll(ids);
            assertThat(Run.of(words.toArray()).code()).isZero();
        }
        return ids.size();
    }

    /** An event that was in hand at two deaths waits for a person, who renames its file. */
    private int bringBackWhatWasPutAside() throws IOException {
        int count = 0;
        for (Path file : SpoolFiles.below(directory.resolve("home"))) {
            String name = file.getFileName().toString();
            if (name.startsWith("CIR_") && name.endsWith(".crash")) {
                Files.move(file, file.resolveSibling(name.replace(".crash", ".evt")));
                count++;
            }
        }
        return count;
    }

    private void deliver(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String token = "token-" + sent.size();
            sent.add(token);
            String mail = """
                    From: Ann <ann@example.com>
                    To: support@example.com
                    Subject: %s
                    Message-ID: <%s@example.com>
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary="b"

                    --b
                    Content-Type: text/plain

                    %s
                    --b
                    Content-Type: application/octet-stream; name="file.bin"
                    Content-Transfer-Encoding: base64

                    AAECAwQFBgcICQ==
                    --b--
                    """.formatted(token, token, token.repeat(random.nextInt(200)));
            Path file = directory.resolve("mail");
            Files.write(file, mail.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            mailbox.deliver(file);
        }
    }

    /** Lets the receiver get to work, then kills it some time within what a run takes. False when it was done before. */
    private boolean runAndKill() throws Exception {
        Process receiver = child.start(profile);
        awaitLock(receiver);
        boolean done = receiver.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
        receiver.destroyForcibly().waitFor();
        return !done;
    }

    /** A process that has the mailbox has begun; how long it takes to get there depends on the machine. */
    private void awaitLock(Process receiver) throws Exception {
        for (int i = 0; i < STARTING_MILLIS / LOOK_EVERY_MILLIS && receiver.isAlive(); i++) {
            if (hasTheMailbox(receiver)) {
                return;
            }
            receiver.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean hasTheMailbox(Process receiver) throws IOException {
        Path incoming = directory.resolve("home/incoming");
        if (!Files.isDirectory(incoming)) {
            return false;
        }
        try (DirectoryStream<Path> owners = Files.newDirectoryStream(incoming, "Mailbox_*.owner")) {
            for (Path owner : owners) {
                if (Files.readString(owner).startsWith("owner " + receiver.pid() + " ")) {
                    return true;
                }
            }
        }
        return false;
    }

    private int finish() throws Exception {
        Process receiver = child.start(profile);
        assertThat(receiver.waitFor(10, TimeUnit.MINUTES))
                .as("the last run ends")
                .isTrue();
        return receiver.exitValue();
    }

    /** The events by token. A line that a kill cut short was never acknowledged, and comes again. */
    private static Map<String, List<Map<String, Object>>> handled(Path out) throws IOException {
        Map<String, List<Map<String, Object>>> handled = new LinkedHashMap<>();
        for (String line : Files.readAllLines(out, StandardCharsets.UTF_8)) {
            for (String part : line.split("(?=\\{\"file\")")) {
                if (part.startsWith("{") && part.endsWith("}") && isWhole(part)) {
                    Map<String, Object> event = JsonLine.of(part);
                    handled.computeIfAbsent(field(event, "Subject"), token -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        return handled;
    }

    private static boolean isWhole(String line) {
        try {
            JsonLine.of(line);
            return true;
        } catch (RuntimeException cutShort) {
            return false;
        }
    }

    private static String field(Map<String, Object> event, String name) {
        return String.valueOf(JsonLine.object(event.get("fields")).get(name));
    }

    private static Set<Path> owned(Map<String, List<Map<String, Object>>> handled) {
        return handled.values().stream()
                .flatMap(List::stream)
                .flatMap(event -> JsonLine.list(event.get("attachments")).stream())
                .map(attachment -> String.valueOf(JsonLine.object(attachment).get("path")))
                .map(path -> Path.of(path).toAbsolutePath())
                .collect(Collectors.toSet());
    }
}
