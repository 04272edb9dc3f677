package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import java.nio.file.Path;

/** Hears what becomes of events beside the plain run of things. Called on the thread that did it, outside of any lock. */
public interface QueueListener {
    /** Hears nothing. */
    QueueListener NONE = new QueueListener() {};

    /** At least one event is waiting that was not before. */
    default void published() {}

    /** An event was put aside, and only a person brings it back. */
    default void putAside(EventName event, String reason) {}

    /** An event was in hand when the process died, and is offered again, flagged. */
    default void interrupted(EventName event) {}

    /** A file that is to go could not be removed; it is tried again at the next start. */
    default void notRemoved(Path file, SpoolException why) {}

    /** Something failed that stops nothing and is tried again, or that only people would have read. */
    default void trouble(SpoolException what) {}
}
