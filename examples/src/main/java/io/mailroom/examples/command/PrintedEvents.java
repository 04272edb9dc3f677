package io.mailroom.examples.command;

import io.mailroom.event.EventFields;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints each event, and accepts it when the last byte is out. When nobody reads the output any more it accepts nothing
 * further, so that the events wait for the next start.
 */
final class PrintedEvents implements EventHandler {
    private final PrintWriter out;
    private final EventFormat format;
    private volatile boolean unreadable;
    private volatile Runnable whenUnreadable = () -> {};
    private final AtomicInteger printed = new AtomicInteger();

    PrintedEvents(PrintWriter out, EventFormat format) {
        this.out = out;
        this.format = format;
    }

    @Override
    public Outcome handle(InboundEvent event) throws IOException {
        format.show(event.fields().get(EventFields.ORIG_MSG_FILE), event.fields(), event.message());
        if (out.checkError()) { // flushes first
            unreadable = true;
            whenUnreadable.run();
            return Outcome.LATER.because("standard output takes no more");
        }
        printed.incrementAndGet();
        return Outcome.ACCEPTED_KEEPING_FILES;
    }

    /** Events printed so far. */
    int count() {
        return printed.get();
    }

    /** True when the output took no more. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** What to do when the output takes no more. */
    void whenUnreadable(Runnable action) {
        whenUnreadable = action;
    }
}
