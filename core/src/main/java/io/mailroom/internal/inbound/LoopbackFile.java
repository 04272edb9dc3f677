package io.mailroom.internal.inbound;

import io.mailroom.event.LoopbackStore;
import io.mailroom.spool.Disk;
import io.mailroom.spool.MailboxId;
import io.mailroom.spool.SmallFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Keeps what loop detection has counted in {@code Senders_A_B.txt}: durable, whole or not there. */
final class LoopbackFile implements LoopbackStore {
    private static final String LABEL = "senders";

    private final Disk disk;
    private final Path file;

    LoopbackFile(Disk disk, Path directory, MailboxId mailbox) {
        this.disk = disk;
        this.file = directory.resolve("Senders_" + mailbox.fileName() + ".txt");
    }

    Path file() {
        return file;
    }

    @Override
    public List<String> load() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(Channels.newReader(disk.read(file, LABEL), StandardCharsets.ISO_8859_1))) {
            return lines.lines().toList();
        } catch (NoSuchFileException nothingSaved) {
            return List.of();
        }
    }

    @Override
    public void save(List<String> lines) throws IOException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        SmallFile.replace(disk, file, bytes, LABEL);
    }
}
