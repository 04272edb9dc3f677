package io.mailroom.testkit;

/**
 * The server's side of one connection, as a state machine: it is told what arrives and answers at once. The same
 * machine plays over a {@link MemoryConnector} and over real sockets.
 */
public interface LineServer {
    /** The connection is up. @return what to send first; may be empty */
    byte[] connected();

    /**
     * A line has arrived.
     *
     * @param line without its line end, each byte a character
     * @return what to send; may be empty
     */
    byte[] lineArrived(String line);

    /** What the server says of its own accord, asked whenever the client waits and nothing is under way. */
    default byte[] pending() {
        return new byte[0];
    }

    /** True when TLS is to begin after what was sent last, or from the start. */
    boolean wantsTls();

    /** TLS has begun. */
    void tlsStarted();

    /** True when the server ends the connection after what was sent last. */
    boolean hangsUp();

    /** The connection is gone, whoever ended it. Called once. */
    void disconnected();
}
