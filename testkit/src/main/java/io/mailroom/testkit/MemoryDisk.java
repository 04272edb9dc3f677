package io.mailroom.testkit;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.DiskLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that knows what a power cut would leave of it. A file's bytes are safe once it was forced, a name
 * once its directory was; what was not may survive in whole, in part, or not at all, and {@link CrashStates} goes through
 * the possibilities. The death of the process alone loses nothing; see {@link #processDied()}.
 *
 * <p>Paths are keys: nothing outside this object is touched. Directories that lie under one given to {@link #mount} are on
 * another file system. Usable from any thread.
 */
public final class MemoryDisk implements Disk {
    private final Clock clock;
    private final MemoryNode.Directory root;
    private final Set<Path> locked = new HashSet<>();
    private final List<Path> mounts = new ArrayList<>();
    private long capacity = Long.MAX_VALUE / 4;
    private long used;
    private int open;

    /** An empty disk whose files are all of 1970. */
    public MemoryDisk() {
        this(Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC));
    }

    /** An empty disk. */
    public MemoryDisk(Clock clock) {
        this(clock, new MemoryNode.Directory());
    }

    MemoryDisk(Clock clock, MemoryNode.Directory root) {
        this.clock = clock;
        this.root = root;
    }

    /** Everything below this directory is on a file system of its own: renames across are refused. */
    public synchronized MemoryDisk mount(Path directory) {
        mounts.add(directory.toAbsolutePath());
        return this;
    }

    /** From now on this many bytes fit on the disk; a write beyond them says that no space is left. */
    public synchronized MemoryDisk capacity(long bytes) {
        capacity = bytes;
        return this;
    }

    /** The process that used the disk is gone: its locks end. Open files must not be used any more. */
    public synchronized MemoryDisk processDied() {
        locked.clear();
        open = 0;
        return this;
    }

    /** Files and channels open at the moment. */
    public synchronized int openFiles() {
        return open;
    }

    /** Every file and its bytes, as a reader sees them, by path. */
    public synchronized Map<Path, byte[]> files() {
        Map<Path, byte[]> files = new TreeMap<>();
        visit(root, Path.of("/"), (path, file) -> files.put(path, file.bytes()));
        return files;
    }

    /** Every file and its bytes that survive a power cut which lets nothing through that was not forced. */
    public synchronized Map<Path, byte[]> durableFiles() {
        Map<Path, byte[]> files = new TreeMap<>();
        visitDurable(root, Path.of("/"), files);
        return files;
    }

    private static void visitDurable(MemoryNode.Directory directory, Path at, Map<Path, byte[]> files) {
        directory.durableEntries().forEach((name, node) -> {
            if (node instanceof MemoryNode.File file) {
                files.put(at.resolve(name), file.durable());
            } else if (node instanceof MemoryNode.Directory below) {
                visitDurable(below, at.resolve(name), files);
            }
        });
    }

    /** Puts a file there, durably, as an operator would; creates its directory. */
    public synchronized void put(Path file, byte[] content) {
        directory(file.toAbsolutePath().getParent(), true)
                .addDurably(name(file), MemoryNode.File.durable(content, clock.instant()));
    }

    /** Removes a file, durably, as an operator would; nothing when there is none. */
    public synchronized void remove(Path file) throws IOException {
        delete(file, "operator");
        parent(file).force();
    }

    /** Removes a file, durably, as an operator would; nothing when there is none. */
    void takeAway(Path file) {
        try {
            remove(file);
        } catch (IOException e) {
            throw new IllegalStateException("A disk in memory cannot fail", e);
        }
    }

    /** The same files on a disk of their own, all of them durable. */
    public MemoryDisk copy() {
        return CrashStates.of(this).best();
    }

    MemoryNode.Directory root() {
        return root;
    }

    Clock clock() {
        return clock;
    }

    List<Path> mounts() {
        return mounts;
    }

    static void visit(MemoryNode.Directory directory, Path at, BiConsumer<Path, MemoryNode.File> files) {
        directory.entries().forEach((name, node) -> {
            if (node instanceof MemoryNode.File file) {
                files.accept(at.resolve(name), file);
            } else if (node instanceof MemoryNode.Directory below) {
                visit(below, at.resolve(name), files);
            }
        });
    }

    @Override
    public synchronized DiskFile create(Path file, String label) throws IOException {
        if (find(file) != null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        MemoryNode.File node = new MemoryNode.File();
        parent(file).change(Map.of(name(file), node));
        return new MemoryFile(file, node);
    }

    @Override
    public synchronized DiskFile append(Path file, String label) throws IOException {
        return find(file) == null ? create(file, label) : new MemoryFile(file, file(file));
    }

    @Override
    public synchronized SeekableByteChannel read(Path file, String label) throws IOException {
        return new MemoryChannel(file(file));
    }

    @Override
    public synchronized void rename(Path from, Path to, String label) throws IOException {
        MemoryNode node = find(from);
        if (node == null) {
            throw new NoSuchFileException(from.toString());
        }
        if (!mountOf(from).equals(mountOf(to))) {
            throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "Invalid cross-device link");
        }
        MemoryNode.Directory source = parent(from);
        MemoryNode.Directory target = parent(to);
        Map<String, @Nullable MemoryNode> change = new LinkedHashMap<>();
        change.put(name(from), null);
        if (source != target) {
            source.change(change);
            change = new LinkedHashMap<>();
        }
        change.put(name(to), node);
        target.change(change);
    }

    @Override
    public synchronized boolean delete(Path file, String label) throws IOException {
        MemoryNode node = find(file);
        if (node == null) {
            return false;
        }
        if (node instanceof MemoryNode.Directory directory
                && !directory.entries().isEmpty()) {
            throw new DirectoryNotEmptyException(file.toString());
        }
        Map<String, @Nullable MemoryNode> change = new LinkedHashMap<>();
        change.put(name(file), null);
        parent(file).change(change);
        if (node instanceof MemoryNode.File gone) {
            used -= gone.length();
        }
        return true;
    }

    @Override
    public synchronized Optional<DiskEntry> entry(Path file, String label) {
        MemoryNode node = find(file);
        if (node instanceof MemoryNode.File there) {
            return Optional.of(
                    new DiskEntry(DiskEntry.Type.FILE, there.length(), there.modified(), DiskEntry.Access.PRIVATE));
        }
        return node == null
                ? Optional.empty()
                : Optional.of(new DiskEntry(DiskEntry.Type.DIRECTORY, 0, clock.instant(), DiskEntry.Access.PRIVATE));
    }

    @Override
    public synchronized Listing list(Path directory, String label) throws IOException {
        List<Path> names = new ArrayList<>();
        existing(directory).entries().keySet().forEach(name -> names.add(directory.resolve(name)));
        Iterator<Path> each = names.iterator();
        return new Listing() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Path next() {
                return each.next();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void createDirectories(Path directory, String label) {
        directory(directory, true);
    }

    @Override
    public synchronized void forceDirectory(Path directory, String label) throws IOException {
        existing(directory).force();
    }

    @Override
    public synchronized Optional<DiskLock> lock(Path file, String label) throws IOException {
        if (!locked.add(file)) {
            return Optional.empty();
        }
        if (find(file) == null) {
            create(file, label).close();
        }
        return Optional.of(() -> unlock(file));
    }

    @Override
    public synchronized long usableBytes(Path path, String label) {
        return Math.max(0, capacity - used);
    }

    private synchronized void unlock(Path file) {
        locked.remove(file);
    }

    private @Nullable MemoryNode find(Path path) {
        MemoryNode at = root;
        for (Path name : path) {
            if (!(at instanceof MemoryNode.Directory directory)) {
                return null;
            }
            at = directory.get(name.toString());
        }
        return at;
    }

    private MemoryNode.File file(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (node instanceof MemoryNode.File file) {
            return file;
        }
        throw new IOException(path + " is not a regular file but DIRECTORY");
    }

    private MemoryNode.Directory parent(Path path) throws IOException {
        return existing(path.getParent());
    }

    private MemoryNode.Directory existing(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (node instanceof MemoryNode.Directory directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    private MemoryNode.Directory directory(Path path, boolean create) {
        MemoryNode.Directory at = root;
        for (Path name : path) {
            MemoryNode next = at.get(name.toString());
            if (next == null && create) {
                next = new MemoryNode.Directory();
                at.addDurably(name.toString(), next);
            }
            if (!(next instanceof MemoryNode.Directory directory)) {
                throw new IllegalStateException(path + " leads through a file");
            }
            at = directory;
        }
        return at;
    }

    private Path mountOf(Path path) {
        Path deepest = Path.of("/");
        for (Path mount : mounts) {
            if (path.startsWith(mount) && mount.getNameCount() > deepest.getNameCount()) {
                deepest = mount;
            }
        }
        return deepest;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private final class MemoryFile implements DiskFile {
        private final Path path;
        private final MemoryNode.File node;
        private boolean closed;

        MemoryFile(Path path, MemoryNode.File node) {
            this.path = path;
            this.node = node;
            open++;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                long fits = Math.min(length, Math.max(0, capacity - used));
                node.append(bytes, offset, (int) fits, clock.instant());
                used += fits;
                if (fits < length) {
                    throw DiskFaults.noSpace();
                }
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                node.force();
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return node.length();
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                if (!closed) {
                    closed = true;
                    open--;
                }
            }
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }
    }

    private final class MemoryChannel implements SeekableByteChannel {
        private final MemoryNode.File node;
        private int position;
        private boolean closed;

        MemoryChannel(MemoryNode.File node) {
            this.node = node;
            open++;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            synchronized (MemoryDisk.this) {
                if (closed) {
                    throw new ClosedChannelException();
                }
                byte[] bytes = new byte[into.remaining()];
                int count = node.read(position, bytes, 0, bytes.length);
                if (count <= 0) {
                    return into.hasRemaining() ? -1 : 0;
                }
                into.put(bytes, 0, count);
                position += count;
                return count;
            }
        }

        @Override
        public int write(ByteBuffer from) {
            throw new NonWritableChannelException();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long to) {
            position = Math.toIntExact(to);
            return this;
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return node.length();
            }
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                if (!closed) {
                    closed = true;
                    open--;
                }
            }
        }
    }
}
