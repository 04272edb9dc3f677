package io.mailroom.smtp.outbox;

import io.mailroom.smtp.Content;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.Draft;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The two files of each message: {@code SMTP_*.tmp} holds it as it is sent, {@code SMTP_*.box} is its journal. The
 * message gets its name after its journal, so that a message without a journal is one that is done and kept.
 */
public final class OutboxFiles {
    /** Follows the id in the name of a message's file. */
    public static final String MESSAGE = ".tmp";

    /** Follows the id in the name of a message's journal. */
    public static final String JOURNAL = ".box";

    /** Largest journal that is read: 16 MiB, some 100,000 results. */
    private static final int LARGEST_JOURNAL = 16 * 1024 * 1024;

    private static final String LABEL = "smtp";
    private static final int NAME_ATTEMPTS = 1_000;

    private final Disk disk;
    private final Path directory;
    private final SpoolName names;
    private final LongSupplier uptimeMillis;
    private final AtomicLong messages = new AtomicLong();

    public OutboxFiles(Disk disk, Path directory, SpoolName names, LongSupplier uptimeMillis) {
        this.disk = disk;
        this.directory = directory.toAbsolutePath().normalize();
        this.names = names;
        this.uptimeMillis = uptimeMillis;
    }

    /** Writes what a new message consists of. */
    public interface MessageWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    public Path directory() {
        return directory;
    }

    public void createDirectory() throws IOException {
        disk.createDirectories(directory, LABEL);
    }

    /**
     * Writes a message under a draft's name, not durably.
     *
     * @return its id
     */
    public String draft(MessageWriter message) throws IOException {
        long number = messages.incrementAndGet();
        for (int i = 0; i < NAME_ATTEMPTS; i++) {
            String name = names.sent(number, uptimeMillis.getAsLong() + i);
            String id = name.substring(0, name.length() - MESSAGE.length());
            if (disk.entry(path(id, MESSAGE), LABEL).isEmpty()
                    && disk.entry(path(id, JOURNAL), LABEL).isEmpty()) {
                try {
                    write(id, message);
                    return id;
                } catch (java.nio.file.FileAlreadyExistsException taken) {
                    continue; // the next millisecond is as good
                }
            }
        }
        throw new IOException("no free name for a message in " + directory);
    }

    private void write(String id, MessageWriter message) throws IOException {
        Path part = part(path(id, MESSAGE));
        boolean whole = false;
        try (DiskFile file = disk.create(part, LABEL)) {
            message.writeTo(file.stream());
            whole = true;
        } finally {
            if (!whole) {
                disk.delete(part, LABEL);
            }
        }
    }

    /** Makes a draft durable, with its journal: from now on the outbox has it. */
    public void commit(String id, List<String> head) throws IOException {
        try (DiskFile file = disk.append(part(path(id, MESSAGE)), LABEL)) {
            file.force();
        }
        create(id, head);
        disk.forceDirectory(directory, LABEL);
    }

    /** A journal whole, then the message under its name; neither name is durable yet. */
    private void create(String id, List<String> lines) throws IOException {
        Path journal = path(id, JOURNAL);
        disk.delete(part(journal), LABEL);
        try (DiskFile file = disk.create(part(journal), LABEL)) {
            write(file, lines);
        }
        disk.rename(part(journal), journal, LABEL);
        if (disk.entry(part(path(id, MESSAGE)), LABEL).isPresent()) {
            name(id);
        }
    }

    /**
     * Adds lines to the journals of messages, durably. A journal that is not there is made when its head is among the
     * lines; else its message has been done with.
     */
    public void add(Map<String, List<String>> lines) throws IOException {
        for (Map.Entry<String, List<String>> each : lines.entrySet()) {
            add(each.getKey(), each.getValue());
        }
        disk.forceDirectory(directory, LABEL);
    }

    private void add(String id, List<String> lines) throws IOException {
        int head = lines.indexOf(Journal.BEGIN) + 1;
        if (disk.entry(path(id, JOURNAL), LABEL).isPresent()) {
            try (DiskFile file = disk.append(path(id, JOURNAL), LABEL)) {
                write(file, lines.subList(head, lines.size()));
            }
        } else if (head > 0) {
            create(id, lines);
        }
    }

    private static void write(DiskFile file, List<String> lines) throws IOException {
        byte[] bytes = JournalLine.bytes(lines);
        file.write(bytes, 0, bytes.length);
        file.force();
    }

    /** Removes what there is of a message; its journal last, so that a restart knows what to go on with. Not durable. */
    public void remove(String id, boolean keepMessage) throws IOException {
        if (!keepMessage) {
            disk.delete(path(id, MESSAGE), LABEL);
        }
        disk.delete(path(id, JOURNAL), LABEL);
    }

    /** Removes a draft, if it is there. Not durable. */
    public void removeDraft(String id) throws IOException {
        disk.delete(part(path(id, MESSAGE)), LABEL);
    }

    /** Gives a draft its name, not durably. */
    public void name(String id) throws IOException {
        disk.rename(part(path(id, MESSAGE)), path(id, MESSAGE), LABEL);
    }

    /** The bytes of a message, under whichever of its names they are. */
    public Content content(String id) {
        return () -> {
            Path whole = path(id, MESSAGE);
            Path file = disk.entry(whole, LABEL).isPresent() ? whole : part(whole);
            return Channels.newInputStream(disk.read(file, LABEL));
        };
    }

    /** Ids of the messages that have a journal. */
    public List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (Disk.Listing listing = disk.list(directory, LABEL)) {
            while (listing.hasNext()) {
                String name = listing.next().getFileName().toString();
                String id = name.endsWith(JOURNAL) ? name.substring(0, name.length() - JOURNAL.length()) : "";
                if (SpoolName.parse(id + MESSAGE).isPresent()) {
                    ids.add(id);
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return ids;
    }

    /** Drafts that a process which has ended left behind, but for those that a shared journal speaks of. */
    public void removeDeadDrafts() throws IOException {
        List<Path> dead = new ArrayList<>();
        StringBuilder journals = new StringBuilder();
        try (Disk.Listing listing = disk.list(directory, LABEL)) {
            while (listing.hasNext()) {
                Path file = listing.next();
                String name = file.getFileName().toString();
                if (isDeadDraft(name)) {
                    dead.add(file);
                } else if (name.endsWith(SharedJournal.ENDING)) {
                    byte[] journal = SmallFile.read(disk, file, SharedJournal.MOST_READ, LABEL);
                    journals.append(new String(journal, StandardCharsets.UTF_8));
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        for (Path file : dead) {
            String id = file.getFileName().toString().replaceFirst("\\..*", "");
            if (journals.indexOf(id + ' ') < 0) {
                disk.delete(file, LABEL);
            }
        }
    }

    private boolean isDeadDraft(String name) {
        if (!name.startsWith("SMTP_") || !name.endsWith(Draft.PART) || name.startsWith("SMTP_" + names.tag())) {
            return false;
        }
        String[] numbers = name.split("_");
        long process = Long.parseUnsignedLong(numbers[1], 16);
        return process != ProcessHandle.current().pid()
                ? ProcessHandle.of(process).isEmpty()
                : Long.parseUnsignedLong(numbers[4], 16) < startOfThisProcess();
    }

    private static long startOfThisProcess() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::getEpochSecond)
                .orElse(0L);
    }

    /** Reads a journal; empty when it is gone, or damaged from the start. */
    public Optional<Journal> journal(String id) throws IOException {
        try {
            return Journal.read(SmallFile.read(disk, path(id, JOURNAL), LARGEST_JOURNAL, LABEL));
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** True when the message itself is there under its name. */
    public boolean hasMessage(String id) throws IOException {
        return disk.entry(path(id, MESSAGE), LABEL).isPresent();
    }

    private Path path(String id, String ending) {
        return directory.resolve(id + ending);
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + Draft.PART);
    }
}
