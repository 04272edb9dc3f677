package io.mailroom.internal.queue;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.Draft;
import io.mailroom.spool.FileStore;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The files of one queue, by name. No state of its own; usable from any thread. */
final class EventDirectory {
    private static final String LABEL = "event";
    private static final String FILES_LABEL = "event.files";
    private static final String NOTE_LABEL = "event.note";
    private static final String NOTE = ".note";
    private static final int MAX_NOTE_BYTES = 4 * 1024;
    private static final int MAX_NOTE_LENGTH = 500;

    private final Disk disk;
    private final Path directory;
    private final QueueListener listener;
    private final FileStore store;

    EventDirectory(Disk disk, Path directory, QueueListener listener, FileStore store) {
        this.disk = disk;
        this.directory = directory;
        this.listener = listener;
        this.store = store;
    }

    Disk disk() {
        return disk;
    }

    Path path() {
        return directory;
    }

    /** Every event name there is, in no order; other files are passed over. */
    void each(Consumer<EventName> names) {
        each(names, half -> {});
    }

    /** The same, and names of events that are half written. */
    void each(Consumer<EventName> names, Consumer<EventName> halfWritten) {
        each(names, halfWritten, stem -> {});
    }

    /** The same, and the stems of names of which there is a note. */
    void each(Consumer<EventName> names, Consumer<EventName> halfWritten, Consumer<String> noted) {
        eachFile(file -> {
            String name = file.getFileName().toString();
            if (name.startsWith("CIR_") && name.endsWith(NOTE)) {
                noted.accept(name.substring(0, name.length() - NOTE.length()));
            } else if (name.endsWith(Draft.PART)) {
                EventName.parse(name.substring(0, name.length() - Draft.PART.length()))
                        .ifPresent(halfWritten);
            } else {
                EventName.parse(name).ifPresent(names);
            }
        });
    }

    /** The token of every lease there is, more than once perhaps. */
    void eachLease(Consumer<String> tokens) {
        eachFile(file -> Lease.tokenOf(file.getFileName().toString()).ifPresent(tokens));
    }

    private void eachFile(Consumer<Path> each) {
        try (Disk.Listing files = disk.list(directory, LABEL)) {
            while (files.hasNext()) {
                each.accept(files.next());
            }
        } catch (UncheckedIOException e) {
            throw SpoolFailure.of(null, directory, "listing the queue", e.getCause());
        } catch (IOException e) {
            throw SpoolFailure.of(null, directory, "listing the queue", e);
        }
    }

    /** Writes new files, each whole under its name or not there, and makes their bytes durable, not their names. */
    void write(Map<EventName, QueuedEvent> events) throws IOException {
        List<DiskFile> open = new ArrayList<>();
        try {
            for (Map.Entry<EventName, QueuedEvent> each : events.entrySet()) {
                DiskFile file = disk.create(part(each.getKey()), LABEL);
                open.add(file);
                EventFile.write(each.getValue(), file.stream());
            }
            disk.forceAll(open);
        } finally {
            closeAll(open);
        }
        for (EventName name : events.keySet()) {
            disk.rename(part(name), file(name), LABEL);
        }
    }

    private static void closeAll(List<DiskFile> files) throws IOException {
        IOException first = null;
        for (DiskFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Removes what was never whole. */
    void removeParts(Predicate<String> isOurs) {
        List<Path> parts = new ArrayList<>();
        each(name -> {}, half -> {
            if (isOurs.test(half.tag())) {
                parts.add(part(half));
            }
        });
        for (Path part : parts) {
            try {
                disk.delete(part, LABEL);
            } catch (IOException e) {
                throw SpoolFailure.of(null, part, "removing the file", e);
            }
        }
    }

    QueuedEvent read(EventName name) throws IOException {
        try (InputStream in = Channels.newInputStream(disk.read(file(name), LABEL))) {
            return EventFile.read(in);
        }
    }

    EventHeader readHeader(EventName name) throws IOException {
        try (InputStream in = Channels.newInputStream(disk.read(file(name), LABEL))) {
            return EventFile.readHeader(in);
        }
    }

    /** The header, if the whole file is sound: only then may what it names be removed. */
    Optional<EventHeader> headerIfSound(EventName name) throws IOException {
        try {
            return Optional.of(read(name).header());
        } catch (DamagedEventException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void rename(EventName from, EventName to) throws IOException {
        disk.rename(file(from), file(to), LABEL);
    }

    /** The same for a file that may be gone; false when it is. */
    boolean renameIfThere(EventName from, EventName to) throws IOException {
        try {
            rename(from, to);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** False when it was not there. */
    boolean delete(EventName name) throws IOException {
        return disk.delete(file(name), LABEL);
    }

    boolean isThere(EventName name) throws IOException {
        return disk.entry(file(name), LABEL).isPresent();
    }

    /** For cleaning up after a failure that is on its way to the caller already. */
    void removeQuietly(EventName name) {
        try {
            disk.delete(part(name), LABEL);
            delete(name);
        } catch (IOException e) {
            listener.notRemoved(file(name), SpoolFailure.of(null, file(name), "removing the file", e));
        }
    }

    void force() throws IOException {
        disk.forceDirectory(directory, LABEL);
    }

    /**
     * Removes the files of an event, not durably; whoever wrote to its file, only names of the spool's own kind are removed.
     *
     * @param from takes the directories they were in
     * @return true when none is left
     */
    boolean removeFilesOf(EventHeader header, Set<Path> from) {
        return header.stored().isEmpty() ? removeLocalFilesOf(header, from) : removeStoredFilesOf(header);
    }

    private boolean removeStoredFilesOf(EventHeader header) {
        boolean all = true;
        for (String name : header.stored()) {
            try {
                store.remove(name);
            } catch (IOException e) {
                all = false;
                Path file = Path.of(name);
                listener.notRemoved(file, SpoolFailure.of(null, file, "removing the file from the file store", e));
            }
        }
        return all;
    }

    /** The same for the files as they were made, also when they were moved to the store since. */
    boolean removeLocalFilesOf(EventHeader header, Set<Path> from) {
        boolean all = true;
        for (Path file : header.files()) {
            if (SpoolName.parse(file.getFileName().toString()).isEmpty()) {
                continue;
            }
            try {
                if (disk.delete(file, FILES_LABEL)) {
                    from.add(file.getParent());
                }
            } catch (IOException e) {
                all = false;
                listener.notRemoved(file, SpoolFailure.of(null, file, "removing the file", e));
            }
        }
        return all;
    }

    /** Makes removals durable. */
    void force(Set<Path> directories) throws IOException {
        for (Path each : directories) {
            disk.forceDirectory(each, FILES_LABEL);
        }
    }

    /** Writes beside the event why it stands where it stands, for people. Its loss harms nothing. */
    void note(EventName name, Instant when, String reason) {
        Path note = note(name);
        String text = when + " " + name.state() + " " + oneLine(reason) + "\n";
        try {
            disk.delete(note, NOTE_LABEL);
            try (DiskFile file = disk.create(note, NOTE_LABEL)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                file.write(bytes, 0, bytes.length);
            }
        } catch (IOException e) {
            listener.trouble(SpoolFailure.of(null, note, "writing the note", e));
        }
    }

    Optional<String> readNote(EventName name) {
        try {
            byte[] bytes = SmallFile.read(disk, note(name), MAX_NOTE_BYTES, NOTE_LABEL);
            return Optional.of(oneLine(new String(bytes, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw SpoolFailure.of(null, note(name), "reading the note", e);
        }
    }

    void forgetNote(EventName name) throws IOException {
        boolean mayHaveOne = name.errors() > 0
                || name.abnormalEnds() > 0
                || name.attempts() > 1
                || name.possibleDuplicate()
                || name.state().isPutAside()
                || name.state() == EventState.PAUSED;
        if (mayHaveOne) {
            disk.delete(note(name), NOTE_LABEL);
        }
    }

    /** Removes notes of events that are gone. */
    void removeNotes(Collection<String> stems) throws IOException {
        for (String stem : stems) {
            disk.delete(directory.resolve(stem + NOTE), NOTE_LABEL);
        }
    }

    private Path file(EventName name) {
        return directory.resolve(name.fileName());
    }

    private Path part(EventName name) {
        return directory.resolve(name.fileName() + Draft.PART);
    }

    private Path note(EventName name) {
        return directory.resolve(name.stem() + NOTE);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_NOTE_LENGTH ? line : line.substring(0, MAX_NOTE_LENGTH - 1) + "…";
    }
}
