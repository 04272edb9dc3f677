package io.mailroom.internal.queue;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.DiskLock;
import io.mailroom.spool.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A processor's right to have events of one queue in hand: its token is in the names of the events it has, its lock says
 * that it lives, and its lease, renewed while it has events, says so to those who cannot see the lock.
 *
 * <pre>
 * Lease_0123456789abcdef.lock       locked as long as the processor lives
 * Lease_0123456789abcdef.lease      LeaseRecord, replaced at each renewal
 * </pre>
 *
 * Not safe for several threads.
 */
final class Lease {
    static final String PREFIX = "Lease_";
    static final String LOCK = ".lock";
    static final String LEASE = ".lease";
    static final String LABEL = "lease";

    private static final Pattern NAME = Pattern.compile("Lease_([0-9a-f]{16})\\.(?:lock|lease|lease\\.part)");

    private final Disk disk;
    private final Path directory;
    private final String token;
    private final DiskLock lock;
    private long beat;

    private Lease(Disk disk, Path directory, String token, DiskLock lock) {
        this.disk = disk;
        this.directory = directory;
        this.token = token;
        this.lock = lock;
    }

    /** Takes a lease of its own; the lock comes first, so that whoever sees the lease finds it locked. */
    static Lease take(Disk disk, Path directory) throws IOException {
        String token = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        Optional<DiskLock> lock = disk.lock(lockFile(directory, token), LABEL);
        if (lock.isEmpty()) {
            throw new IOException("somebody has locked a file that we have just named: " + lockFile(directory, token));
        }
        Lease lease = new Lease(disk, directory, token, lock.get());
        boolean written = false;
        try {
            lease.write();
            written = true;
            return lease;
        } finally {
            if (!written) {
                lease.abandon();
            }
        }
    }

    /** For cleaning up after a failure that is on its way to the caller already; the rest goes at the next start. */
    private void abandon() throws IOException {
        try {
            giveUp();
        } catch (IOException e) {
            lock.close();
        }
    }

    String token() {
        return token;
    }

    /**
     * Says again that we live.
     *
     * @return false when somebody took the lease for dead and removed it: what we had in hand is another's
     */
    boolean renew() throws IOException {
        if (disk.entry(leaseFile(directory, token), LABEL).isEmpty()) {
            return false;
        }
        write();
        return true;
    }

    private void write() throws IOException {
        Path file = leaseFile(directory, token);
        Path part = file.resolveSibling(file.getFileName() + Draft.PART);
        byte[] bytes = LeaseRecord.here(++beat).toText().getBytes(StandardCharsets.UTF_8);
        disk.delete(part, LABEL);
        try (DiskFile draft = disk.create(part, LABEL)) {
            draft.write(bytes, 0, bytes.length);
        }
        disk.rename(part, file, LABEL); // never forced: whoever dies with the power has no lease to keep
    }

    /** Gives the lease up; nothing of ours may be in hand any more. */
    void giveUp() throws IOException {
        try (lock) {
            remove(disk, directory, token);
        }
    }

    static void remove(Disk disk, Path directory, String token) throws IOException {
        Path lease = leaseFile(directory, token);
        disk.delete(lease.resolveSibling(lease.getFileName() + Draft.PART), LABEL);
        disk.delete(lease, LABEL);
        disk.delete(lockFile(directory, token), LABEL);
    }

    /** The token that a file of a lease is named after; empty for other files. */
    static Optional<String> tokenOf(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Path lockFile(Path directory, String token) {
        return directory.resolve(PREFIX + token + LOCK);
    }

    static Path leaseFile(Path directory, String token) {
        return directory.resolve(PREFIX + token + LEASE);
    }
}
