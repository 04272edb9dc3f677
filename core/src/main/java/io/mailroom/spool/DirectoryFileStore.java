package io.mailroom.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A directory that receiver and processor both see, perhaps under different paths: a name in the store is the name of a file
 * in it. Files are made for their owner alone.
 */
public final class DirectoryFileStore implements FileStore {
    private static final String LABEL = "store";
    private static final String PREFIX = "MAILROOM_";
    private static final String SUFFIX = ".dat";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]{1,100}");
    private static final Pattern NAME = Pattern.compile(PREFIX + KEY.pattern() + Pattern.quote(SUFFIX));
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path directory;

    /** The store in that directory, which is made when it is missing. */
    public DirectoryFileStore(Path directory) {
        this(new LocalDisk(), directory);
    }

    /** The same on another disk. */
    public DirectoryFileStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String put(String key, Path file) throws IOException {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("A key is letters, digits and underscores, at most 100: " + key);
        }
        String name = PREFIX + key + SUFFIX;
        Path target = directory.resolve(name);
        Path part = directory.resolve(name + Draft.PART);
        disk.createDirectories(directory, LABEL);
        disk.delete(part, LABEL);
        try (SeekableByteChannel from = disk.read(file, LABEL);
                DiskFile to = disk.create(part, LABEL)) {
            copy(from, to);
            to.force();
        }
        disk.rename(part, target, LABEL);
        disk.forceDirectory(directory, LABEL);
        return name;
    }

    private static void copy(SeekableByteChannel from, DiskFile to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (from.read(buffer) >= 0) {
            to.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    @Override
    public Optional<Path> find(String name) throws IOException {
        return Optional.of(file(name));
    }

    @Override
    public void remove(String name) throws IOException {
        disk.delete(file(name), LABEL);
    }

    /** Names come from files that others may have written: nothing but ours is touched. */
    private Path file(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("\"" + name + "\" is no name of this store");
        }
        return directory.resolve(name);
    }
}
