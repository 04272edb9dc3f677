package io.mailroom.internal.host;

import io.mailroom.Acknowledgement;
import io.mailroom.InvalidTemplateException;
import io.mailroom.event.EventFields;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spi.ServiceEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as the host writes it to the queue and reads it back: the fields, then what the typed view needs, under names
 * that begin with {@code ~}, and for a processor the group's arguments, under names that begin with {@code @}, and its words for
 * the sender, under names that begin with {@code !}. No field's does.
 *
 * @param profile name of the profile
 * @param eventId stable id
 * @param trackingId the driver's name for it
 * @param fields the flat view
 * @param detail what the typed view needs beside them
 * @param arguments of the group when the event was queued for a processor; else empty
 * @param words what a processor tells the sender; null when it tells nothing
 * @param stored names in the file store; empty when the event's files are where its fields say
 */
record EventRecord(
        String profile,
        String eventId,
        String trackingId,
        EventFields fields,
        Map<String, String> detail,
        Map<String, String> arguments,
        @Nullable Acknowledgement words,
        List<String> stored) {
    private static final String DETAIL = "~";
    private static final String ARGUMENT = "@";
    private static final String SUBJECT = "!subject";
    private static final String TEXT = "!text";

    static EventRecord of(QueuedEvent queued) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> detail = new LinkedHashMap<>();
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, String> entries = new LinkedHashMap<>(queued.fields());
        Acknowledgement words = words(entries.remove(SUBJECT), entries.remove(TEXT));
        entries.forEach((name, value) -> {
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
                words,
                header.stored());
    }

    private static @Nullable Acknowledgement words(@Nullable String subject, @Nullable String text) {
        try {
            return subject == null || text == null ? null : Acknowledgement.of(subject, text);
        } catch (InvalidTemplateException unknown) {
            return null; // another version wrote it: an event without an acknowledgement is better than none
        }
    }

    /**
     * @param fields of the event, perhaps with files moved
     * @param plan of the group: its arguments and words go along when they are for a processor
     * @param stored names of the event's files in the file store
     */
    static QueuedEvent toQueue(
            ServiceEvent event, EventFields fields, String profile, Instant now, GroupPlan plan, List<String> stored) {
        Map<String, String> entries = new LinkedHashMap<>(fields.asMap());
        if (!plan.isRealTime()) {
            plan.arguments().forEach((name, value) -> entries.put(ARGUMENT + name, value));
            Acknowledgement words = plan.acknowledgement();
            if (words != null) {
                entries.put(SUBJECT, words.subject());
                entries.put(TEXT, words.text());
            }
        }
        event.detail().forEach((name, value) -> entries.put(DETAIL + name, value));
        EventHeader header =
                new EventHeader(event.eventId(), profile, "", event.uid(), event.digest(), now, event.files(), stored);
        return new QueuedEvent(header, entries);
    }
}
