package io.mailroom.benchmarks.poll;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When sessions began and ended, and how much later than it should a next one began. */
final class Ledger {
    private final long intervalNanos;
    private final long startedNanos = System.nanoTime();
    private final Map<String, Long> endedAt = new HashMap<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<Long> firstDelays = new ArrayList<>();
    private int sessions;

    Ledger(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    synchronized void began(String mailbox) {
        long now = System.nanoTime();
        Long before = endedAt.get(mailbox);
        if (!ServerKind.HEALTHY.equals(ServerKind.of(mailbox))) {
            return;
        }
        sessions++;
        if (before == null) {
            firstDelays.add(now - startedNanos);
        } else {
            delays.add(Math.max(0, now - before - intervalNanos));
        }
    }

    synchronized void ended(String mailbox) {
        endedAt.put(mailbox, System.nanoTime());
    }

    /** Sessions with healthy servers. */
    synchronized int sessions() {
        return sessions;
    }

    /** How long after the start the last healthy mailbox had its first session, in seconds. */
    synchronized double allReachedAfter() {
        return firstDelays.stream().mapToLong(Long::longValue).max().orElse(0) / 1e9;
    }

    /** Of all that followed, how much later than the polling interval says, in seconds. */
    synchronized double delay(double share) {
        List<Long> sorted = delays.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e9;
    }
}
