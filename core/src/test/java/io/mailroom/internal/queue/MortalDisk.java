package io.mailroom.internal.queue;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.DiskLock;
import io.mailroom.spool.LocalDisk;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk as a process sees it that dies in the middle of a test: its locks are gone then, and nothing else. */
final class MortalDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final List<DiskLock> locks = new ArrayList<>();

    void processDies() throws IOException {
        for (DiskLock lock : locks) {
            lock.close();
        }
        locks.clear();
    }

    @Override
    public DiskFile create(Path file, String label) throws IOException {
        return disk.create(file, label);
    }

    @Override
    public DiskFile append(Path file, String label) throws IOException {
        return disk.append(file, label);
    }

    @Override
    public SeekableByteChannel read(Path file, String label) throws IOException {
        return disk.read(file, label);
    }

    @Override
    public void rename(Path from, Path to, String label) throws IOException {
        disk.rename(from, to, label);
    }

    @Override
    public boolean delete(Path file, String label) throws IOException {
        return disk.delete(file, label);
    }

    @Override
    public Optional<DiskEntry> entry(Path file, String label) throws IOException {
        return disk.entry(file, label);
    }

    @Override
    public Listing list(Path directory, String label) throws IOException {
        return disk.list(directory, label);
    }

    @Override
    public void createDirectories(Path directory, String label) throws IOException {
        disk.createDirectories(directory, label);
    }

    @Override
    public void forceDirectory(Path directory, String label) throws IOException {
        disk.forceDirectory(directory, label);
    }

    @Override
    public Optional<DiskLock> lock(Path file, String label) throws IOException {
        Optional<DiskLock> lock = disk.lock(file, label);
        lock.ifPresent(locks::add);
        return lock;
    }

    @Override
    public long usableBytes(Path path, String label) throws IOException {
        return disk.usableBytes(path, label);
    }
}
