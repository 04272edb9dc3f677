package io.mailroom.internal.host;

import io.mailroom.event.EventFields;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spi.ServiceEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as the host writes it to the queue and reads it back: the fields, then what the typed view needs, under names
 * that begin with {@code ~}, and the group's arguments for a processor, under names that begin with {@code @}. No field's does.
 *
 * @param profile name of the profile
 * @param eventId stable id
 * @param trackingId the driver's name for it
 * @param fields the flat view
 * @param detail what the typed view needs beside them
 * @param arguments of the group when the event was queued for a processor; else empty
 * @param stored names in the file store; empty when the event's files are where its fields say
 */
record EventRecord(
        String profile,
        String eventId,
        String trackingId,
        EventFields fields,
        Map<String, String> detail,
        Map<String, String> arguments,
        List<String> stored) {
    private static final String DETAIL = "~";
    private static final String ARGUMENT = "@";

    static EventRecord of(QueuedEvent queued) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> detail = new LinkedHashMap<>();
        Map<String, String> arguments = new LinkedHashMap<>();
        queued.fields().forEach((name, value) -> {
            if (name.startsWith(DETAIL)) {
                detail.put(name.substring(DETAIL.length()), value);
            } else if (name.startsWith(ARGUMENT)) {
                arguments.put(name.substring(ARGUMENT.length()), value);
            } else {
                fields.put(name, value);
            }
        });
        EventFields known = EventFields.of(fields);
        EventHeader header = queued.header();
        return new EventRecord(
                header.profile(),
                header.eventId(),
                known.get(EventFields.MESSAGE_ID),
                known,
                detail,
                arguments,
                header.stored());
    }

    /**
     * @param fields of the event, perhaps with files moved
     * @param arguments for a processor
     * @param stored names of the event's files in the file store
     */
    static QueuedEvent toQueue(
            ServiceEvent event,
            EventFields fields,
            String profile,
            Instant now,
            Map<String, String> arguments,
            List<String> stored) {
        Map<String, String> entries = new LinkedHashMap<>(fields.asMap());
        arguments.forEach((name, value) -> entries.put(ARGUMENT + name, value));
        event.detail().forEach((name, value) -> entries.put(DETAIL + name, value));
        EventHeader header =
                new EventHeader(event.eventId(), profile, "", event.uid(), event.digest(), now, event.files(), stored);
        return new QueuedEvent(header, entries);
    }
}
