package io.mailroom.mime;

import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.ByteOut;
import io.mailroom.mime.internal.scan.Budget;
import io.mailroom.mime.internal.scan.ByteSource;
import io.mailroom.mime.internal.scan.EntityScanner;
import io.mailroom.mime.internal.scan.Window;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One scanner, and the decoded content of the scanner above it that it reads; the outermost reads the message. */
final class Layer implements ByteSource, ByteOut {
    private static final int WINDOW = 64 * 1024;

    final EntityScanner scanner;
    DefectSink sink = DefectSink.NONE;
    /** How many parts are open around the content; the part that holds it is the innermost of them. */
    int base;

    private @Nullable EntityScanner outer;
    private @Nullable BodyDecoder decoder;
    private byte[] decoded = {};
    private int from;
    private int to;
    private boolean over;

    Layer(int window, Budget budget) {
        scanner = new EntityScanner(new Window(window), budget);
    }

    /** A layer for encoded content. */
    static Layer inner(Budget budget) {
        return new Layer(WINDOW, budget);
    }

    /** Starts to read what the decoder makes of the leaf that the other scanner stands in. */
    void start(EntityScanner above, BodyDecoder undo, DefectSink defects, int openParts) {
        outer = above;
        decoder = undo;
        sink = defects;
        base = openParts;
        from = 0;
        to = 0;
        over = false;
    }

    boolean isInner() {
        return outer != null;
    }

    int windowSize() {
        return WINDOW;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        EntityScanner above = outer;
        BodyDecoder undo = decoder;
        if (above == null || undo == null) {
            return -1;
        }
        while (from == to) {
            if (over) {
                return -1;
            }
            from = 0;
            to = 0;
            if (above.next() == EntityScanner.Step.SLICE) {
                undo.decode(above.sliceBytes(), above.sliceFrom(), above.sliceTo(), this);
            } else {
                over = true;
                undo.finish(this);
            }
        }
        int count = Math.min(length, to - from);
        System.arraycopy(decoded, from, into, offset, count);
        from += count;
        return count;
    }

    @Override
    public void take(byte[] bytes, int start, int end) {
        int count = end - start;
        if (decoded.length - to < count) {
            decoded = Arrays.copyOf(decoded, Math.max(to + count, 2 * decoded.length));
        }
        System.arraycopy(bytes, start, decoded, to, count);
        to += count;
    }
}
