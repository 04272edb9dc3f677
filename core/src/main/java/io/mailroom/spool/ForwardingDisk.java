package io.mailroom.spool;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A disk that passes every call on to another; for those that do one thing differently, which they override. */
public abstract class ForwardingDisk implements Disk {
    private final Disk disk;

    /** @param disk what is called */
    protected ForwardingDisk(Disk disk) {
        this.disk = Objects.requireNonNull(disk, "disk");
    }

    /** What is called. */
    protected final Disk disk() {
        return disk;
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

    /** Each by itself, so that a file of a subclass hears of it. */
    @Override
    public void forceAll(List<DiskFile> files) throws IOException {
        Disk.super.forceAll(files);
    }

    @Override
    public void forceDirectory(Path directory, String label) throws IOException {
        disk.forceDirectory(directory, label);
    }

    @Override
    public Optional<DiskLock> lock(Path file, String label) throws IOException {
        return disk.lock(file, label);
    }

    @Override
    public long usableBytes(Path path, String label) throws IOException {
        return disk.usableBytes(path, label);
    }

    @Override
    public DiskKind kind(Path directory, String label) throws IOException {
        return disk.kind(directory, label);
    }

    @Override
    public boolean tryOut(Path directory, String label) throws IOException {
        return disk.tryOut(directory, label);
    }
}
