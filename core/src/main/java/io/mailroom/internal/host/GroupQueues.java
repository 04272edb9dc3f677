package io.mailroom.internal.host;

import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every queue in which events of a profile may be: those of the groups that run, and those of groups that do not but may have
 * left something. Usable from any thread.
 */
final class GroupQueues {
    private static final String LABEL = "queues";

    private final HostSetup setup;
    private final Map<Path, EventQueue> byDirectory = new ConcurrentHashMap<>();

    GroupQueues(HostSetup setup) {
        this.setup = setup;
    }

    Collection<EventQueue> all() {
        return byDirectory.values();
    }

    void add(EventQueue queue) {
        byDirectory.put(queue.directory(), queue);
    }

    /** Looks once for what groups left that do not run now. */
    void findOld(Set<Path> parents) {
        for (Path parent : parents) {
            for (Path directory : below(parent)) {
                if (!byDirectory.containsKey(directory)) {
                    add(EventQueue.open(
                            setup.disk(),
                            directory,
                            setup.clock(),
                            setup.nanoTime(),
                            QueueListener.NONE,
                            setup.fileStore()));
                }
            }
        }
    }

    private List<Path> below(Path parent) {
        Disk disk = setup.disk();
        List<Path> directories = new ArrayList<>();
        try {
            if (disk.entry(parent, LABEL).isEmpty()) {
                return directories;
            }
            try (Disk.Listing names = disk.list(parent, LABEL)) {
                while (names.hasNext()) {
                    Path each = names.next();
                    if (disk.entry(each, LABEL)
                            .filter(entry -> entry.type() == DiskEntry.Type.DIRECTORY)
                            .isPresent()) {
                        directories.add(each);
                    }
                }
            }
            return directories;
        } catch (UncheckedIOException e) {
            throw SpoolFailure.of(null, parent, "looking for queues", e.getCause());
        } catch (IOException e) {
            throw SpoolFailure.of(null, parent, "looking for queues", e);
        }
    }
}
