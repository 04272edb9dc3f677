package io.mailroom.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Forces several files at the same time, because a journalling file system makes what is asked of it together durable in
 * few commits. The threads live no longer than the call. An interrupt of the caller waits until it has ended.
 */
final class SideBySide {
    /** Most files under way at once; more gain nothing. */
    static final int MOST_AT_ONCE = 16;

    private final List<DiskFile> files;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private SideBySide(List<DiskFile> files) {
        this.files = files;
    }

    /** @throws IOException what the first to fail threw; the others are given up */
    static void force(List<DiskFile> files) throws IOException {
        SideBySide work = new SideBySide(files);
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Math.min(MOST_AT_ONCE, files.size()); i++) {
            Thread other = new Thread(work::run, "mailroom-force-" + i);
            other.setDaemon(true);
            other.start();
            others.add(other);
        }
        work.run();
        await(others);
        work.rethrow();
    }

    private void run() {
        for (int at = next.getAndIncrement(); at < files.size() && failure.get() == null; at = next.getAndIncrement()) {
            try {
                files.get(at).force();
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private static void await(List<Thread> others) {
        boolean interrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    interrupted = true; // a file that is being forced may not be given up halfway
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException {
        Throwable first = failure.get();
        if (first instanceof IOException io) {
            throw io;
        }
        if (first instanceof RuntimeException bug) {
            throw bug;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }
}
