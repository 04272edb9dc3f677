package io.mailroom.mime.internal.scan;

import java.io.IOException;
import java.util.Arrays;

/**
 * The piece of the message that is in memory: {@code [position, limit)} is not yet consumed. It moves on by
 * {@link #fill}, which shifts what is left to the front when the array is full, and grows the array only when one
 * thing that must be seen whole does not fit.
 */
public final class Window {
    byte[] bytes;
    int position;
    int limit;
    private long base;
    private boolean ended;
    private ByteSource source = (into, offset, length) -> -1;

    /** A window of that many bytes, at least 1. */
    public Window(int size) {
        bytes = new byte[size];
    }

    /** Starts another message. */
    void start(ByteSource from, int size) {
        if (bytes.length < size) {
            bytes = new byte[size];
        }
        source = from;
        position = 0;
        limit = 0;
        base = 0;
        ended = false;
    }

    /** How many bytes of the message stand before this index. */
    long offset(int index) {
        return base + index;
    }

    int available() {
        return limit - position;
    }

    /** True when nothing follows {@code limit}. */
    boolean ended() {
        return ended;
    }

    /** Reads more behind {@code limit}; indexes may shift, with {@code position}. False at the end of the message. */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (limit == bytes.length) {
            makeRoom();
        }
        int count = source.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            base += position;
            limit -= position;
            position = 0;
        } else {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
    }

    /** Makes {@code count} bytes available, or all there are. */
    int ensure(int count) throws IOException {
        while (available() < count && fill()) {}
        return Math.min(available(), count);
    }
}
