package io.mailroom.examples.command;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundMessage;
import java.io.IOException;

/** A way to print an event. */
interface EventFormat {
    /**
     * Prints one event; does not flush.
     *
     * @param file the file that holds the message; empty when nobody keeps it
     */
    void show(String file, EventFields fields, InboundMessage message) throws IOException;
}
