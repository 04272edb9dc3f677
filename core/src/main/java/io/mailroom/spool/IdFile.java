package io.mailroom.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@link SeenRecord} lines. Not for several threads.
 *
 * <p>After a failed append the file takes no more records: a torn line would hide whatever follows it, and a second
 * force may report a success that is none. {@link #replace} and {@link #erase} make it usable again.
 */
final class IdFile {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path path;
    private final String label;
    private @Nullable DiskFile open;
    private boolean broken;

    IdFile(Disk disk, Path path, String label) {
        this.disk = disk;
        this.path = path;
        this.label = label;
    }

    Path path() {
        return path;
    }

    /** What a reader does at a line that is damaged. */
    enum AtDamage {
        STOP,
        SKIP
    }

    /**
     * Reads the records in order. A last line without its line feed is damaged.
     *
     * @return how many lines were damaged; with {@link AtDamage#STOP} 0 or 1
     */
    int read(AtDamage atDamage, Consumer<SeenRecord> records) throws IOException {
        int damaged = 0;
        try (SeekableByteChannel channel = disk.read(path, label)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            StringBuilder line = new StringBuilder(SeenRecord.MAX_LINE_BYTES);
            while (channel.read(chunk.clear()) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    byte b = chunk.get();
                    if (b != '\n') {
                        if (line.length() < SeenRecord.MAX_LINE_BYTES) { // a longer one is damaged anyhow
                            line.append((char) (b & 0xff));
                        }
                        continue;
                    }
                    Optional<SeenRecord> entry = SeenRecord.parse(line.toString());
                    line.setLength(0);
                    entry.ifPresent(records);
                    if (entry.isEmpty()) {
                        damaged++;
                        if (atDamage == AtDamage.STOP) {
                            return damaged;
                        }
                    }
                }
            }
            return line.isEmpty() ? damaged : damaged + 1;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Adds records and makes them durable with one force; the first ones make the file's name durable too. */
    void append(Collection<SeenRecord> records) throws IOException {
        if (broken) {
            throw new IOException("An earlier record could not be written");
        }
        byte[] lines = lines(records);
        broken = true; // until all of it has gone well
        try {
            boolean first = open == null;
            DiskFile file = opened();
            file.write(lines, 0, lines.length);
            file.force();
            if (first) { // whoever created the file may have died before its name was durable
                disk.forceDirectory(path.getParent(), label);
            }
        } catch (IOException e) {
            abandon(e);
            throw e;
        }
        broken = false;
    }

    private DiskFile opened() throws IOException {
        DiskFile file = open;
        if (file == null) {
            file = disk.append(path, label);
            open = file;
        }
        return file;
    }

    private void abandon(IOException why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Puts these records, durably, in the place of all that was there: a reader finds the old or the new file. */
    void replace(Iterable<SeenRecord> records) throws IOException {
        close();
        Path part = draft();
        disk.delete(part, label);
        try (DiskFile file = disk.create(part, label)) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream(CHUNK_BYTES);
            for (SeenRecord each : records) {
                lines.writeBytes(each.line().getBytes(StandardCharsets.ISO_8859_1));
                if (lines.size() >= CHUNK_BYTES - SeenRecord.MAX_LINE_BYTES) {
                    file.write(lines.toByteArray(), 0, lines.size());
                    lines.reset();
                }
            }
            file.write(lines.toByteArray(), 0, lines.size());
            file.force();
        }
        disk.rename(part, path, label);
        disk.forceDirectory(path.getParent(), label);
        broken = false;
    }

    /** Removes what a replacement left that never came to its end. */
    void removeDraft() throws IOException {
        disk.delete(draft(), label);
    }

    private Path draft() {
        return path.resolveSibling(path.getFileName() + Draft.PART);
    }

    /** Makes the file's name durable. */
    void forceName() throws IOException {
        disk.forceDirectory(path.getParent(), label);
    }

    /** Removes the file; a power cut may bring it back. */
    void erase() throws IOException {
        close();
        disk.delete(path, label);
        broken = false;
    }

    /** Lets go of the file; the next append opens it again. */
    void close() throws IOException {
        DiskFile file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    private static byte[] lines(Collection<SeenRecord> records) {
        StringBuilder lines = new StringBuilder(records.size() * SeenRecord.MAX_LINE_BYTES);
        records.forEach(each -> lines.append(each.line()));
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
