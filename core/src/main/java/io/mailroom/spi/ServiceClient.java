package io.mailroom.spi;

import io.mailroom.CommunicationsException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the host implements and a service calls. Usable from any thread. */
public interface ServiceClient {
    /**
     * Takes events in two steps, so that a service can write down between them that it is done with their source.
     * When this returns the events are on disk and survive a power cut, but no handler sees them. Every file they name
     * must be on disk before the call.
     *
     * @throws CommunicationsException when they could not be stored; then none of them is
     */
    Handover stage(List<ServiceEvent> events);

    /**
     * Decides about events that were staged and never published, by this service or by an earlier one of its source:
     * those whose source is on record are published, the others dropped together with their files. To be called before
     * anything is staged anew.
     *
     * @param services tags of the services whose events are meant
     * @param isRecorded true for the {@link ServiceEvent#digest()} of a source that is on record
     */
    void recover(Collection<String> services, Predicate<String> isRecorded);

    /**
     * Files that an event of the group names, whoever staged it and however it stands. None of them may be removed.
     *
     * @return empty when an event cannot be read, so that nobody knows what it names
     */
    Optional<Set<Path>> filesOfEvents();

    /** Something went wrong that the host should know of; the service goes on by itself. */
    void failed(CommunicationsException error);

    /** A line for people who watch: what the service is doing now. No secrets, no message text. */
    void status(String text);

    /**
     * A message could not be read and was put aside; it raises no event.
     *
     * @param file name of the file that holds it now
     */
    default void quarantined(String file, String reason) {}

    /**
     * A message of a blocked sender was put aside; it raises no event.
     *
     * @param file name of the file that holds it now
     */
    default void loopback(String eventId, String file) {}

    /**
     * Mail seems to have come: the next session should begin now, or right after the one under way. Asking often costs
     * nothing; while sessions fail the host waits all the same.
     */
    default void pollSoon() {}

    /** A session begins to hand over messages. */
    default void batchBegan() {}

    /** The session that began last has ended, well or not. */
    default void batchEnded() {}

    /** Events that are stored and not yet visible. */
    interface Handover {
        /** Makes the events visible to handlers. May be lost in a power cut; recovery publishes them then. */
        void publish();
    }
}
