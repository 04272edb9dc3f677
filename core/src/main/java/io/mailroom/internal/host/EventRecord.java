package io.mailroom.internal.host;

import io.mailroom.event.EventFields;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spi.ServiceEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as the host writes it to the queue and reads it back: the fields, then what the typed view needs, under names
 * that begin with {@code ~}, which no field's does.
 *
 * @param profile name of the profile
 * @param eventId stable id
 * @param trackingId the driver's name for it
 * @param fields the flat view
 * @param detail what the typed view needs beside them
 */
record EventRecord(String profile, String eventId, String trackingId, EventFields fields, Map<String, String> detail) {
    private static final String DETAIL = "~";

    static EventRecord of(QueuedEvent queued) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> detail = new LinkedHashMap<>();
        queued.fields().forEach((name, value) -> {
            if (name.startsWith(DETAIL)) {
                detail.put(name.substring(DETAIL.length()), value);
            } else {
                fields.put(name, value);
            }
        });
        EventFields known = EventFields.of(fields);
        EventHeader header = queued.header();
        return new EventRecord(header.profile(), header.eventId(), known.get(EventFields.MESSAGE_ID), known, detail);
    }

    static QueuedEvent toQueue(ServiceEvent event, String profile, String mailbox, Instant now) {
        Map<String, String> entries = new LinkedHashMap<>(event.fields().asMap());
        event.detail().forEach((name, value) -> entries.put(DETAIL + name, value));
        EventHeader header =
                new EventHeader(event.eventId(), profile, mailbox, event.uid(), event.digest(), now, event.files());
        return new QueuedEvent(header, entries);
    }
}
