package io.mailroom.spool;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The one way to the file system. Everything the library does to its own files is a call of this interface, so that a
 * test can count, refuse or interrupt each single step by handing in another disk.
 *
 * <p>Every call carries a label that says what the file is to its owner, such as {@code pop3.raw} or {@code index}. With
 * the name of the operation it makes the step's name in reports: {@code pop3.raw.force}, {@code index.append}. A label
 * changes nothing else.
 *
 * <p>Paths are absolute. No call follows a symbolic link in the last element of a path. Usable from any thread; an
 * interrupt neither breaks a call off nor is lost.
 */
public interface Disk {
    /**
     * Creates a file that must not exist yet, readable and writable by its owner alone from the first moment.
     *
     * @throws java.nio.file.FileAlreadyExistsException when anything has the name already, a link included
     */
    DiskFile create(Path file, String label) throws IOException;

    /** Opens a regular file for writing at its end; creates it as {@link #create} does when it is missing. */
    DiskFile append(Path file, String label) throws IOException;

    /**
     * Opens a regular file for reading.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    SeekableByteChannel read(Path file, String label) throws IOException;

    /**
     * Gives a file another name on the same file system in one step, replacing what had the name.
     *
     * @throws java.nio.file.AtomicMoveNotSupportedException when the target is on another file system
     */
    void rename(Path from, Path to, String label) throws IOException;

    /** Removes a file; false when there was none. */
    boolean delete(Path file, String label) throws IOException;

    /** What is known of a name without opening it; empty when nothing has it. */
    Optional<DiskEntry> entry(Path file, String label) throws IOException;

    /** The names in a directory, in no order, read as they are asked for. Close it. */
    Listing list(Path directory, String label) throws IOException;

    /** Creates a directory and the missing ones above it, each open to its owner alone, and makes their names durable. */
    void createDirectories(Path directory, String label) throws IOException;

    /**
     * Makes content and length of several files durable, as {@link DiskFile#force} does for one: a disk may do it side by
     * side. When it fails, any of them may or may not be durable, and all must be given up.
     */
    default void forceAll(List<DiskFile> files) throws IOException {
        for (DiskFile file : files) {
            file.force();
        }
    }

    /** Makes every name given, changed or removed in a directory so far durable. */
    void forceDirectory(Path directory, String label) throws IOException;

    /**
     * Takes an exclusive lock on a file, created when missing; it ends with the process at the latest. Empty when
     * another process or another part of this one holds it.
     */
    Optional<DiskLock> lock(Path file, String label) throws IOException;

    /** Bytes that may still be written on the file system of an existing path. */
    long usableBytes(Path path, String label) throws IOException;

    /** What kind of file system an existing directory is on. */
    default DiskKind kind(Path directory, String label) throws IOException {
        return DiskKind.UNKNOWN;
    }

    /**
     * Tries, once in the life of the process, whether the file system of an existing directory does what the other methods
     * promise. A disk that is no real one need not.
     *
     * @return true when it was tried now, for the first time
     * @throws IOException that says what it cannot do
     */
    default boolean tryOut(Path directory, String label) throws IOException {
        return false;
    }

    /** The names in one directory. {@code next} and {@code hasNext} throw {@link java.io.UncheckedIOException}. */
    interface Listing extends Iterator<Path>, AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
