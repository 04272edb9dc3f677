package io.mailroom.internal.queue;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskLock;
import io.mailroom.spool.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The leases of one queue: ours, and what is known of the others'. Ours is taken when the first event is, and renewed
 * while events are in hand.
 *
 * <p>Another's is dead when its lock can be had and one of these holds: its process was on this host and runs no more; it has
 * no lease at all; or its lease has not been renewed for {@link #LENGTH}, by our own clock. Usable from any thread.
 */
final class Leases {
    /** For so long a lease lives without being renewed. */
    static final Duration LENGTH = Duration.ofSeconds(60);
    /** After this a lease is renewed before another event is begun. */
    static final Duration RENEWED_AFTER = Duration.ofSeconds(10);

    private static final int MOST_BYTES = 4 * 1024;

    private final Disk disk;
    private final Path directory;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();
    private Lease own;
    private long renewedNanos;

    /** The renewal seen last, and since when. */
    private record Seen(long beat, long sinceNanos) {}

    Leases(Disk disk, Path directory, LongSupplier nanoTime) {
        this.disk = disk;
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    /** The token to begin events with: its lease is fresh. */
    synchronized String token() throws IOException {
        if (own == null) {
            takeOwn();
        } else if (nanoTime.getAsLong() - renewedNanos >= RENEWED_AFTER.toNanos()) {
            renewOrTakeAnother();
        }
        return own.token();
    }

    /** Renews the lease when it is time to. To be called every few seconds while events are in hand. */
    synchronized void renewIfDue() throws IOException {
        if (own != null && nanoTime.getAsLong() - renewedNanos >= RENEWED_AFTER.toNanos()) {
            renewOrTakeAnother();
        }
    }

    private void renewOrTakeAnother() throws IOException {
        long now = nanoTime.getAsLong();
        if (own.renew()) {
            renewedNanos = now;
        } else {
            Lease lost = own;
            own = null;
            lost.giveUp();
            takeOwn();
        }
    }

    private void takeOwn() throws IOException {
        long now = nanoTime.getAsLong();
        own = Lease.take(disk, directory);
        renewedNanos = now;
    }

    synchronized boolean isOwn(String token) {
        return own != null && own.token().equals(token);
    }

    /** Gives the own lease up, when nothing is in hand any more. */
    synchronized void giveUp() throws IOException {
        if (own != null) {
            Lease lease = own;
            own = null;
            lease.giveUp();
        }
    }

    /**
     * Takes hold of another's lease when it is dead, so that nobody else takes its events over at the same time.
     *
     * @return empty when it lives, or somebody else is taking it over
     */
    synchronized Optional<DiskLock> seize(String token) throws IOException {
        if (token.isEmpty()) {
            return Optional.of(() -> {}); // from before there were leases
        }
        if (isOwn(token)) {
            return Optional.empty();
        }
        Optional<DiskLock> lock = disk.lock(Lease.lockFile(directory, token), Lease.LABEL);
        boolean dead = false;
        try {
            dead = lock.isPresent() && isDead(token);
            return dead ? lock : Optional.empty();
        } finally {
            if (lock.isPresent() && !dead) {
                lock.get().close();
            }
        }
    }

    /** Nothing of a dead processor is left: its lease goes. */
    synchronized void bury(String token) throws IOException {
        if (!token.isEmpty()) {
            Lease.remove(disk, directory, token);
            seen.remove(token);
        }
    }

    private boolean isDead(String token) throws IOException {
        Optional<LeaseRecord> lease = read(token);
        if (lease.isEmpty()) {
            return true; // a processor that lives has a lock that we could not have had
        }
        if (lease.get().isOnThisHost() && !lease.get().isAnotherThatRuns()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        Seen before = seen.get(token);
        if (before == null || before.beat() != lease.get().beat()) {
            seen.put(token, new Seen(lease.get().beat(), now));
            return false;
        }
        return now - before.sinceNanos() >= LENGTH.toNanos();
    }

    private Optional<LeaseRecord> read(String token) throws IOException {
        try {
            byte[] bytes = SmallFile.read(disk, Lease.leaseFile(directory, token), MOST_BYTES, Lease.LABEL);
            return LeaseRecord.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
