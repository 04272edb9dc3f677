package io.mailroom.smtp.receiving;

import io.mailroom.spi.RetrievalSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A sink as the stream that a message is read to. */
public final class SinkStream extends OutputStream {
    private final RetrievalSink sink;

    /** @param sink in which the message has begun */
    public SinkStream(RetrievalSink sink) {
        this.sink = Objects.requireNonNull(sink, "sink");
    }

    @Override
    public void write(int b) throws IOException {
        sink.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sink.write(bytes, offset, length);
    }
}
