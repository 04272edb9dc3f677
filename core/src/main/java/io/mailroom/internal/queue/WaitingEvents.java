package io.mailroom.internal.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names of events that can be begun, and moves to be made later: of events that rest, and those that the disk refused.
 * Usable from any thread; never calls out while it holds its lock. About a hundred bytes an event.
 */
final class WaitingEvents {
    /** Names kept in memory, of those that wait and of those that rest; the directory knows the others. */
    static final int MOST = 10_000;

    private static final int COUNTER_BITS = 16;

    private final LongSupplier nanoTime;
    private final long restNanos;
    private final Deque<Move> moves = new ArrayDeque<>();
    private final List<EventName> addedDuringScan = new ArrayList<>();
    private Queue<EventName> waiting = new PriorityQueue<>(EventName.BY_ARRIVAL);
    private boolean scanning;
    private boolean scanned;
    private boolean more;
    private long lastSequence;

    /** A move, and from when on it is to be made. */
    private record Move(EventName from, EventName to, long dueNanos) {}

    WaitingEvents(LongSupplier nanoTime, Duration rest) {
        this.nanoTime = nanoTime;
        this.restNanos = rest.toNanos();
    }

    /** Later than any given before, and than any name seen. */
    synchronized long nextSequence(long millis) {
        lastSequence = Math.max(lastSequence + 1, millis << COUNTER_BITS);
        return lastSequence;
    }

    synchronized int size() {
        return waiting.size();
    }

    synchronized void add(EventName name) {
        lastSequence = Math.max(lastSequence, name.sequence());
        if (waiting.size() >= MOST && name.isFresh()) {
            more = true;
            return;
        }
        waiting.add(name);
        if (scanning) {
            addedDuringScan.add(name);
        }
    }

    /** True when the directory holds names that are not known here. */
    synchronized boolean hasMore() {
        return more;
    }

    synchronized void rest(EventName name) {
        owe(name, name.rested());
    }

    /** A move to be made when the rest is over: the end of it, or one that the disk refuses now. */
    synchronized void owe(EventName from, EventName to) {
        if (moves.size() >= MOST && from.state().isResting()) {
            more = true;
            return;
        }
        moves.add(new Move(from, to, nanoTime.getAsLong() + restNanos));
    }

    synchronized void beginScan() {
        scanning = true;
        addedDuringScan.clear();
    }

    /**
     * Takes what the directory says instead of what was known; a name that is there twice is only begun once.
     *
     * @param all true when the lists are all that is there
     */
    synchronized void endScan(List<EventName> found, List<EventName> foundResting, boolean all) {
        scanning = false;
        more = !all;
        waiting = new PriorityQueue<>(Math.max(1, found.size() + addedDuringScan.size()), EventName.BY_ARRIVAL);
        waiting.addAll(found);
        waiting.addAll(addedDuringScan);
        addedDuringScan.clear();
        found.forEach(name -> lastSequence = Math.max(lastSequence, name.sequence()));
        Set<EventName> known = new HashSet<>();
        moves.forEach(move -> known.add(move.from()));
        long due = nanoTime.getAsLong() + (scanned ? restNanos : 0); // a start is as good a moment as any
        scanned = true;
        foundResting.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> moves.add(new Move(name, name.rested(), due)));
    }

    /** The oldest, several only when all of them are fresh. */
    synchronized List<EventName> take(int most) {
        List<EventName> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            if (!taken.isEmpty() && !waiting.peek().isFresh()) {
                break;
            }
            EventName name = waiting.remove();
            taken.add(name);
            if (!name.isFresh()) {
                break;
            }
        }
        return taken;
    }

    /** Makes the moves that are due. The mover says what became of the event. */
    void putBack(BiFunction<EventName, EventName, Optional<EventName>> mover) {
        for (Move move = nextMove(); move != null; move = nextMove()) {
            mover.apply(move.from(), move.to()).ifPresent(this::place);
        }
    }

    private void place(EventName name) {
        if (name.state().isWaiting()) {
            add(name);
        } else if (!name.state().isPutAside()) {
            rest(name);
        }
    }

    private synchronized @Nullable Move nextMove() {
        Move first = moves.peek();
        return first != null && nanoTime.getAsLong() - first.dueNanos() >= 0 ? moves.remove() : null;
    }
}
