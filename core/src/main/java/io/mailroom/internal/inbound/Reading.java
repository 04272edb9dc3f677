package io.mailroom.internal.inbound;

import io.mailroom.event.MappedMessage;
import io.mailroom.spool.Draft;
import java.util.List;

/**
 * What reading one stored message came to.
 *
 * @param message the message
 * @param eventId id its event has or would have
 * @param verdict where it goes
 * @param event what was read; null when it could not be
 * @param drafts the files of the event, whole and not yet named; empty when they are not wanted
 * @param reason why it failed, for people; empty otherwise
 * @param attempts how often reading it was begun
 */
record Reading(
        StoredMessage message,
        String eventId,
        Verdict verdict,
        @org.jspecify.annotations.Nullable MappedMessage event,
        List<Draft> drafts,
        String reason,
        int attempts) {

    enum Verdict {
        /** Becomes an event. */
        EVENT,
        /** Goes to Loopback. */
        LOOPBACK,
        /** Goes to Failed. */
        FAILED
    }
}
