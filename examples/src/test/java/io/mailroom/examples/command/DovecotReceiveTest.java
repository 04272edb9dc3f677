package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.examples.demo.DemoMail;
import io.mailroom.testkit.Mailhost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All mail of the corpus, from a real Dovecot over POP3 and IMAP to events, compared with reading the same mail from a file. The
 * server is started by {@code .ci/mailhost start}, whose output says where it is; without it the test is skipped, and
 * without the corpus it makes do with mails of its own.
 */
class DovecotReceiveTest {
    private static final String USER = "user17";

    /** What the receiver knows of a message and a file does not. */
    private static final List<String> RECEIVER_FIELDS = List.of(
            "ReceiverAddress",
            "ReceiverName",
            "Received",
            "SiebelChannelProfile",
            "SiebelChannelTypeString",
            "SiebelDriverNotifyWhenDone",
            "SiebelWorkItemID",
            "EventId",
            "OrigMsgFile",
            "MayAutoReply",
            "AutoSubmitted");

    @TempDir
    private Path directory;

    private Mailhost mailhost;
    private DovecotMailbox mailbox;

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
    void whatDovecotDeliversIsWhatTheFileHolds(String protocol) throws IOException {
        Map<String, Map<String, Object>> expected = new LinkedHashMap<>();
        List<Path> mails = mails();
        for (Path mail : mails) {
            mailbox.deliver(mail);
        }
        for (Map<String, Object> event : parsed(mails, protocol)) {
            expected.put(digest(event), event);
        }

        Run run = Run.of(
                "receive",
                "--json",
                "--until-empty",
                "--profile",
                new ReceivingChild(directory, mailhost, USER, protocol).profile(),
                "--home",
                directory.resolve("home"));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        List<Map<String, Object>> received = run.out().lines().map(JsonLine::of).toList();
        assertThat(received).hasSize(mails.size());
        assertThat(received).allSatisfy(event -> {
            Map<String, Object> parsed = expected.get(digest(event));
            assertThat(parsed)
                    .as("a message that none of the files holds: %s", subject(event))
                    .isNotNull();
            assertThat(content(event)).as(String.valueOf(parsed.get("file"))).isEqualTo(content(parsed));
        });
        assertThat(mailbox.size()).isZero();
        assertThat(SpoolFiles.below(directory.resolve("home"))).containsExactlyInAnyOrderElementsOf(ownedBy(received));
    }

    /** The corpus when it is near, else some mails of our own. */
    private List<Path> mails() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolve("shared/corpus");
            if (Files.isDirectory(corpus)) {
                try (Stream<Path> files = Files.walk(corpus)) {
                    return files.filter(file -> file.getParent().endsWith("msgs") && Files.isRegularFile(file))
                            .sorted()
                            .toList();
                }
            }
        }
        List<Path> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            for (DemoMail mail : DemoMail.ALL) {
                byte[] numbered = ("X-Number: " + i + "\n" + new String(mail.bytes(), StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1);
                made.add(Files.write(directory.resolve(i + "-" + mail.file()), numbered));
            }
        }
        return made;
    }

    /** What {@code mailroom parse} makes of the same mails, their line ends as they are on the wire. */
    private List<Map<String, Object>> parsed(List<Path> mails, String protocol) throws IOException {
        Path wire = Files.createDirectories(directory.resolve("wire"));
        List<Object> words = new ArrayList<>(List.of("parse", "--json"));
        for (int i = 0; i < mails.size(); i++) {
            words.add(Files.write(
                    wire.resolve(i + "-" + mails.get(i).getFileName()),
                    onTheWire(Files.readAllBytes(mails.get(i)), protocol)));
        }
        Run run = Run.of(words.toArray());
        assertThat(run.code()).isZero();
        return run.out().lines().map(JsonLine::of).toList();
    }

    /**
     * POP3 has no way to tell that a message does not end with a line end (RFC 1939 section 3), and IMAP none to send NUL
     * (RFC 9051 section 9, CHAR8): Dovecot sends 0x80 for it.
     */
    private static byte[] onTheWire(byte[] mail, String protocol) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(mail.length + mail.length / 20);
        byte before = '\n';
        for (byte b : mail) {
            if (b == '\n' && before != '\r') {
                wire.write('\r');
            }
            wire.write(b == 0 && protocol.equals("IMAP") ? 0x80 : b);
            before = b;
        }
        if (before != '\n' && protocol.equals("POP3")) {
            wire.writeBytes(new byte[] {'\r', '\n'});
        }
        return wire.toByteArray();
    }

    /** All that depends on the message alone: fields, bodies, attachments without their places, defects. */
    private static Map<String, Object> content(Map<String, Object> event) {
        Map<String, Object> content = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>(JsonLine.object(event.get("fields")));
        fields.keySet().removeIf(name -> RECEIVER_FIELDS.contains(name) || name.startsWith("FilePath"));
        content.put("fields", fields);
        content.put(
                "attachments",
                JsonLine.list(event.get("attachments")).stream()
                        .map(attachment -> {
                            Map<String, Object> known = new LinkedHashMap<>(JsonLine.object(attachment));
                            known.remove("path");
                            return known;
                        })
                        .toList());
        content.put("defects", event.get("defects"));
        return content;
    }

    private static String digest(Map<String, Object> event) {
        return (String) JsonLine.object(event.get("fields")).get("ContentDigest");
    }

    private static String subject(Map<String, Object> event) {
        return (String) JsonLine.object(event.get("fields")).get("Subject");
    }

    private static List<Path> ownedBy(List<Map<String, Object>> events) {
        return events.stream()
                .flatMap(event -> JsonLine.list(event.get("attachments")).stream())
                .map(file -> Path.of((String) JsonLine.object(file).get("path")))
                .toList();
    }
}
