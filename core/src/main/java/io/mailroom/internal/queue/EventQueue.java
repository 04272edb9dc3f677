package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import io.mailroom.spool.DirectoryCheck;
import io.mailroom.spool.Disk;
import io.mailroom.spool.FileStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The events of one response group, each a file in {@code queued/<group>}. Usable from any thread: receivers stage and
 * publish while workers begin and accept. One object a directory and process.
 *
 * <pre>
 * receiver   stage (durable) ; record in the index ; publish
 * processor  begin (durable) ; handler ; accept (durable, then its files go) | fail | pause | giveBack
 * start      recoverStaged, by each receiver ; recoverInterrupted, by each processor, and then now and again
 * </pre>
 *
 * <p>Keeps the names of the oldest waiting events in memory, never the events. Every step is one rename, so a crash leaves an event in
 * one state or the next; which ones must also survive a power cut is said at each method. Methods throw {@link
 * SpoolException} when the disk fails.
 */
public final class EventQueue {
    /** Time after which a paused event, or one whose handler failed once, waits again. */
    public static final Duration BACK_AFTER = Duration.ofMinutes(5);

    /** However many events wait, to learn of all of them takes at most so many scans. */
    private static final int SCANS_OF_ALL = 16;

    private final EventDirectory files;
    private final Leases leases;
    private final WaitingEvents waiting;
    private final QueueMoves moves;
    private final StagedEvents staged;
    private final EventsInHand inHand;
    private final QueueTools tools;
    private final OwedMail owed;
    /** Stems of the notes there were when this object was made. */
    private final Set<String> noted = ConcurrentHashMap.newKeySet();

    private volatile int lastFound;

    private EventQueue(
            EventDirectory files, Clock clock, LongSupplier nanoTime, QueueListener listener, Leases leases) {
        this.files = files;
        this.leases = leases;
        this.waiting = new WaitingEvents(nanoTime, BACK_AFTER);
        this.moves = new QueueMoves(files, clock, waiting, listener);
        this.staged = new StagedEvents(moves);
        this.owed = new OwedMail(files.disk(), files.path(), leases);
        this.inHand = new EventsInHand(moves, new AcceptedEvents(files, nanoTime, BACK_AFTER), leases, owed);
        this.tools = new QueueTools(moves);
    }

    /**
     * Opens the queue, creating its directory when it is missing, and learns the names in it.
     *
     * @param directory of the group
     * @param clock for the order of arrival
     * @param nanoTime for {@link #BACK_AFTER}; monotonic, such as {@code System::nanoTime}
     */
    public static EventQueue open(
            Disk disk, Path directory, Clock clock, LongSupplier nanoTime, QueueListener listener) {
        return open(disk, directory, clock, nanoTime, listener, FileStore.NONE);
    }

    /**
     * The same for a queue whose events may have their files in a store.
     *
     * @param store where files of events were moved to
     */
    public static EventQueue open(
            Disk disk, Path directory, Clock clock, LongSupplier nanoTime, QueueListener listener, FileStore store) {
        DirectoryCheck.createAndCheck(disk, directory, "queue");
        EventQueue queue = new EventQueue(
                new EventDirectory(disk, directory, listener, store),
                clock,
                nanoTime,
                listener,
                new Leases(disk, directory, nanoTime));
        queue.scan(true);
        return queue;
    }

    /** Where the files are. */
    public Path directory() {
        return files.path();
    }

    /** Number of events that can be begun now, as far as this object knows. */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Learns what other processes published or brought back since the last look. Lists the directory once.
     *
     * @return true when events are in the hands of other processors, living or dead
     */
    public boolean rescan() {
        return scan(false);
    }

    private boolean scan(boolean first) {
        waiting.beginScan();
        OldestNames found = new OldestNames(Math.max(WaitingEvents.MOST, lastFound / SCANS_OF_ALL));
        OldestNames resting = new OldestNames(WaitingEvents.MOST);
        AtomicBoolean others = new AtomicBoolean();
        files.each(
                name -> {
                    if (name.state().isWaiting()) {
                        found.offer(name);
                    } else if (name.state().isResting()) {
                        resting.offer(name);
                    } else if (name.state() == EventState.STAGED) {
                        foundStaged(first, name);
                    } else if (!name.state().isPutAside() && !leases.isOwn(name.processor())) {
                        others.set(true);
                    }
                },
                half -> foundStaged(first, half),
                stem -> foundNote(first, stem));
        lastFound = found.offered();
        waiting.endScan(found.inOrder(), resting.inOrder(), found.hasAll() && resting.hasAll());
        return others.get();
    }

    private void foundNote(boolean first, String stem) {
        if (first && noted.size() < WaitingEvents.MOST) {
            noted.add(stem);
        }
    }

    private void foundStaged(boolean first, EventName name) {
        if (first) {
            staged.found(name.tag());
        }
    }

    // ---- receivers

    /** True when events of some receiver are staged, or were when this process began and nobody decided about them. */
    public boolean hasStaged() {
        return staged.isAnyOnTheWay();
    }

    /**
     * Writes events, durable and invisible when it returns (durability M5): each file forced, the directory once. When it
     * fails none of them is left, as far as the disk allows.
     *
     * @param tag of the service that stages, {@link io.mailroom.spool.SpoolName#tag()}
     * @return in the order given; each must be published or withdrawn
     * @throws IllegalArgumentException when an event is larger than an event file may be
     */
    public List<EventName> stage(String tag, List<QueuedEvent> events) {
        return staged.stage(tag, events);
    }

    /**
     * Makes staged events visible, after their records are durable in the index (M7). Durable when it returns, with one force
     * for all: once the index forgets a message, a staged event without a record would be dropped.
     */
    public void publish(List<EventName> staged) {
        this.staged.publish(staged);
    }

    /**
     * Removes the files of events where they were made, durably, when they were moved to the store. Before the events are
     * published and after they are on record: when it fails they stay as they are, and the next session does it again.
     */
    public void removeMovedFiles(Collection<EventHeader> headers) {
        moves.removeMovedFiles(headers);
    }

    /** Removes staged events that are not to be. Their files are the caller's to remove. */
    public void withdraw(List<EventName> staged) {
        this.staged.withdraw(staged);
    }

    /**
     * Decides about staged events that a receiver left (durability R1): those with a record in the index are published, the
     * others dropped together with their files, and what was never whole is removed. At start, and before each session for
     * what failed in the one before.
     *
     * @param isOurs true for the tags of the receiver's own mailbox, past and present; others are left alone
     * @param isRecorded true when the index has a record of the message
     */
    public void recoverStaged(Predicate<String> isOurs, Predicate<EventHeader> isRecorded) {
        staged.recover(isOurs, isRecorded);
    }

    // ---- workers

    /**
     * Takes the oldest waiting events in hand: after any crash from now on it is known that a handler may have had them.
     * Durable when it returns, with one force for all. Several only when none was begun before; an event that is tried
     * again comes alone.
     *
     * @param most how many at most, at least 1; each is read into memory
     * @return none when nothing waits
     */
    public List<Claim> begin(int most) {
        List<Claim> claims = inHand.begin(most);
        if (claims.isEmpty() && waiting.hasMore()) {
            rescan();
            claims = inHand.begin(most);
        }
        return claims;
    }

    /**
     * The handler is done with events (H2): they are gone durably, with one force for all, and only then their files (H3).
     * When it fails the caller has only to tell; the queue makes up for it after {@link #BACK_AFTER}. Should the process end
     * before, the events come back, flagged.
     *
     * @param keepFiles the handler owns the files from now on
     * @return those that were ours; the others belong to somebody who took us for dead, and these answers count for nothing
     */
    public Set<EventName> accept(List<Claim> claims, boolean keepFiles) {
        return inHand.accept(claims, keepFiles);
    }

    /** The handler failed. The event waits again later, or is put aside after its second failure of any kind. */
    public EventState fail(Claim claim, String reason) {
        return inHand.fail(claim, reason);
    }

    /** Something the handler needs is away; the event waits again later, without counting. */
    public void pause(Claim claim, String reason) {
        inHand.pause(claim, reason);
    }

    /** The handler was never called: the event waits as if it had not been begun. */
    public void giveBack(Claim claim) {
        inHand.giveBack(claim);
    }

    /**
     * Decides about events that were in hand when their processor died, and removes the files of those it had accepted.
     * What a processor that lives has in hand is left alone.
     *
     * @return events offered again or put aside
     */
    public int recoverInterrupted() {
        tools.removeNotesOfNothing(noted);
        noted.clear();
        return inHand.recover();
    }

    /** The acknowledgements of this queue's events. */
    public OwedMail owedMail() {
        return owed;
    }

    /**
     * Decides about the acknowledgements that dead processors left. {@link #recoverInterrupted} does, too; this is for those
     * who send and handle no events.
     */
    public void recoverOwedMail() {
        inHand.recoverOwed();
    }

    /** Removes what accepted events left on disk; done by itself now and then. To be called before the process ends. */
    public void tidy() {
        inHand.tidy();
    }

    /** Says to others that this processor lives. To be called every few seconds while events are in hand. */
    public void renewLease() {
        inHand.renewLease();
    }

    /** Gives the lease up. Only when nothing is in hand. */
    public void close() {
        inHand.close();
    }

    // ---- tools

    /** Names of events in states of interest, oldest first, at most so many. */
    public List<EventName> list(Predicate<EventState> states, int most) {
        return tools.list(states, most);
    }

    /** What is in an event; empty when it is gone. */
    public Optional<QueuedEvent> show(EventName name) {
        return tools.show(name);
    }

    /** Why an event stands where it stands; empty when nothing was noted. */
    public Optional<String> note(EventName name) {
        return tools.note(name);
    }

    /** Brings an event that rests or was put aside back to waiting, durably, with its failures forgotten. */
    public EventName retry(EventName name) {
        return tools.retry(name);
    }

    /** Removes an event that nobody handles, durably, and then its files. */
    public void discard(EventName name) {
        tools.discard(name);
    }

    /**
     * Tells of every event in the directory, in whatever state, for those who look for files that no event names.
     *
     * @return names of event files whose header cannot be read: what they name is not known
     */
    public List<EventName> eachHeader(BiConsumer<EventName, EventHeader> headers) {
        return tools.eachHeader(headers);
    }

    /** The same with all that each event says; it takes longer. */
    public List<EventName> eachEvent(BiConsumer<EventName, QueuedEvent> events) {
        return tools.eachEvent(events);
    }
}
