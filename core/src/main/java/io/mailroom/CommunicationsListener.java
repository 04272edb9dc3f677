package io.mailroom;

import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;

/**
 * Hears what goes on, for counters, status pages and logs. Called on the thread at work, so it must be quick; what it
 * throws is logged and otherwise ignored. All methods do nothing by default.
 */
public interface CommunicationsListener {
    /** A session with the server ended well. */
    default void sessionEnded(String profile, SessionReport report) {}

    /** A session failed; nothing is lost, the next poll tries again. */
    default void sessionFailed(String profile, CommunicationsException error) {}

    /** A message became an event and can no longer be lost. */
    default void received(String profile, String eventId) {}

    /** A handler answered. */
    default void handled(InboundEvent event, Outcome outcome) {}

    /** An event is put aside until somebody looks into it (contract section 8, states crash and failed). */
    default void putAside(String profile, String eventId, String reason) {}

    /** A line on what a service is doing now, for people who watch. */
    default void status(String profile, String text) {}
}
