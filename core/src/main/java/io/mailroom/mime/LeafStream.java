package io.mailroom.mime;

import io.mailroom.mime.internal.body.BodyDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The decoded body of the leaf that a walk stands in, as a stream. */
final class LeafStream extends InputStream {
    private final PartWalk walk;
    private final BodyDecoder decoder;
    private byte[] decoded = new byte[4096];
    private int from;
    private int to;
    private boolean over;

    LeafStream(PartWalk walk, BodyDecoder decoder) {
        this.walk = walk;
        this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[from++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(decoded, from, into, offset, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (from == to && !over) {
            from = 0;
            to = 0;
            if (walk.next() == PartWalk.Step.SLICE) {
                decoder.decode(walk.sliceBytes(), walk.sliceFrom(), walk.sliceTo(), this::take);
            } else {
                over = true;
                decoder.finish(this::take);
            }
        }
        return from < to;
    }

    /** Goes to the end of the part without keeping what is left. */
    void skipRest() throws IOException {
        while (!over) {
            over = walk.next() != PartWalk.Step.SLICE;
        }
        from = to;
    }

    private void take(byte[] bytes, int start, int end) {
        int count = end - start;
        if (decoded.length - to < count) {
            decoded = Arrays.copyOf(decoded, Math.max(to + count, 2 * decoded.length));
        }
        System.arraycopy(bytes, start, decoded, to, count);
        to += count;
    }
}
