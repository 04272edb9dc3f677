package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mail that is larger than the heap, from a real Dovecot to a file, in a process with {@code -Xmx64m}.
 * {@code -Dmailroom.large=N} sets its megabytes; without it the test is skipped.
 */
class LargeMailTest {
    private static final String USER = "user15";
    private static final int MEGABYTES = Integer.getInteger("mailroom.large", 0);
    private static final int LINE_BYTES = 57; // 76 characters and a line end
    private static final int LINES_OF_A_MEGABYTE = 1_000_000 / 78;

    @TempDir
    private Path directory;

    private Mailhost mailhost;
    private DovecotMailbox mailbox;

    @BeforeEach
    void emptyTheMailbox() throws IOException {
        assumeTrue(MEGABYTES > 0, "how large: -Dmailroom.large=200");
        Optional<Mailhost> running = Mailhost.find();
        assumeTrue(running.isPresent(), Mailhost.NOT_RUNNING);
        mailhost = running.orElseThrow();
        mailbox = DovecotMailbox.of(mailhost, USER);
        mailbox.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POP3", "IMAP"})
    void aMailThatIsLargerThanTheHeapArrivesWhole(String protocol) throws Exception {
        Path attachment = directory.resolve("attachment");
        Path mail = directory.resolve("mail");
        write(mail, attachment);
        mailbox.deliver(mail);
        ReceivingChild child = new ReceivingChild(directory, mailhost, USER, protocol);

        long began = System.nanoTime();
        Process process = child.start(child.profile("Max Message Size = 1000 MB"), "-Xmx64m");

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
        System.out.printf("%s: %d MB with -Xmx64m in %.1f s%n", protocol, MEGABYTES, (System.nanoTime() - began) / 1e9);
        assertThat(child.err()).isEmptyFile();
        Map<String, Object> event = JsonLine.of(Files.readString(child.out()));
        Path received = JsonLine.list(event.get("attachments")).stream()
                .map(JsonLine::object)
                .filter(each -> "large.bin".equals(each.get("name")))
                .map(each -> Path.of((String) each.get("path")))
                .findFirst()
                .orElseThrow();
        assertThat(Files.mismatch(received, attachment)).as("first difference").isEqualTo(-1);
        assertThat(mailbox.size()).isZero();
    }

    private static void write(Path mail, Path attachment) throws IOException {
        Random random = new Random(1);
        byte[] line = new byte[LINE_BYTES];
        try (OutputStream raw = Files.newOutputStream(attachment);
                OutputStream plain = new java.io.BufferedOutputStream(raw);
                OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(mail))) {
            out.write(ascii("""
                    From: Ann <ann@example.com>
                    To: support@example.com
                    Subject: large
                    MIME-Version: 1.0
                    Content-Type: application/octet-stream; name=large.bin
                    Content-Transfer-Encoding: base64

                    """.replace("\n", "\r\n")));
            for (long i = 0; i < (long) MEGABYTES * LINES_OF_A_MEGABYTE; i++) {
                random.nextBytes(line);
                plain.write(line);
                out.write(Base64.getEncoder().encode(line));
                out.write(ascii("\r\n"));
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
