package io.mailroom.internal.host;

import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Begins and accepts events of one queue together, so that one force of the disk serves several: as many as a quick handler
 * gets through in {@link #MOST_WAIT}, and one at a time for a slow one. Shared by the workers of a group; usable from any
 * thread.
 *
 * <pre>
 * next ; handler ; accept ; handled | next ; handler ; accept ; handled, which forces for both
 * </pre>
 *
 * Whoever stops the workers calls {@link #stop} afterwards.
 */
final class EventsTogether {
    /** Most events begun together. */
    static final int MOST = 16;
    /** An acceptance waits for others no longer, once a handler has answered. */
    static final Duration MOST_WAIT = Duration.ofMillis(10);

    private final EventQueue queue;
    private final LongSupplier nanoTime;
    private final Deque<Claim> begun = new ArrayDeque<>();
    private List<Acceptance> waiting = new ArrayList<>();
    private long waitingSince;
    private long begunAt;
    private int atOnce = 1;
    private boolean stopped;

    private record Acceptance(Claim claim, boolean keepFiles, Consumer<Boolean> whenDurable) {}

    EventsTogether(EventQueue queue, LongSupplier nanoTime) {
        this.queue = queue;
        this.nanoTime = nanoTime;
    }

    /** Events begun that no worker has taken, and acceptances that are not yet durable. */
    synchronized int held() {
        return begun.size() + waiting.size();
    }

    /** The oldest event there is, begun durably; empty when nothing waits. */
    Optional<Claim> next() {
        int most;
        synchronized (this) {
            if (!begun.isEmpty()) {
                return Optional.of(begun.remove());
            }
            most = atOnce;
        }
        List<Claim> claims = queue.begin(most);
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        synchronized (this) {
            begunAt = nanoTime.getAsLong();
        }
        claims.subList(1, claims.size()).forEach(this::keep);
        return Optional.of(claims.get(0));
    }

    private void keep(Claim claim) {
        synchronized (this) {
            if (!stopped) {
                begun.add(claim);
                return;
            }
        }
        queue.giveBack(claim);
    }

    /**
     * The handler has accepted an event; {@link #handled} follows.
     *
     * @param whenDurable called when the event cannot come back, on this thread or on that of the worker who forces for all;
     *     with false when it was somebody else's by then
     */
    synchronized void accept(Claim claim, boolean keepFiles, Consumer<Boolean> whenDurable) {
        if (waiting.isEmpty()) {
            waitingSince = nanoTime.getAsLong();
        }
        waiting.add(new Acceptance(claim, keepFiles, whenDurable));
    }

    /** An event has come to its outcome, whichever: makes acceptances durable, unless more will follow at once. */
    void handled() {
        synchronized (this) {
            long now = nanoTime.getAsLong();
            boolean quick = now - begunAt < MOST_WAIT.toNanos();
            boolean inTime = waiting.isEmpty() || now - waitingSince < MOST_WAIT.toNanos();
            if (quick && inTime && !begun.isEmpty()) {
                return;
            }
            atOnce = quick ? Math.min(MOST, atOnce * 2) : 1;
        }
        acceptAll();
    }

    /** Makes the acceptances durable that wait. */
    void acceptAll() {
        List<Acceptance> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        try {
            accept(all, false);
        } finally {
            accept(all, true);
        }
    }

    private void accept(List<Acceptance> all, boolean keepFiles) {
        List<Acceptance> some =
                all.stream().filter(each -> each.keepFiles() == keepFiles).toList();
        if (!some.isEmpty()) {
            Set<EventName> ours =
                    queue.accept(some.stream().map(Acceptance::claim).toList(), keepFiles);
            some.forEach(
                    each -> each.whenDurable().accept(ours.contains(each.claim().name())));
        }
    }

    /** From now on nothing is kept: gives back what was begun and no worker has taken, and accepts what waits. */
    void stop() {
        List<Claim> back;
        synchronized (this) {
            stopped = true;
            back = List.copyOf(begun);
            begun.clear();
        }
        try {
            giveBack(back);
        } finally {
            acceptAll();
        }
    }

    /** The workers are called again. */
    synchronized void go() {
        stopped = false;
    }

    /** Each of them, also when the disk refuses one; the queue then owes the move. */
    private void giveBack(List<Claim> claims) {
        RuntimeException first = null;
        for (Claim each : claims) {
            try {
                queue.giveBack(each);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
