package io.mailroom.internal.inbound;

import io.mailroom.SpoolException;
import io.mailroom.internal.inbound.GroupWork.Tally;
import io.mailroom.spi.FailedMessage;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.OpenMessages;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Messages in Failed, and the way back. The server no longer has such a message, so it is never without a durable copy:
 *
 * <pre>
 * copy to Incoming, durable | note it as open, to be worked on again, durable | the copy in Failed goes
 * next session: read, stage, record, publish, settle, as for any stored message
 * </pre>
 *
 * A death before the note leaves the message in Failed; one after it, in Incoming, and the next session takes it up. One
 * thread at a time.
 */
final class Quarantine implements FailedMessages {
    private final Spool spool;
    private final ServiceFiles files;
    private final OpenMessages open;
    private final String profile;

    Quarantine(Spool spool, ServiceFiles files, OpenMessages open, String profile) {
        this.spool = spool;
        this.files = files;
        this.open = open;
        this.profile = profile;
    }

    @Override
    public List<FailedMessage> list(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most);
        }
        Comparator<Path> oldestFirst = Comparator.comparing(
                        (Path file) -> entry(file).map(DiskEntry::modified).orElse(java.time.Instant.MAX))
                .thenComparing(Comparator.naturalOrder());
        PriorityQueue<Path> oldest = new PriorityQueue<>(oldestFirst.reversed());
        Path directory = spool.directory(Place.FAILED);
        try (Disk.Listing names = spool.disk().list(directory, files.label())) {
            while (names.hasNext()) {
                Path file = names.next();
                if (isMessage(file)) {
                    oldest.add(file);
                    if (oldest.size() > most) {
                        oldest.remove();
                    }
                }
            }
        } catch (IOException e) {
            throw failure(directory, "listing the directory", e);
        } catch (UncheckedIOException e) {
            throw failure(directory, "listing the directory", e.getCause());
        }
        List<Path> inOrder = new ArrayList<>(oldest);
        inOrder.sort(oldestFirst);
        return inOrder.stream().flatMap(file -> message(file).stream()).toList();
    }

    @Override
    public Optional<FailedMessage> find(String id) {
        Path file = spool.directory(Place.FAILED).resolve(id);
        return isMessage(file) && file.getFileName().toString().equals(id) ? message(file) : Optional.empty();
    }

    @Override
    public boolean retry(String id) {
        Optional<FailedMessage> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        Path failed = found.get().file();
        try {
            Path stored = spool.bringBack(failed, files.label());
            ContentDigest digest = ContentDigest.of(spool.disk(), stored, files.label());
            String uid = found.get()
                    .reason()
                    .map(FailedMessage.Reason::uid)
                    .filter(OpenMessages::isStoredUid)
                    .orElse("#");
            open.begin(List.of(new OpenMessage(id, uid, found.get().sizeBytes(), digest, true)));
            forget(failed);
            return true;
        } catch (IOException e) {
            throw failure(failed, "taking the message up again", e);
        }
    }

    @Override
    public boolean discard(String id) {
        Optional<FailedMessage> found = find(id);
        try {
            if (found.isPresent()) {
                removeUnnotedCopy(id);
                forget(found.get().file());
                spool.forceNames(Place.FAILED, files.label());
            }
            return found.isPresent();
        } catch (IOException e) {
            throw failure(spool.directory(Place.FAILED).resolve(id), "removing the message", e);
        }
    }

    /**
     * Messages that are to be worked on again, with nothing of them left in Failed.
     *
     * @param most how many at most
     */
    List<StoredMessage> waiting(int most) {
        List<OpenMessage> again =
                open.messages().stream().filter(OpenMessage::again).limit(most).toList();
        Path failed = spool.directory(Place.FAILED);
        try {
            for (OpenMessage message : again) {
                forget(failed.resolve(message.file()));
            }
        } catch (IOException e) {
            throw failure(failed, "removing what is worked on again", e);
        }
        if (!again.isEmpty()) {
            spool.forceNames(Place.FAILED, files.label());
        }
        return again.stream().map(this::stored).toList();
    }

    /** Works on such messages as on any other. */
    void workOn(List<StoredMessage> messages, GroupWork work, ServerCopies copies, Tally tally) {
        work.carryOut(messages, copies::record, tally);
        copies.settledHere();
    }

    private StoredMessage stored(OpenMessage message) {
        Path file = spool.directory(Place.INCOMING).resolve(message.file());
        return StoredMessage.of(message, numberOf(file), file);
    }

    private long numberOf(Path file) {
        return SpoolName.parse(file.getFileName().toString())
                .map(name -> name.numbers().get(0))
                .orElseGet(files::nextMessageNumber);
    }

    /** A retry may have died between the copy and its note; nobody else looks for that copy. */
    private void removeUnnotedCopy(String id) throws IOException {
        if (open.messages().stream().noneMatch(message -> message.file().equals(id))) {
            spool.forgetCopy(id, files.label());
        }
    }

    private void forget(Path failed) throws IOException {
        spool.disk().delete(failed, files.label());
        FailureNote.forget(spool.disk(), failed);
    }

    private Optional<FailedMessage> message(Path file) {
        try {
            Optional<DiskEntry> entry = entry(file).filter(DiskEntry::isFile);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            Optional<FailedMessage.Reason> reason = FailureNote.read(spool.disk(), file);
            if (reason.isPresent() && !reason.get().profile().equals(profile)) {
                return Optional.empty(); // profiles may share the directory
            }
            return Optional.of(new FailedMessage(
                    file.getFileName().toString(), file, entry.get().sizeBytes(), reason));
        } catch (IOException e) {
            throw failure(file, "reading the note", e);
        }
    }

    private Optional<DiskEntry> entry(Path file) {
        try {
            return spool.disk().entry(file, files.label());
        } catch (IOException e) {
            throw failure(file, "looking for the message", e);
        }
    }

    private static boolean isMessage(Path file) {
        return SpoolName.parse(file.getFileName().toString())
                .filter(name -> name.kind() == SpoolName.Kind.MESSAGE)
                .isPresent();
    }

    private SpoolException failure(Path file, String what, IOException cause) {
        return SpoolFailure.of(profile, file, what, cause);
    }
}
