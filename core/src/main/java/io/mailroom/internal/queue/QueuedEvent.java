package io.mailroom.internal.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event as its file holds it.
 *
 * @param header what the queue knows of it
 * @param fields the event's fields, in order
 */
public record QueuedEvent(EventHeader header, Map<String, String> fields) {
    public QueuedEvent {
        Objects.requireNonNull(header, "header");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The header alone: fields are mail. */
    @Override
    public String toString() {
        return "QueuedEvent[" + header.eventId() + ", " + fields.size() + " fields]";
    }
}
