package io.mailroom.event;

import java.util.Map;
import java.util.Objects;

/**
 * One message, as a handler is told of it.
 *
 * @param profile name of the profile whose mailbox held the message
 * @param eventId stable id of the message: the same after every re-fetch and redelivery, 64 hexadecimal digits
 * @param attempt 1 for the first call of the handler, then counting up: of two calls the later has the larger one
 * @param possibleDuplicate true when an earlier call may have had its effect before the process died
 * @param fields the flat view (contract section 6)
 * @param message the typed view of the same message
 * @param arguments the input arguments of the response group; empty outside a group
 */
public record InboundEvent(
        String profile,
        String eventId,
        int attempt,
        boolean possibleDuplicate,
        EventFields fields,
        InboundMessage message,
        Map<String, String> arguments) {

    public InboundEvent {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(message, "message");
        arguments = Map.copyOf(arguments);
    }

    /** Everything but the mail itself. */
    @Override
    public String toString() {
        return "InboundEvent[" + profile + ", " + eventId + ", attempt " + attempt
                + (possibleDuplicate ? ", possible duplicate]" : "]");
    }
}
