package io.mailroom.spi;

import io.mailroom.event.EventFields;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One event a service raises.
 *
 * @param name name of the event, one of {@link CommunicationsDriver#events()}
 * @param eventId stable id: the same whenever the same thing is raised again
 * @param trackingId the driver's name for it; for mail the Message-ID
 * @param fields what the handler is told
 * @param detail what the typed view needs beyond the fields, in any flat form the driver likes
 * @param uid what the server calls the source; empty when it has no name
 * @param digest SHA-256 of the source in hexadecimal, 64 digits: tells it from another with the same uid
 * @param files files that belong to the event: they go when it is accepted. On disk before the event is staged
 * @param notifyWhenDone true when the service wants {@link CommunicationsService#finished}
 */
public record ServiceEvent(
        String name,
        String eventId,
        String trackingId,
        EventFields fields,
        Map<String, String> detail,
        String uid,
        String digest,
        List<Path> files,
        boolean notifyWhenDone) {

    public ServiceEvent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(trackingId, "trackingId");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(digest, "digest");
        detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
        files = List.copyOf(files);
    }

    @Override
    public String toString() {
        return "ServiceEvent[" + name + ", " + eventId + "]";
    }
}
