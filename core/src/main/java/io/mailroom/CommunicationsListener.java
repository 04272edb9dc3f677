package io.mailroom;

import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spi.SessionReport;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hears what goes on, for counters, status pages and logs. While a {@link Communications} polls by itself its listeners are
 * called one piece of news after the other, in order, on a thread that nothing else waits for; news of {@link
 * Communications#poll} and {@link Communications#invoke} before that comes on the calling thread. What a listener throws is
 * logged and otherwise ignored. One that blocks delays nobody: up to {@value #MOST_NEWS} pieces of news wait for it, and what
 * comes then is left out. All methods do nothing by default.
 */
public interface CommunicationsListener {
    /** Most pieces of news that wait for one listener. */
    int MOST_NEWS = 1_000;

    /** A session with the server ended well. */
    default void sessionEnded(String profile, SessionReport report) {}

    /** A session failed; nothing is lost, the next poll tries again. */
    default void sessionFailed(String profile, CommunicationsException error) {}

    /**
     * A mailbox that was well began to fail, one that failed is well again, or the first session of all has ended. Not told
     * of each session: see {@link #sessionEnded} and {@link #sessionFailed}, which come before it.
     */
    default void healthChanged(MailboxHealth health) {}

    /** A message became an event and can no longer be lost. */
    default void received(String profile, String eventId) {}

    /** A handler answered. */
    default void handled(InboundEvent event, Outcome outcome) {}

    /**
     * How long an event that was accepted took.
     *
     * @param lag from its arrival, when the message had become an event, to the handler's answer
     * @param handlerTime what of it the handler took
     */
    default void handledAfter(InboundEvent event, Duration lag, Duration handlerTime) {}

    /** An event is put aside until somebody looks into it (contract section 8, states crash and failed). */
    default void putAside(String profile, String eventId, String reason) {}

    /**
     * A message could not be read and was moved to Failed; no event is raised.
     *
     * @param file its name there
     */
    default void quarantined(String profile, String file, String reason) {}

    /**
     * A message of a blocked sender was moved to Loopback; no event is raised.
     *
     * @param file its name there
     */
    default void loopback(String profile, String eventId, String file) {}

    /**
     * In test mode: a handler answered, and nothing came of it. The message stays on the server.
     *
     * @param would what would have become of the event, one or more sentences
     */
    default void rehearsed(InboundEvent event, Outcome outcome, String would) {}

    /** A file that is to go could not be removed; it is tried again at the next start. */
    default void notRemoved(String group, Path file, CommunicationsException why) {}

    /** Something that the administrator of a group should hear of; each happening once. */
    default void notice(Notice notice) {}

    /** A line on what a service is doing now, for people who watch. */
    default void status(String profile, String text) {}
}
