package io.mailroom.internal.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the oldest names of however many are offered. */
final class OldestNames {
    private final int most;
    private int offered;
    private final PriorityQueue<EventName> newestFirst = new PriorityQueue<>(EventName.BY_ARRIVAL.reversed());

    OldestNames(int most) {
        this.most = most;
    }

    void offer(EventName name) {
        offered++;
        newestFirst.add(name);
        if (newestFirst.size() > most) {
            newestFirst.remove();
        }
    }

    int offered() {
        return offered;
    }

    /** True when none of those offered is missing. */
    boolean hasAll() {
        return offered == newestFirst.size();
    }

    List<EventName> inOrder() {
        List<EventName> names = new ArrayList<>(newestFirst);
        names.sort(EventName.BY_ARRIVAL);
        return names;
    }
}
