package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolDirectory;
import io.mailroom.SpoolException;
import io.mailroom.SpoolFile;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.SpoolDirectories;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says of every file in the spool what it belongs to. Keeps the names of files that events name in memory, and no others.
 * Usable from any thread.
 */
public final class Inventory {
    private static final String LABEL = "inventory";

    private final Disk disk;
    private final Clock clock;
    private final Supplier<List<ProfilePlaces>> profiles;
    private final Supplier<Collection<EventQueue>> queues;

    /**
     * @param profiles whose directories are looked at
     * @param queues of all groups, those that do not run included
     */
    public Inventory(
            Disk disk, Clock clock, Supplier<List<ProfilePlaces>> profiles, Supplier<Collection<EventQueue>> queues) {
        this.disk = disk;
        this.clock = clock;
        this.profiles = profiles;
        this.queues = queues;
    }

    /** Looks at every file; see {@link io.mailroom.SpoolFiles#look}. */
    public List<SpoolDirectory> look(Consumer<SpoolFile> each) {
        List<SpoolDirectory> directories = new ArrayList<>();
        try {
            for (Map.Entry<Path, Judge> place : judges().entrySet()) {
                if (disk.entry(place.getKey(), LABEL).isPresent()) {
                    directories.add(look(place.getKey(), place.getValue(), each));
                }
            }
            return directories;
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Removes a file; false when it is gone already. */
    public boolean remove(SpoolFile file) {
        try {
            return disk.delete(file.file(), LABEL);
        } catch (IOException e) {
            throw SpoolFailure.of(null, file.file(), "removing the file", "the others stay as well", e);
        }
    }

    private static SpoolException failure(IOException cause) {
        return SpoolFailure.of(null, Path.of(""), "looking through the spool", "nothing was changed", cause);
    }

    private Map<Path, Judge> judges() {
        Map<Path, Judge> judges = new LinkedHashMap<>();
        List<ProfilePlaces> all = profiles.get();
        List<Path> incoming = all.stream()
                .filter(ProfilePlaces::receives)
                .map(each -> each.directories().incoming())
                .distinct()
                .toList();
        Collection<EventQueue> groups = queues.get();
        Owners owners = new Owners(disk, incoming, groups);
        Instant now = clock.instant();
        for (ProfilePlaces each : all) {
            if (each.receives()) {
                SpoolDirectories places = each.directories();
                judges.putIfAbsent(places.incoming(), new IncomingJudge(owners, now));
                judges.putIfAbsent(places.processed(), new KeptJudge("processed", owners, now));
                judges.putIfAbsent(places.failed(), new KeptJudge("failed", owners, now));
                judges.putIfAbsent(places.loopback(), new KeptJudge("loopback", owners, now));
                judges.putIfAbsent(places.queued(), new KeptJudge("queued", owners, now));
            }
            if (each.sends()) {
                judges.putIfAbsent(each.sent(), new KeptJudge("sent", owners, now));
            }
        }
        for (EventQueue queue : groups) {
            judges.putIfAbsent(queue.directory(), new QueueJudge(Owners.groupOf(queue), owners, now));
            judges.putIfAbsent(
                    queue.directory().resolve("acks"), new AcknowledgementJudge(Owners.groupOf(queue), owners, now));
        }
        return judges;
    }

    private SpoolDirectory look(Path directory, Judge judge, Consumer<SpoolFile> each) throws IOException {
        long files = 0;
        long bytes = 0;
        try (Disk.Listing names = disk.list(directory, LABEL)) {
            while (names.hasNext()) {
                Path file = names.next();
                Optional<DiskEntry> entry = disk.entry(file, LABEL);
                if (entry.isPresent() && !entry.get().isDirectory()) {
                    files++;
                    bytes += entry.get().sizeBytes();
                    each.accept(judge.judge(file, entry.get()));
                }
            }
        }
        return new SpoolDirectory(
                directory,
                judge.place(),
                disk.kind(directory, LABEL),
                trouble(directory),
                disk.usableBytes(directory, LABEL),
                files,
                bytes);
    }

    private String trouble(Path directory) {
        try {
            disk.tryOut(directory, LABEL);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
