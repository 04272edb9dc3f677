package io.mailroom.spi;

import io.mailroom.CommunicationsException;
import java.util.List;

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

    /** True when an event with this id is stored, in whatever state: staged, waiting, being handled or put aside. */
    boolean holds(String eventId);

    /** Something went wrong that the host should know of; the service goes on by itself. */
    void failed(CommunicationsException error);

    /** A line for people who watch: what the service is doing now. No secrets, no message text. */
    void status(String text);

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
