package io.mailroom.benchmarks.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A user's mailbox as the directory it is (Maildir), filled anew for each run. Needs the right to write there. */
final class ServerMailbox {
    private static final List<String> SUBDIRECTORIES = List.of("cur", "new", "tmp");

    private final Path maildir;
    private final Path originals;
    private final UserPrincipal owner;

    ServerMailbox(Path mailhost, String user) throws IOException {
        Path mail = mailhost.resolve("mail");
        this.maildir = mail.resolve(user);
        this.originals = Files.createDirectories(mailhost.resolve("bench"));
        this.owner = Files.getOwner(mail);
    }

    /** So many messages of one size and nothing else; a server sees a mailbox it has never seen before. */
    void fill(int count, int bytes) throws IOException {
        removeAll(maildir);
        create(maildir);
        for (String name : SUBDIRECTORIES) {
            create(maildir.resolve(name));
        }
        long now = System.currentTimeMillis() / 1000;
        for (int i = 0; i < count; i++) {
            // A server never writes into a message, so all runs share the same files.
            Files.createLink(
                    maildir.resolve("new").resolve(now + ".M" + (1_000_000 + i) + "P1.bench,S=" + bytes),
                    original(i, bytes));
        }
    }

    private Path original(int number, int bytes) throws IOException {
        Path file = originals.resolve(bytes + "-" + number + ".eml");
        if (!Files.exists(file)) {
            Files.write(file, message(number, bytes));
            Files.setOwner(file, owner);
        }
        return file;
    }

    /** Plain text up to 64 KiB; above that a short text and an attachment in base64. */
    static byte[] message(int number, int bytes) {
        StringBuilder text =
                new StringBuilder("From: Ann <ann@example.org>\r\nTo: desk@mailhost.test\r\nSubject: Order "
                        + number + "\r\nDate: Sun, 1 Mar 2026 09:30:00 +0000\r\nMessage-ID: <" + number + "." + bytes
                        + "@example.org>\r\nMIME-Version: 1.0\r\n");
        String end = "";
        if (bytes <= 64 * 1024) {
            text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        } else {
            end = "\r\n--x--\r\n";
            text.append("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee "
                    + "below.\r\n--x\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
                    + "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n");
        }
        int from = text.length();
        byte[] message = Arrays.copyOf(text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII), bytes);
        byte[] tail = end.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = from; i < bytes - tail.length; i++) {
            int column = (i - from) % 78;
            message[i] = (byte) (column == 76 ? '\r' : column == 77 ? '\n' : 'A' + (i * 7 + number) % 26);
        }
        System.arraycopy(tail, 0, message, bytes - tail.length, tail.length);
        message[bytes - 2] = '\r';
        message[bytes - 1] = '\n';
        return message;
    }

    /** Messages that are still there. */
    int left() throws IOException {
        int left = 0;
        for (String name : List.of("cur", "new")) {
            try (Stream<Path> files = Files.list(maildir.resolve(name))) {
                left += (int) files.count();
            }
        }
        return left;
    }

    private void create(Path directory) throws IOException {
        Files.setOwner(Files.createDirectory(directory), owner);
    }

    static void removeAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
