package io.mailroom.spi;

import java.io.IOException;

/**
 * Where fetched messages go. For each message: {@code begin}, any number of {@code write}, then either
 * {@code complete} or {@code refused}; after a lost connection nothing more.
 */
public interface RetrievalSink {
    /** The bytes of this message follow. */
    void begin(MessageRef message) throws IOException;

    /**
     * More bytes of the message begun last, as they are on the server, lines ended as they came.
     *
     * @throws MessageTooLargeException when the message is larger than the profile allows: the driver stops reading,
     *     closes the line, and lets the exception through
     * @throws IOException when the bytes cannot be stored: likewise
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** The end of the message was seen; it is whole. */
    void complete(MessageRef message) throws IOException;

    /**
     * The server will not give this message.
     *
     * @param reply what it said, one line, safe to print
     */
    void refused(MessageRef message, String reply) throws IOException;

    /** The message is larger than it may be; it stays on the server. */
    final class MessageTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        public MessageTooLargeException(String message) {
            super(message);
        }
    }
}
