package io.mailroom.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The disk of this machine. Labels are ignored.
 *
 * <p>Files are written through {@link FileOutputStream}, because a {@link FileChannel} is closed under its owner by an
 * interrupt. Where only a channel will do, the interrupt is put aside for the call and set again afterwards.
 */
public final class LocalDisk implements Disk {
    private static final boolean POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] OWNER_FILE = ownerOnly("rw-------");
    private static final FileAttribute<?>[] OWNER_DIRECTORY = ownerOnly("rwx------");
    /** Files this process has locked: opening and closing one of them again would give its lock up. */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    /** Directories whose file systems were tried. */
    private static final Set<Path> TRIED = ConcurrentHashMap.newKeySet();

    private static final Set<java.nio.file.OpenOption> LOCK_OPTIONS = Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS);

    private final String user;

    /** Finds out who we are; touches nothing. */
    public LocalDisk() {
        this.user = ownName();
    }

    @Override
    public DiskFile create(Path file, String label) throws IOException {
        Files.createFile(file, OWNER_FILE); // O_EXCL follows no link
        return new LocalFile(file, 0);
    }

    @Override
    public DiskFile append(Path file, String label) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<DiskEntry> there = entry(file, label);
            if (there.isPresent()) {
                requireFile(file, there.get());
                return new LocalFile(file, there.get().sizeBytes());
            }
            try {
                return create(file, label);
            } catch (FileAlreadyExistsException e) {
                if (attempt == 2) {
                    throw e;
                }
            }
        }
    }

    @Override
    public SeekableByteChannel read(Path file, String label) throws IOException {
        // Opened without following a link, then asked what it is: a pipe is refused before it can make us wait.
        requireFile(file, entry(file, label).orElseThrow(() -> new NoSuchFileException(file.toString())));
        return new SteadyChannel(file);
    }

    @Override
    public void rename(Path from, Path to, String label) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean delete(Path file, String label) throws IOException {
        return Files.deleteIfExists(file);
    }

    @Override
    public Optional<DiskEntry> entry(Path file, String label) throws IOException {
        try {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
            return Optional.of(entry(basic, POSIX && basic.isDirectory() ? access(file) : DiskEntry.Access.PRIVATE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Asks the system for the owner's name, which takes longer than all the rest. */
    private DiskEntry.Access access(Path directory) throws IOException {
        PosixFileAttributes posix = Files.readAttributes(directory, PosixFileAttributes.class, NOFOLLOW_LINKS);
        String owner = posix.owner().getName();
        Set<PosixFilePermission> permissions = posix.permissions();
        return new DiskEntry.Access(
                owner.equals(user),
                permissions.contains(PosixFilePermission.GROUP_WRITE),
                permissions.contains(PosixFilePermission.OTHERS_WRITE),
                owner);
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the listing closes it
    public Listing list(Path directory, String label) throws IOException {
        return new LocalListing(Files.newDirectoryStream(directory));
    }

    @Override
    public void createDirectories(Path directory, String label) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = directory; at != null && !Files.exists(at, NOFOLLOW_LINKS); at = at.getParent()) {
            missing.add(0, at);
        }
        for (Path each : missing) {
            try {
                Files.createDirectory(each, OWNER_DIRECTORY);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(each)) {
                    throw e;
                }
            }
            if (each.getParent() != null) {
                forceDirectory(each.getParent(), label);
            }
        }
    }

    @Override
    public void forceDirectory(Path directory, String label) throws IOException {
        if (!POSIX) {
            return; // Windows opens no directory for this; its journal keeps names in order.
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void forceAll(List<DiskFile> files) throws IOException {
        SideBySide.force(files);
    }

    @Override
    public Optional<DiskLock> lock(Path file, String label) throws IOException {
        Path name = file.toAbsolutePath().normalize();
        if (!LOCKED.add(name)) {
            return Optional.empty();
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(file, LOCK_OPTIONS, OWNER_FILE);
            locked = isLocked(channel);
            return locked ? Optional.of(() -> unlock(channel, name)) : Optional.empty();
        } finally {
            if (!locked) {
                LOCKED.remove(name);
            }
        }
    }

    /** Closes the channel when it is not. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by another copy of this class
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static void unlock(FileChannel channel, Path name) throws IOException {
        if (channel.isOpen()) {
            LOCKED.remove(name);
            channel.close();
        }
    }

    @Override
    public long usableBytes(Path path, String label) throws IOException {
        long usable = path.toFile().getUsableSpace(); // a file store would read the table of all mounts first
        return usable > 0 ? usable : Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public DiskKind kind(Path directory, String label) throws IOException {
        return DiskKind.of(Files.getFileStore(directory).type());
    }

    @Override
    public boolean tryOut(Path directory, String label) throws IOException {
        Path name = directory.toAbsolutePath().normalize();
        if (!TRIED.add(name)) {
            return false;
        }
        boolean works = false;
        try {
            FileSystemTrial.in(this, name);
            works = true;
            return true;
        } finally {
            if (!works) {
                TRIED.remove(name);
            }
        }
    }

    private static DiskEntry entry(BasicFileAttributes attributes, DiskEntry.Access access) {
        DiskEntry.Type type = attributes.isRegularFile()
                ? DiskEntry.Type.FILE
                : attributes.isDirectory()
                        ? DiskEntry.Type.DIRECTORY
                        : attributes.isSymbolicLink() ? DiskEntry.Type.LINK : DiskEntry.Type.OTHER;
        return new DiskEntry(
                type, attributes.size(), attributes.lastModifiedTime().toInstant(), access);
    }

    private static void requireFile(Path file, DiskEntry entry) throws IOException {
        if (!entry.isFile()) {
            throw new IOException(file + " is not a regular file but " + entry.type());
        }
    }

    /** The owner's name of what this process makes: a container may run under a number that has no name. */
    private static String ownName() {
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name", "");
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static final class LocalFile implements DiskFile {
        private final Path path;
        private final FileOutputStream out;
        private long size;

        LocalFile(Path path, long size) throws IOException {
            this.path = path;
            this.out = new FileOutputStream(path.toFile(), true);
            this.size = size;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            size += length;
        }

        @Override
        public void force() throws IOException {
            out.getFD().sync();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class LocalListing implements Listing {
        private final DirectoryStream<Path> stream;
        private final java.util.Iterator<Path> names;

        LocalListing(DirectoryStream<Path> stream) {
            this.stream = stream;
            this.names = stream.iterator();
        }

        @Override
        public boolean hasNext() {
            try {
                return names.hasNext();
            } catch (DirectoryIteratorException e) {
                throw new UncheckedIOException(e.getCause());
            }
        }

        @Override
        public Path next() {
            try {
                return names.next();
            } catch (DirectoryIteratorException e) {
                throw new UncheckedIOException(e.getCause());
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
