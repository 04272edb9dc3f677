package io.mailroom.examples.command;

import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/** The mailbox of one user of the test's Dovecot, as the directory it is (Maildir). Needs the right to write there. */
final class DovecotMailbox {
    private static final List<String> SUBDIRECTORIES = List.of("cur", "new", "tmp");

    private final Path maildir;
    private final UserPrincipal owner;
    private int delivered;

    private DovecotMailbox(Path maildir, UserPrincipal owner) {
        this.maildir = maildir;
        this.owner = owner;
    }

    static DovecotMailbox of(Mailhost mailhost, String user) throws IOException {
        Path mail = Path.of(mailhost.value("DIR"), "mail");
        DovecotMailbox mailbox = new DovecotMailbox(mail.resolve(user), Files.getOwner(mail));
        mailbox.create(mailbox.maildir);
        for (String name : SUBDIRECTORIES) {
            mailbox.create(mailbox.maildir.resolve(name));
        }
        return mailbox;
    }

    private void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.setOwner(Files.createDirectory(directory), owner);
        }
    }

    /** Puts the message in byte for byte. */
    void deliver(Path message) throws IOException {
        String name = String.format("%010d.M%d.test", System.currentTimeMillis() / 1000, ++delivered);
        Path draft = Files.copy(message, maildir.resolve("tmp").resolve(name));
        Files.setOwner(draft, owner);
        Files.move(draft, maildir.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void empty() throws IOException {
        for (Path message : messages()) {
            Files.delete(message);
        }
    }

    int size() throws IOException {
        return messages().size();
    }

    private List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.walk(maildir)) {
            return files.filter(file -> SUBDIRECTORIES.contains(
                                    file.getParent().getFileName().toString())
                            && Files.isRegularFile(file))
                    .toList();
        }
    }
}
