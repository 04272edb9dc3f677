package io.mailroom.internal.inbound;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.MailboxLock;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files in Incoming that were never whole and whose service no mailbox remembers: each service is written down, durably, before
 * its first file, so nobody is at work on them. They go when they have lain there for an hour. One thread.
 */
final class StrayDrafts {
    /** Younger ones stay, should somebody have removed an owner file by hand. */
    static final Duration SETTLED = Duration.ofHours(1);

    private static final String LABEL = "part";

    private StrayDrafts() {}

    /** @param strays as {@link Spool.Leftovers#strays()} lists them */
    static void remove(Spool spool, List<Path> strays, Instant now) {
        if (strays.isEmpty()) {
            return;
        }
        Path incoming = spool.directory(Place.INCOMING);
        Disk disk = spool.disk();
        try {
            Set<String> known = MailboxLock.tagsByMailbox(disk, incoming).keySet();
            for (Path stray : strays) {
                Optional<DiskEntry> entry = disk.entry(stray, LABEL);
                if (!known.contains(tagOf(stray)) && isSettled(entry, now)) {
                    disk.delete(stray, LABEL);
                }
            }
        } catch (IOException e) {
            throw SpoolFailure.of(null, incoming, "removing files that nobody writes any more", e);
        }
    }

    private static String tagOf(Path part) {
        String name = part.getFileName().toString();
        return SpoolName.parse(name.substring(0, name.lastIndexOf('.')))
                .map(SpoolName.Parsed::tag)
                .orElse("");
    }

    private static boolean isSettled(Optional<DiskEntry> entry, Instant now) {
        return entry.filter(
                        each -> each.isFile() && each.modified().plus(SETTLED).isBefore(now))
                .isPresent();
    }
}
