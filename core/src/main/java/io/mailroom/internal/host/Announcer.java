package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener; what it throws is its own trouble. */
record Announcer(CommunicationsListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    void tell(Consumer<CommunicationsListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("The listener threw; it is told of what comes next all the same");
        }
    }
}
