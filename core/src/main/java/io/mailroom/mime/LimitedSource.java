package io.mailroom.mime;

import io.mailroom.mime.internal.scan.ByteSource;
import java.io.IOException;

/** The start of a message, up to the limit; what follows is read by {@link #readRest}. */
final class LimitedSource implements ByteSource {
    private final ByteSource source;
    private final long most;
    private long count;

    LimitedSource(ByteSource source, long most) {
        this.source = source;
        this.most = most;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (count == most) {
            return -1;
        }
        int read = source.read(into, offset, (int) Math.min(length, most - count));
        count += Math.max(read, 0);
        return read;
    }

    /** True when the limit was reached; there may be nothing behind it. */
    boolean isFull() {
        return count == most;
    }

    /** Where the rest starts. */
    long position() {
        return count;
    }

    int readRest(byte[] into) throws IOException {
        return source.read(into, 0, into.length);
    }
}
