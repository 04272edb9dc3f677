package io.mailroom.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One connection: the second half of the wire seam. All bytes to and from a server go through these methods.
 *
 * <p>One thread at a time uses a wire. {@link #close()} may come from any thread at any moment and ends a waiting call
 * at once. An interrupt ends a waiting call with {@link InterruptedIOException}; the interrupt flag stays set, and the
 * wire is good for closing only. A timeout is for the whole call, however slowly bytes arrive.
 */
public interface Wire extends AutoCloseable {
    /**
     * Waits for bytes.
     *
     * @param length most bytes to read, 1 or more
     * @return how many bytes were read, 1 or more; -1 when the other side has ended the connection
     * @throws SocketTimeoutException when none came in time
     * @throws IOException when the connection is broken
     */
    int read(byte[] into, int offset, int length, Duration timeout) throws IOException;

    /**
     * Sends all of these bytes.
     *
     * @throws SocketTimeoutException when the other side did not take them in time
     * @throws IOException when the connection is broken
     */
    void write(byte[] from, int offset, int length, Duration timeout) throws IOException;

    /**
     * Goes on with TLS. Bytes that arrived before this call and were not read belong to the handshake. Afterwards the
     * server has been checked as {@code tls} demands.
     *
     * @param endpoint the name the certificate must carry
     * @return protocol and cipher suite, for the transcript
     * @throws TlsException when no trusted connection came about, with the reason; the wire is then unusable
     */
    String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) throws IOException;

    /** Numeric address of the other side, for the transcript. */
    String remoteAddress();

    /** Ends the connection without waiting for anything. Never fails; closing twice does nothing. */
    @Override
    void close();
}
