package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was handed on from one mailbox and may still be offered again: {@code Current_A_B.ids} for the session at work,
 * {@code Previous_A_B.ids} for sessions that broke. A message is known only by id and content together. For one thread at
 * a time, and only while the mailbox's lock is held.
 *
 * <pre>
 * startSession()      Current joins Previous; at start and before every session
 * hasPrevious()       then reconcile: for each listed id that mayKnow(), read the message; on claim() mark it
 *                     deleted; finish on the server, then forgetPrevious()
 * record(...)         the commit point of each message: durable when it returns
 * finishSession()     after the server's +OK to QUIT, and only then
 * </pre>
 *
 * <p>Deleting the files by hand while stopped costs at most one batch of repeats. Every method throws
 * {@link SpoolException} when the disk fails; the session has to be given up then.
 */
public final class SeenIds implements AutoCloseable {
    private final String profile;
    private final IdFile current;
    private final IdFile previous;
    private final List<SeenRecord> fromBroken = new ArrayList<>();
    private final List<SeenRecord> fromThis = new ArrayList<>();
    private final Map<Identity, Integer> claimable = new HashMap<>();
    private final Set<String> brokenUids = new HashSet<>();

    private record Identity(String storedUid, String digest) {
        static Identity of(SeenRecord record) {
            return new Identity(record.storedUid(), record.digest());
        }
    }

    /**
     * Opens the two files of a mailbox, which need not exist, and starts a session.
     *
     * @param directory where the files are; Incoming
     * @param profile for error messages
     */
    public SeenIds(Disk disk, Path directory, MailboxId mailbox, String profile) {
        this.profile = profile;
        this.current = new IdFile(disk, directory.resolve("Current_" + mailbox.fileName() + ".ids"), "index");
        this.previous =
                new IdFile(disk, directory.resolve("Previous_" + mailbox.fileName() + ".ids"), "index.previous");
        startSession();
    }

    /**
     * Merges Current into Previous (durability R2). Done again after a crash at any step it comes to the same. Reading
     * stops at the first damaged line of each file: what follows counts as not handed on.
     */
    public void startSession() {
        clear();
        attempt(previous.path(), "reading the index of broken sessions", () -> {
            List<SeenRecord> before = new ArrayList<>();
            List<SeenRecord> last = new ArrayList<>();
            int damaged = previous.read(IdFile.AtDamage.STOP, before::add);
            current.close();
            current.read(IdFile.AtDamage.STOP, last::add);
            List<SeenRecord> union = union(before, last);
            if (union.size() > before.size() || damaged > 0) {
                previous.replace(union);
            } else if (!last.isEmpty()) {
                previous.forceName(); // an earlier merge may have died between the rename and this
            }
            current.erase();
            union.forEach(this::remember);
        });
    }

    /** True when a broken session left records, so that a reconciling session has to come first. */
    public boolean hasPrevious() {
        return !fromBroken.isEmpty();
    }

    /** The records that broken sessions left, in order. */
    public List<SeenRecord> previous() {
        return List.copyOf(fromBroken);
    }

    /** True when a broken session recorded a message under this id: worth reading it, never enough to delete it. */
    public boolean mayKnow(String uid) {
        return brokenUids.contains(SeenRecord.store(uid));
    }

    /**
     * True when a message with this id and this content was handed on in a broken session. Each record answers so once a
     * session, so that a second message with the same id and content counts as new.
     */
    public boolean claim(String uid, ContentDigest digest) {
        Identity identity = new Identity(SeenRecord.store(uid), digest.brief());
        Integer left = claimable.get(identity);
        if (left == null) {
            return false;
        }
        claimable.merge(identity, -1, (a, b) -> a + b == 0 ? null : a + b);
        return true;
    }

    /** The records of messages with this content, of this session and of broken ones, under whatever id. */
    public List<SeenRecord> withDigest(ContentDigest digest) {
        String brief = digest.brief();
        List<SeenRecord> found = new ArrayList<>();
        fromBroken.stream().filter(each -> each.digest().equals(brief)).forEach(found::add);
        fromThis.stream().filter(each -> each.digest().equals(brief)).forEach(found::add);
        return found;
    }

    /** Records of this session so far. The size promise is the caller's: no more of them than the batch size. */
    public int recorded() {
        return fromThis.size();
    }

    /** Adds what became of messages, durable when it returns, all with one force (barrier B3: the commit point). */
    public void record(List<SeenRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        attempt(current.path(), "writing the index", () -> current.append(records));
        fromThis.addAll(records);
    }

    /**
     * The server has confirmed the end of the reconciling session: what broken sessions left is settled. The same holds as for
     * {@link #finishSession}.
     */
    public void forgetPrevious() {
        attempt(previous.path(), "erasing the index of broken sessions", () -> {
            if (hasPrevious()) {
                previous.forceName();
            }
            previous.erase();
        });
        fromBroken.clear();
        claimable.clear();
        brokenUids.clear();
    }

    /**
     * The server has confirmed the end of the session: it will not offer these messages again. Call it when their events are
     * published, durably, and their files have left Incoming. The latter becomes durable first: a power cut that brought
     * back a file and not its record would have it taken for a message that nobody has handled. The erasure itself need not
     * be durable.
     */
    public void finishSession() {
        attempt(current.path(), "erasing the index", () -> {
            if (!fromThis.isEmpty()) {
                current.forceName();
            }
            current.erase();
        });
        fromThis.clear();
    }

    /** Lets go of the files and leaves them as they are. */
    @Override
    public void close() {
        attempt(current.path(), "closing the index", current::close);
    }

    private void clear() {
        fromBroken.clear();
        fromThis.clear();
        claimable.clear();
        brokenUids.clear();
    }

    private void remember(SeenRecord record) {
        fromBroken.add(record);
        brokenUids.add(record.storedUid());
        claimable.merge(Identity.of(record), 1, Integer::sum);
    }

    /** Each record as often as in the file that holds it more often: a merge that is repeated adds nothing. */
    private static List<SeenRecord> union(List<SeenRecord> before, List<SeenRecord> last) {
        Map<SeenRecord, Integer> there = new HashMap<>();
        before.forEach(each -> there.merge(each, 1, Integer::sum));
        List<SeenRecord> union = new ArrayList<>(before);
        for (SeenRecord each : last) {
            Integer left = there.get(each);
            if (left == null || left == 0) {
                union.add(each);
            } else {
                there.put(each, left - 1);
            }
        }
        return union;
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    private void attempt(Path file, String what, DiskWork work) {
        try {
            work.run();
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, what, e);
        }
    }
}
