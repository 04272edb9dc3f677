package io.mailroom.internal.host;

import io.mailroom.internal.queue.EventName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many events of each profile wait for the handler: one full mailbox must not fill the whole queue. Any thread. */
final class Backlog {
    private final Map<String, String> profileByEvent = new HashMap<>();
    private final Map<String, Integer> countByProfile = new HashMap<>();

    synchronized void published(String profile, List<EventName> events) {
        events.forEach(event -> profileByEvent.put(event.stem(), profile));
        countByProfile.merge(profile, events.size(), Integer::sum);
    }

    synchronized void begun(EventName event) {
        String profile = profileByEvent.remove(event.stem());
        if (profile != null) {
            countByProfile.computeIfPresent(profile, (name, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Nothing waits, whoever took it. */
    synchronized void clear() {
        profileByEvent.clear();
        countByProfile.clear();
    }

    synchronized int of(String profile) {
        return countByProfile.getOrDefault(profile, 0);
    }
}
