package io.mailroom.spi;

import io.mailroom.event.EventFields;
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
 * @param notifyWhenDone true when the service wants {@link CommunicationsService#finished}
 */
public record ServiceEvent(
        String name,
        String eventId,
        String trackingId,
        EventFields fields,
        Map<String, String> detail,
        boolean notifyWhenDone) {

    public ServiceEvent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(trackingId, "trackingId");
        Objects.requireNonNull(fields, "fields");
        detail = Map.copyOf(detail);
    }

    @Override
    public String toString() {
        return "ServiceEvent[" + name + ", " + eventId + "]";
    }
}
