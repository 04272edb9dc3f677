package io.mailroom.smtp.outbox;

import io.mailroom.smtp.OutboxEntry;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RetryPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The messages of an outbox, those that wait in the order in which they are due. Usable from any thread. */
public final class OutboxQueue {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    private final RetryPolicy retry;
    private final int most;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, OutboxItem> items = new HashMap<>();
    private final TreeSet<OutboxItem> waiting =
            new TreeSet<>(Comparator.comparing(OutboxItem::dueAt).thenComparing(OutboxItem::id));
    private int inHand;
    private boolean suspended;
    private boolean closed;

    /** @param most messages at once */
    public OutboxQueue(RetryPolicy retry, int most, Clock clock) {
        this.retry = retry;
        this.most = most;
        this.clock = clock;
    }

    /** Why no message can be added now, if so. */
    public Optional<String> whyNone() {
        lock.lock();
        try {
            return closed ? Optional.of("closed") : items.size() >= most ? Optional.of("full") : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a message in; what waits is sent when it is due. */
    public OutboxEntry add(OutboxItem item) {
        lock.lock();
        try {
            put(item);
            return item.entry(retry);
        } finally {
            lock.unlock();
        }
    }

    private void put(OutboxItem item) {
        items.put(item.id(), item);
        waiting.remove(item);
        if (!item.isSending() && item.stateAtRest(retry) == State.WAITING) {
            item.dueFrom(item.dueAt());
            waiting.add(item);
            changed.signal();
        }
    }

    /** The message that has been due longest, which is the caller's until {@link #release}; null when none is due. */
    public @Nullable OutboxItem takeDue() {
        lock.lock();
        try {
            if (closed || suspended || waiting.isEmpty()) {
                return null;
            }
            OutboxItem due = waiting.first();
            if (due.dueAt().isAfter(clock.instant())) {
                return null;
            }
            waiting.remove(due);
            due.sending(true);
            inHand++;
            return due;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a message back. One that is done leaves the queue.
     *
     * @param earliest when it may be tried again, if it is
     */
    public OutboxEntry release(OutboxItem item, Instant earliest) {
        lock.lock();
        try {
            item.sending(false);
            inHand--;
            OutboxEntry entry = item.entry(retry);
            if (entry.state() == State.DONE) {
                items.remove(item.id());
            } else {
                item.dueFrom(earliest);
                put(item);
            }
            changed.signalAll();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody sends a message past the queue; it is waited for at the end. False when the end has come. */
    public boolean beginPassing() {
        lock.lock();
        try {
            inHand += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** That message has been seen to. */
    public void endPassing() {
        lock.lock();
        try {
            inHand--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something may be due. */
    public void awaitDue() {
        lock.lock();
        try {
            long nanos = LONGEST_SLEEP.toNanos();
            while (nanos > 0 && !closed && timeToFirst() > 0) {
                nanos = Math.min(nanos, changed.awaitNanos(Math.min(nanos, timeToFirst())));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private long timeToFirst() {
        if (suspended || waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Duration left = Duration.between(clock.instant(), waiting.first().dueAt());
        return left.compareTo(LONGEST_SLEEP) < 0 ? left.toNanos() : LONGEST_SLEEP.toNanos();
    }

    /** Every message, the oldest first. */
    public List<OutboxEntry> list() {
        lock.lock();
        try {
            List<OutboxEntry> entries = new ArrayList<>();
            items.values().forEach(item -> entries.add(item.entry(retry)));
            entries.sort(Comparator.comparing(OutboxEntry::queuedAt).thenComparing(OutboxEntry::id));
            return entries;
        } finally {
            lock.unlock();
        }
    }

    /** One message. */
    public Optional<OutboxEntry> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(items.get(id)).map(item -> item.entry(retry));
        } finally {
            lock.unlock();
        }
    }

    /** What somebody has decided about a message, to be recorded before it takes effect. */
    @FunctionalInterface
    public interface Decision {
        void record(OutboxItem item) throws IOException;
    }

    /** Makes a message due now. False when there is none, or it is being sent. */
    public boolean retry(String id, Decision decision) throws IOException {
        lock.lock();
        try {
            OutboxItem item = atRest(id);
            if (item != null) {
                decision.record(item);
                waiting.remove(item);
                item.dueNow(clock.instant());
                put(item);
            }
            return item != null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a message out. False when there is none, or it is being sent. */
    public boolean discard(String id, Decision decision) throws IOException {
        lock.lock();
        try {
            OutboxItem item = atRest(id);
            if (item != null) {
                decision.record(item);
                waiting.remove(item);
                items.remove(id);
            }
            return item != null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable OutboxItem atRest(String id) {
        OutboxItem item = items.get(id);
        return item == null || item.isSending() ? null : item;
    }

    /** Whether what is due stays. */
    public void suspend(boolean suspend) {
        lock.lock();
        try {
            suspended = suspend;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is taken in or out any more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every message in hand has been given back; false when that takes too long, or the wait is broken off. */
    public boolean awaitIdle(Duration longest) {
        lock.lock();
        try {
            long nanos = longest.toNanos();
            while (inHand > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return inHand == 0;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
