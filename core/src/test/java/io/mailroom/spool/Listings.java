package io.mailroom.spool;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that counts the names it was asked to list. */
final class Listings implements Disk {
    private final Disk disk;
    private final AtomicInteger names = new AtomicInteger();

    Listings(Disk disk) {
        this.disk = disk;
    }

    int names() {
        return names.get();
    }

    @Override
    public Listing list(Path directory, String label) throws IOException {
        Listing listing = disk.list(directory, label);
        return (Listing) Proxy.newProxyInstance(
                Listing.class.getClassLoader(), new Class<?>[] {Listing.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("next")) {
                        names.incrementAndGet();
                    }
                    try {
                        return method.invoke(listing, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
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
    public java.nio.channels.SeekableByteChannel read(Path file, String label) throws IOException {
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
    public void createDirectories(Path directory, String label) throws IOException {
        disk.createDirectories(directory, label);
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
}
