package io.mailroom.spool;

import io.mailroom.MailboxInUseException;
import io.mailroom.SpoolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The right to receive from one mailbox (durability R0): one holder in this process, whatever directories it uses, and one
 * among the processes that share an Incoming directory. It ends with the process at the latest.
 *
 * <p>It also remembers whose files in Incoming belong to the mailbox: profiles share the directory, and a message that a
 * dead service left must be held against the listing of its own mailbox alone.
 */
public final class MailboxLock implements AutoCloseable {
    private static final String PREFIX = "Mailbox_";
    private static final String OWNER = ".owner";
    private static final String LABEL = "mailbox.owner";

    private final Disk disk;
    private final Path file;
    private final MailboxId mailbox;
    private final MailboxRegistry registry;
    private final MailboxOwner owner;
    private final DiskLock lock;
    private List<String> deadTags;
    private boolean closed;

    private MailboxLock(
            Disk disk,
            Path file,
            MailboxId mailbox,
            MailboxRegistry registry,
            MailboxOwner owner,
            DiskLock lock,
            List<String> deadTags) {
        this.disk = disk;
        this.file = file;
        this.mailbox = mailbox;
        this.registry = registry;
        this.owner = owner;
        this.lock = lock;
        this.deadTags = deadTags;
    }

    /**
     * Takes the mailbox.
     *
     * @param directory Incoming; it exists
     * @param profile who asks
     * @param tag {@link SpoolName#tag()} of the files this service will make
     * @throws MailboxInUseException when somebody has it; the error says who
     * @throws SpoolException when the disk fails
     */
    public static MailboxLock acquire(
            MailboxRegistry registry, Disk disk, Path directory, MailboxId mailbox, String profile, String tag) {
        MailboxOwner us = MailboxOwner.here(profile, tag, directory);
        Optional<MailboxOwner> first = registry.claim(mailbox, us);
        if (first.isPresent()) {
            throw inUse(profile, mailbox, first.get());
        }
        boolean taken = false;
        try {
            MailboxLock lock = acquireFile(registry, disk, directory, mailbox, us);
            taken = true;
            return lock;
        } catch (IOException e) {
            throw SpoolFailure.of(profile, directory, "locking the mailbox " + mailbox.fileName(), e);
        } finally {
            if (!taken) {
                registry.release(mailbox, us);
            }
        }
    }

    private static MailboxLock acquireFile(
            MailboxRegistry registry, Disk disk, Path directory, MailboxId mailbox, MailboxOwner us)
            throws IOException {
        Path file = directory.resolve(PREFIX + mailbox.fileName() + OWNER);
        OwnerFile before = OwnerFile.read(disk, file);
        if (before.owner() != null && before.owner().isOtherCopyInProcessOf(us)) {
            // Not even try: opening and closing the lock file here would take the lock from the other copy.
            throw inUse(us.profile(), mailbox, before.owner());
        }
        Path lockFile = directory.resolve(PREFIX + mailbox.fileName() + ".lock");
        Optional<DiskLock> lock = disk.lock(lockFile, "mailbox.lock");
        if (lock.isEmpty()) {
            throw inUse(us.profile(), mailbox, OwnerFile.read(disk, file).owner());
        }
        boolean done = false;
        try {
            List<String> dead = new ArrayList<>(OwnerFile.read(disk, file).tags());
            dead.remove(us.tag());
            List<String> all = new ArrayList<>(dead);
            all.add(us.tag());
            new OwnerFile(us, all).write(disk, file);
            done = true;
            return new MailboxLock(disk, file, mailbox, registry, us, lock.get(), List.copyOf(dead));
        } finally {
            if (!done) {
                lock.get().close();
            }
        }
    }

    /** The services that held this mailbox before and whose files in Incoming have not been dealt with. */
    public synchronized List<String> deadTags() {
        return deadTags;
    }

    /** Nothing is left of the services before us, which becomes durable: they need not be remembered. */
    public synchronized void recovered() {
        if (deadTags.isEmpty()) {
            return;
        }
        try {
            disk.forceDirectory(file.getParent(), LABEL);
            new OwnerFile(owner, List.of(owner.tag())).write(disk, file);
        } catch (IOException e) {
            throw SpoolFailure.of(owner.profile(), file, "writing the owner", e);
        }
        deadTags = List.of();
    }

    /**
     * The tags that any mailbox of a directory remembers, held or not, each with the {@link MailboxId#fileName()} of its
     * mailbox: files with another tag belong to nobody.
     */
    public static Map<String, String> tagsByMailbox(Disk disk, Path directory) throws IOException {
        Map<String, String> tags = new HashMap<>();
        try (Disk.Listing names = disk.list(directory, LABEL)) {
            while (names.hasNext()) {
                Path each = names.next();
                String name = each.getFileName().toString();
                if (name.startsWith(PREFIX) && name.endsWith(OWNER)) {
                    String mailbox = name.substring(PREFIX.length(), name.length() - OWNER.length());
                    OwnerFile.read(disk, each).tags().forEach(tag -> tags.put(tag, mailbox));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return tags;
    }

    /** Gives the mailbox up; the next holder looks after our files in Incoming. Closing twice does nothing. */
    @Override
    public void close() {
        List<String> tags = new ArrayList<>(deadTags());
        tags.add(owner.tag());
        close(tags);
    }

    /** Gives the mailbox up and leaves no message of ours in Incoming, durably: the next holder need not look. */
    public void closeSettled() {
        try {
            disk.forceDirectory(file.getParent(), LABEL);
        } catch (IOException e) {
            close();
            throw SpoolFailure.of(owner.profile(), file, "giving the mailbox up", e);
        }
        close(deadTags());
    }

    private synchronized void close(List<String> tags) {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            new OwnerFile(null, tags).write(disk, file);
        } catch (IOException e) {
            throw SpoolFailure.of(owner.profile(), file, "giving the mailbox up", e);
        } finally {
            registry.release(mailbox, owner);
        }
    }

    private static MailboxInUseException inUse(
            String profile, MailboxId mailbox, @org.jspecify.annotations.Nullable MailboxOwner first) {
        return new MailboxInUseException(
                profile, mailbox.toString(), first == null ? "another process" : first.describe());
    }
}
