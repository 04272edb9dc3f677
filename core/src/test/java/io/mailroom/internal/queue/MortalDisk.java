package io.mailroom.internal.queue;

import io.mailroom.spool.DiskLock;
import io.mailroom.spool.ForwardingDisk;
import io.mailroom.spool.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk as a process sees it that dies in the middle of a test: its locks are gone then, and nothing else. */
final class MortalDisk extends ForwardingDisk {
    private final List<DiskLock> locks = new ArrayList<>();

    MortalDisk() {
        super(new LocalDisk());
    }

    void processDies() throws IOException {
        for (DiskLock lock : locks) {
            lock.close();
        }
        locks.clear();
    }

    @Override
    public Optional<DiskLock> lock(Path file, String label) throws IOException {
        Optional<DiskLock> lock = super.lock(file, label);
        lock.ifPresent(locks::add);
        return lock;
    }
}
