package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import io.mailroom.spool.DirectoryCheck;
import io.mailroom.spool.Disk;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Clock clock;
    private final WaitingEvents waiting;
    private final AcceptedEvents done;
    private final QueueListener listener;
    private volatile boolean unforced;

    private EventQueue(EventDirectory files, Clock clock, LongSupplier nanoTime, QueueListener listener) {
        this.files = files;
        this.clock = clock;
        this.waiting = new WaitingEvents(nanoTime, BACK_AFTER);
        this.done = new AcceptedEvents(files, nanoTime, BACK_AFTER);
        this.listener = listener;
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
        queue.rescan();
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
        waiting.beginScan();
        List<EventName> found = new ArrayList<>();
        List<EventName> resting = new ArrayList<>();
        files.each(name -> {
            if (name.state().isWaiting()) {
                found.add(name);
            } else if (name.state() == EventState.PAUSED || name.state() == EventState.ERROR) {
                resting.add(name);
            }
        });
        waiting.endScan(found, resting);
    }

    // ---- receivers

    /**
     * Writes events, durable and invisible when it returns (durability M5): each file forced, the directory once. When it
     * fails none of them is left, as far as the disk allows.
     *
     * @param tag of the service that stages, {@link io.mailroom.spool.SpoolName#tag()}
     * @return in the order given; each must be published or withdrawn
     * @throws IllegalArgumentException when an event is larger than an event file may be
     */
    public List<EventName> stage(String tag, List<QueuedEvent> events) {
        List<EventName> staged = new ArrayList<>(events.size());
        boolean done = false;
        try {
            for (QueuedEvent event : events) {
                long sequence = waiting.nextSequence(clock.millis());
                EventName name = EventName.staged(sequence, event.header().eventId(), tag);
                staged.add(name);
                files.write(name, event);
            }
            files.force();
            done = true;
            return List.copyOf(staged);
        } catch (IOException e) {
            throw failure("staging events", e);
        } finally {
            if (!done) {
                staged.forEach(files::removeQuietly);
            }
        }
    }

    /**
     * Makes staged events visible, after their records are durable in the index (M7). Durable when it returns, with one force
     * for all: once the index forgets a message, a staged event without a record would be dropped.
     */
    public void publish(List<EventName> staged) {
        if (staged.isEmpty()) {
            return;
        }
        boolean any = false;
        try {
            unforced = true;
            for (EventName name : staged) {
                files.rename(name, name.published());
                waiting.add(name.published());
                any = true;
            }
            forcePublished();
        } catch (IOException e) {
            throw failure("publishing events", e);
        } finally {
            if (any) {
                listener.published();
            }
        }
    }

    private void forcePublished() throws IOException {
        files.force();
        unforced = false;
    }

    /** Removes staged events that are not to be. Their files are the caller's to remove. */
    public void withdraw(List<EventName> staged) {
        for (EventName name : staged) {
            try {
                files.delete(name);
            } catch (IOException e) {
                throw failure("withdrawing " + name.fileName(), e);
            }
        }
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
        files.removeParts(isOurs);
        List<EventName> staged = new ArrayList<>();
        files.each(name -> {
            if (name.state() == EventState.STAGED && isOurs.test(name.tag())) {
                staged.add(name);
            }
        });
        staged.sort(EventName.BY_ARRIVAL);
        List<EventName> recorded = new ArrayList<>();
        try {
            if (unforced) {
                forcePublished(); // an earlier publish could not
            }
            for (EventName name : staged) {
                if (isToBePublished(name, isRecorded)) {
                    recorded.add(name);
                }
            }
        } catch (IOException e) {
            throw failure("recovering staged events", e);
        }
        publish(recorded);
    }

    /** Puts aside or drops what is not. */
    private boolean isToBePublished(EventName name, Predicate<EventHeader> isRecorded) throws IOException {
        EventHeader header;
        try {
            header = files.read(name).header();
        } catch (NoSuchFileException e) {
            return false; // removed by hand
        } catch (DamagedEventException e) {
            putAside(name, damage(e)); // it was whole once, and may be recorded: the server may no longer have it
            return false;
        }
        boolean recorded = isRecorded.test(header);
        if (!recorded) {
            removeAfterItsFiles(name, header);
        }
        return recorded;
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
        waiting.putBack(this::bringBack);
        makeUp();
        List<Claim> claims = new ArrayList<>();
        while (claims.isEmpty()) {
            List<EventName> names = waiting.take(most);
            if (names.isEmpty()) {
                tidy();
                return List.of();
            }
            claimAll(names, claims);
        }
        return claims;
    }

    /**
     * The handler is done with events (H2): they are gone durably, with one force for all, and only then their files (H3).
     * When it fails the caller has only to tell; the queue makes up for it after {@link #BACK_AFTER}. Should the process end
     * before, the events come back, flagged.
     *
     * @param keepFiles the handler owns the files from now on
     */
    public void accept(List<Claim> claims, boolean keepFiles) {
        try {
            done.accept(claims, keepFiles);
        } catch (IOException e) {
            throw failure("removing accepted events", e);
        }
    }

    /** The handler failed. The event waits again later, or is put aside after its second failure of any kind. */
    public EventState fail(Claim claim, String reason) {
        EventName next = claim.name().failedOnce();
        files.note(next, clock.instant(), reason);
        leave(claim, next);
        if (next.state().isPutAside()) {
            listener.putAside(next, reason);
        }
        return next.state();
    }

    /** Something the handler needs is away; the event waits again later, without counting. */
    public void pause(Claim claim, String reason) {
        EventName next = claim.name().paused();
        files.note(next, clock.instant(), reason);
        leave(claim, next);
    }

    /** The handler was never called: the event waits as if it had not been begun. */
    public void giveBack(Claim claim) {
        leave(claim, claim.name().returned());
    }

    /**
     * Decides about events that were in hand when the process died, and removes the files of accepted ones. Only when nobody
     * else handles events of this directory.
     *
     * @return events offered again or put aside
     */
    public int recoverInterrupted() {
        List<EventName> found = new ArrayList<>();
        files.each(name -> {
            if (name.state().isHandling() || name.state() == EventState.DONE) {
                found.add(name);
            }
        });
        found.sort(EventName.BY_ARRIVAL);
        int interrupted = 0;
        try {
            if (found.stream().anyMatch(name -> name.state() == EventState.DONE)) {
                files.force(); // its acceptance was perhaps seen by nobody but us
            }
            for (EventName name : found) {
                if (name.state() != EventState.DONE) {
                    offerAgain(name);
                    interrupted++;
                    continue;
                }
                Optional<EventHeader> header = files.headerIfSound(name);
                if (header.isPresent()) {
                    done.removeFilesOf(name, header.get());
                    done.forgetIfMany();
                } else {
                    files.delete(name);
                }
            }
            done.forget();
        } catch (IOException e) {
            throw failure("recovering events", e);
        }
        return interrupted;
    }

    /** Removes what accepted events left on disk; done by itself now and then. To be called before the process ends. */
    public void tidy() {
        try {
            done.forget();
        } catch (IOException e) {
            throw failure("removing accepted events", e);
        }
    }

    // ---- tools

    /** Names of events in states of interest, oldest first, at most so many. */
    public List<EventName> list(Predicate<EventState> states, int most) {
        OldestNames oldest = new OldestNames(most);
        files.each(name -> {
            if (states.test(name.state())) {
                oldest.offer(name);
            }
        });
        return oldest.inOrder();
    }

    /** What is in an event; empty when it is gone. */
    public Optional<QueuedEvent> show(EventName name) {
        try {
            return Optional.of(files.read(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("reading " + name.fileName(), e);
        }
    }

    /** Why an event stands where it stands; empty when nothing was noted. */
    public Optional<String> note(EventName name) {
        return files.readNote(name);
    }

    /** Brings an event that rests or was put aside back to waiting, durably, with its failures forgotten. */
    public EventName retry(EventName name) {
        if (!name.state().isPutAside() && name.state() != EventState.PAUSED && name.state() != EventState.ERROR) {
            throw new IllegalArgumentException(name.fileName() + " is neither resting nor put aside");
        }
        EventName next = name.retried();
        try {
            files.rename(name, next);
            files.force();
        } catch (IOException e) {
            throw failure("retrying " + name.fileName(), e);
        }
        waiting.add(next);
        listener.published();
        return next;
    }

    /** Removes an event that nobody handles, durably, and then its files. */
    public void discard(EventName name) {
        if (name.state().isHandling() || name.state() == EventState.STAGED) {
            throw new IllegalArgumentException(name.fileName() + " is in hand");
        }
        try {
            Optional<EventHeader> header = files.headerIfSound(name);
            files.renameIfThere(name, name.accepted());
            files.force();
            files.forgetNote(name);
            if (header.isPresent()) {
                removeAfterItsFiles(name.accepted(), header.get());
            } else {
                files.delete(name.accepted());
            }
        } catch (IOException e) {
            throw failure("discarding " + name.fileName(), e);
        }
    }

    /**
     * Tells of every event in the directory, in whatever state, for those who look for files that no event names.
     *
     * @return names of event files whose header cannot be read: what they name is not known
     */
    public List<EventName> eachHeader(Consumer<EventHeader> headers) {
        List<EventName> unreadable = new ArrayList<>();
        files.each(name -> {
            try {
                headers.accept(files.readHeader(name));
            } catch (NoSuchFileException e) {
                return; // gone meanwhile
            } catch (DamagedEventException e) {
                unreadable.add(name);
            } catch (IOException e) {
                throw failure("reading " + name.fileName(), e);
            }
        });
        return unreadable;
    }

    private void makeUp() {
        try {
            done.acceptOwed();
        } catch (IOException e) {
            listener.trouble(failure("removing accepted events", e)); // owed again; others need not wait for it
        }
    }

    private void claimAll(List<EventName> names, List<Claim> claims) {
        List<EventName> begun = new ArrayList<>();
        Deque<EventName> left = new ArrayDeque<>(names);
        try {
            while (!left.isEmpty()) {
                EventName name = left.peek();
                if (files.renameIfThere(name, name.begun())) { // else another process was first, or a person
                    begun.add(name.begun());
                }
                left.remove();
            }
            files.force();
        } catch (IOException e) {
            if (!left.isEmpty()) {
                waiting.owe(left.peek(), left.remove()); // tried again later, behind the others
            }
            left.forEach(waiting::add);
            begun.forEach(name -> waiting.owe(name, name.returned()));
            throw failure("beginning events", e);
        }
        IOException first = null;
        for (EventName name : begun) {
            try {
                claims.add(new Claim(name, files.read(name)));
            } catch (DamagedEventException e) {
                putAside(name, damage(e));
            } catch (IOException e) {
                waiting.owe(name, name.returned());
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            SpoolException trouble = failure("reading an event", first);
            if (claims.isEmpty()) {
                throw trouble;
            }
            listener.trouble(trouble);
        }
    }

    private static String damage(DamagedEventException e) {
        return "The event file is damaged: " + e.getMessage() + ".";
    }

    private void putAside(EventName name, String reason) {
        EventName next = name.damaged();
        files.note(next, clock.instant(), reason);
        moveOrOwe(name, next);
        listener.putAside(next, reason);
    }

    private void leave(Claim claim, EventName next) {
        moveOrOwe(claim.name(), next);
        if (next.state().isWaiting()) {
            waiting.add(next);
            listener.published();
        } else if (!next.state().isPutAside()) {
            waiting.rest(next);
        }
    }

    private void moveOrOwe(EventName from, EventName to) {
        try {
            files.rename(from, to);
        } catch (NoSuchFileException e) {
            return; // removed by hand
        } catch (IOException e) {
            waiting.owe(from, to);
            throw failure("renaming " + from.fileName(), e);
        }
    }

    /** Called for an event whose rest is over, or whose move is owed. */
    private Optional<EventName> bringBack(EventName from, EventName to) {
        try {
            files.rename(from, to);
            return Optional.of(to);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            waiting.owe(from, to);
            throw failure("renaming " + from.fileName(), e);
        }
    }

    private void offerAgain(EventName name) throws IOException {
        EventName next = name.interrupted();
        String reason = next.state() == EventState.CRASH
                ? "The process ended " + next.abnormalEnds() + " times with this event in hand, and its handler failed "
                        + next.errors() + " times."
                : "The process ended with this event in hand.";
        files.note(next, clock.instant(), reason);
        files.rename(name, next);
        if (next.state().isPutAside()) {
            listener.putAside(next, reason);
        } else {
            waiting.add(next);
            listener.interrupted(next);
        }
    }

    private void removeAfterItsFiles(EventName name, EventHeader header) throws IOException {
        Set<Path> from = new HashSet<>();
        if (files.removeFilesOf(header, from)) {
            files.force(from);
            files.delete(name);
        }
    }

    private SpoolException failure(String what, IOException cause) {
        return SpoolFailure.of(null, files.path(), what, cause);
    }
}
