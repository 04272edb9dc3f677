package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tries in a directory whether its file system does what the other classes build on (fault F-10): a file is created, written
 * and forced, takes the place of another in one step, is read back; a name as long as our longest is taken; the directory
 * can be forced, and a file locked. Leaves nothing behind.
 */
public final class FileSystemTrial {
    /** What its files are called; one that is left was being tried when the process died. */
    public static final String PREFIX = ".mailroom-trial_";

    /** {@code Mailbox_A_B.owner.part} with the longest A and B. */
    private static final int LONGEST_NAME = 244;

    private static final String LABEL = "trial";

    private final Disk disk;
    private final Path directory;
    private final String name;
    private String step = "";

    private FileSystemTrial(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.name = PREFIX + Long.toHexString(ProcessHandle.current().pid()) + "_" + Long.toHexString(System.nanoTime())
                + "_";
    }

    /** @throws IOException that says what the file system could not do */
    static void in(Disk disk, Path directory) throws IOException {
        FileSystemTrial trial = new FileSystemTrial(disk, directory);
        try {
            trial.run();
        } catch (IOException e) {
            if (!SpoolException.isFull(e)) { // what a full disk can do shows when it no longer is
                throw new IOException(trial.step + " does not work: " + SpoolFailure.words(e), e);
            }
        }
    }

    private void run() throws IOException {
        Path first = directory.resolve(name + "1");
        Path second = directory.resolve(name + "2");
        Path longest = directory.resolve(name + "x".repeat(LONGEST_NAME - name.length()));
        try {
            step = "writing a file";
            write(first, "one");
            write(second, "two");
            step = "putting a file in the place of another";
            disk.rename(first, second, LABEL);
            require(disk.entry(first, LABEL).isEmpty(), "the old name is still there");
            byte[] read = SmallFile.read(disk, second, LONGEST_NAME, LABEL);
            require(Arrays.equals(read, bytes("one")), "something else was read than was written");
            step = "a file name of " + LONGEST_NAME + " letters";
            write(longest, "");
            step = "forcing the directory";
            disk.forceDirectory(directory, LABEL);
            step = "locking a file";
            Optional<DiskLock> lock = disk.lock(second, LABEL);
            require(lock.isPresent(), "a new file is locked already");
            lock.orElseThrow().close();
        } finally {
            disk.delete(longest, LABEL);
            disk.delete(second, LABEL);
            disk.delete(first, LABEL);
            disk.forceDirectory(directory, LABEL); // or a power cut brings them back
        }
    }

    private void write(Path file, String content) throws IOException {
        try (DiskFile out = disk.create(file, LABEL)) {
            byte[] bytes = bytes(content);
            out.write(bytes, 0, bytes.length);
            out.force();
        }
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
