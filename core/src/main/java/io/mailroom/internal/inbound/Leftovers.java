package io.mailroom.internal.inbound;

import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.OpenMessages;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Raw files that broken sessions left in Incoming. One is used only when the server no longer has its message: then it
 * is the last copy. While the server may still have it, it waits; when it has come again, the old copy goes (steps R1
 * and Q1, invariant I5). One thread.
 */
final class Leftovers {
    private final Spool spool;
    private final ServiceFiles files;
    private final OpenMessages open;
    private final Disposal disposal;

    /** What is done with a stored message that has an outcome on record. */
    interface Disposal {
        void dispose(Path file);
    }

    Leftovers(Spool spool, ServiceFiles files, OpenMessages open, Disposal disposal) {
        this.spool = spool;
        this.files = files;
        this.open = open;
        this.disposal = disposal;
    }

    /**
     * Step R1: what has an outcome on record is settled.
     *
     * @param onDisk messages that dead services left
     * @return messages without an outcome that nobody noted: they were never marked deleted, and go
     */
    List<Path> atStart(ServerCopies copies, List<Path> onDisk) {
        Set<String> noted = new HashSet<>();
        open.messages().forEach(message -> noted.add(message.file()));
        List<Path> neverMarked = new ArrayList<>();
        for (Path file : onDisk) {
            if (noted.contains(file.getFileName().toString())) {
                continue;
            }
            if (copies.isRecorded(digestOf(file))) {
                disposal.dispose(file);
            } else {
                neverMarked.add(file);
            }
        }
        settleRecorded(copies);
        return neverMarked;
    }

    /** These messages, and the open ones, as {@link MailboxService#messageOf} spells them. */
    Set<String> unfinished(List<Path> neverMarked) {
        Set<String> unfinished = new HashSet<>();
        neverMarked.forEach(file -> unfinished.add(MailboxService.messageOf(file)));
        open.messages().forEach(message -> unfinished.add(MailboxService.messageOf(file(message))));
        return unfinished;
    }

    /** Settles those of which an outcome is on record, or whose file is gone. */
    void settleRecorded(ServerCopies copies) {
        for (OpenMessage message : open.messages()) {
            Path file = file(message);
            if (!exists(file)) {
                open.settle(message.file());
            } else if (message.again() ? copies.isQueued(message) : copies.isRecorded(message.digest())) {
                disposal.dispose(file);
                open.settle(message.file());
            }
        }
    }

    /**
     * The server has offered these again, and will be told to delete them: the copies from before go. With the names of the
     * new ones that becomes durable; else a server that deletes when the line drops would leave two copies, each taken for
     * the last.
     */
    void comeAgain(Set<ContentDigest> fetched) {
        for (OpenMessage message : open.messages()) {
            if (!message.again() && fetched.contains(message.digest())) {
                spool.remove(file(message), files.label());
                open.settle(message.file());
            }
        }
    }

    /**
     * Step Q1: which of them the server no longer has.
     *
     * @param listing everything the server offered in this session
     * @param fetched what of it was read, with its digest
     * @return the last copies, to be processed without an id
     */
    List<StoredMessage> lastCopies(List<MessageRef> listing, Map<MessageRef, ContentDigest> fetched) {
        if (open.messages().isEmpty()) {
            return List.of();
        }
        Set<ContentDigest> come = new HashSet<>(fetched.values());
        Set<Long> unreadSizes = new HashSet<>();
        Set<String> unreadUids = new HashSet<>();
        for (MessageRef ref : listing) {
            if (!fetched.containsKey(ref)) {
                unreadSizes.add(ref.sizeBytes());
                unreadUids.add(SeenRecord.store(ref.uid()));
            }
        }
        List<StoredMessage> last = new ArrayList<>();
        for (OpenMessage message : open.messages()) {
            if (message.again()) {
                continue; // not the server's any more
            }
            Path file = file(message);
            if (come.contains(message.digest())) {
                spool.remove(file, files.label()); // it came again, and the new copy is durable
                open.settle(message.file());
            } else if (!mayBeListed(message, unreadUids, unreadSizes)) {
                adopt(message, file, last);
            }
        }
        return last;
    }

    private static boolean mayBeListed(OpenMessage message, Set<String> unreadUids, Set<Long> unreadSizes) {
        return unreadUids.contains(message.storedUid())
                || unreadSizes.contains(message.listedBytes())
                || unreadSizes.contains(-1L);
    }

    private void adopt(OpenMessage message, Path file, List<StoredMessage> last) {
        if (!exists(file)) {
            open.settle(message.file());
            return;
        }
        long number = SpoolName.parse(message.file())
                .map(name -> name.numbers().get(0))
                .orElseGet(files::nextMessageNumber);
        last.add(StoredMessage.of(message, number, file));
    }

    private Path file(OpenMessage message) {
        return spool.directory(Place.INCOMING).resolve(message.file());
    }

    private ContentDigest digestOf(Path file) {
        try {
            return ContentDigest.of(spool.disk(), file, files.label());
        } catch (IOException e) {
            throw SpoolFailure.of(null, file, "reading a stored message", e);
        }
    }

    private boolean exists(Path file) {
        Disk disk = spool.disk();
        try {
            return disk.entry(file, files.label()).isPresent();
        } catch (IOException e) {
            throw SpoolFailure.of(null, file, "looking for a stored message", e);
        }
    }
}
