package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import io.mailroom.spool.DirectoryCheck;
import io.mailroom.spool.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The events of one response group, each a file in {@code queued/<group>}. Usable from any thread: receivers stage and
 * publish while workers begin and accept. One object a directory and process.
 *
 * <pre>
 * receiver   stage (durable) ; record in the index ; publish
 * worker     begin (durable) ; handler ; accept (durable, then its files go) | fail | pause | giveBack
 * start      recoverStaged, by each receiver ; recoverInterrupted, by the one that handles
 * </pre>
 *
 * <p>Keeps the names of waiting events in memory, never the events. Every step is one rename, so a crash leaves an event in
 * one state or the next; which ones must also survive a power cut is said at each method. Methods throw {@link
 * SpoolException} when the disk fails.
 */
public final class EventQueue {
    /** Time after which a paused event, or one whose handler failed once, waits again. */
    public static final Duration BACK_AFTER = Duration.ofMinutes(5);

    private final EventDirectory files;
    private final WaitingEvents waiting;
    private final StagedEvents staged;
    private final EventsInHand inHand;
    private final QueueTools tools;

    private EventQueue(EventDirectory files, Clock clock, LongSupplier nanoTime, QueueListener listener) {
        this.files = files;
        this.waiting = new WaitingEvents(nanoTime, BACK_AFTER);
        QueueMoves moves = new QueueMoves(files, clock, waiting, listener);
        this.staged = new StagedEvents(moves);
        this.inHand = new EventsInHand(moves, new AcceptedEvents(files, nanoTime, BACK_AFTER));
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
        DirectoryCheck.createAndCheck(disk, directory, "queue");
        EventQueue queue = new EventQueue(new EventDirectory(disk, directory, listener), clock, nanoTime, listener);
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

    /** Learns what other processes published or brought back since the last look. Lists the directory once. */
    public void rescan() {
        scan(false);
    }

    private void scan(boolean first) {
        waiting.beginScan();
        List<EventName> found = new ArrayList<>();
        List<EventName> resting = new ArrayList<>();
        files.each(
                name -> {
                    if (name.state().isWaiting()) {
                        found.add(name);
                    } else if (name.state() == EventState.PAUSED || name.state() == EventState.ERROR) {
                        resting.add(name);
                    } else if (first && name.state() == EventState.STAGED) {
                        staged.found(name.tag());
                    }
                },
                half -> {
                    if (first) {
                        staged.found(half.tag());
                    }
                });
        waiting.endScan(found, resting);
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
        return inHand.begin(most);
    }

    /**
     * The handler is done with events (H2): they are gone durably, with one force for all, and only then their files (H3).
     * When it fails the caller has only to tell; the queue makes up for it after {@link #BACK_AFTER}. Should the process end
     * before, the events come back, flagged.
     *
     * @param keepFiles the handler owns the files from now on
     */
    public void accept(List<Claim> claims, boolean keepFiles) {
        inHand.accept(claims, keepFiles);
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
     * Decides about events that were in hand when the process died, and removes the files of accepted ones. Only when nobody
     * else handles events of this directory.
     *
     * @return events offered again or put aside
     */
    public int recoverInterrupted() {
        return inHand.recover();
    }

    /** Removes what accepted events left on disk; done by itself now and then. To be called before the process ends. */
    public void tidy() {
        inHand.tidy();
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
    public List<EventName> eachHeader(Consumer<EventHeader> headers) {
        return tools.eachHeader(headers);
    }
}
