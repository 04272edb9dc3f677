package io.mailroom.wire;

import java.io.IOException;
import java.time.Duration;

/**
 * Opens connections: the first half of the wire seam. {@link SocketConnector} is the one implementation of a running
 * system; tests hand in others through constructors, and nothing else can put one in its place.
 */
@FunctionalInterface
public interface Connector {
    /**
     * Connects, not yet with TLS.
     *
     * @param endpoint where to
     * @param timeout for everything: name lookup and every address that is tried
     * @return a connection that the caller closes
     * @throws IOException with a text that can stand after "cannot connect:"
     */
    Wire connect(Endpoint endpoint, Duration timeout) throws IOException;
}
