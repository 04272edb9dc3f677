package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.ByteOut;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Undoes {@code Content-Transfer-Encoding: x-uuencode}: what comes out is the file in the body, without the lines around it. A
 * body without such a file comes out as it is, with a defect.
 */
public final class UuencodeDecoder implements BodyDecoder, BlockSplitter.Parts {
    /** Text in front of the file that is held until it shows whether there is one; longer text comes out. */
    private static final int MOST_HELD = 64 * 1024;

    private static final int RELEASED = -1;

    private @Nullable BlockSplitter splitter;
    private @Nullable ByteOut out;
    private DefectSink defects = DefectSink.NONE;
    private long offset;
    private boolean any;
    private boolean keepsRest;
    private byte[] held = new byte[0];
    private int heldLength;

    @Override
    public void start(long offset, DefectSink defects) {
        this.offset = offset;
        this.defects = defects;
        any = false;
        keepsRest = false;
        heldLength = 0;
        splitter = new BlockSplitter(defects, offset, this);
    }

    @Override
    public void decode(byte[] bytes, int from, int to, ByteOut out) throws IOException {
        this.out = out;
        if (splitter != null) {
            splitter.write(bytes, from, to);
        }
    }

    @Override
    public void finish(ByteOut out) throws IOException {
        this.out = out;
        if (splitter != null) {
            splitter.finish();
        }
        if (!any) {
            defects.add(DefectCode.UUENCODE_MALFORMED, offset, "no begin");
            release(out);
        }
    }

    @Override
    public void text(byte[] buf, int from, int to) throws IOException {
        if (out == null) {
            return;
        }
        if (any) {
            if (keepsRest) {
                out.take(buf, from, to);
            }
            return;
        }
        if (heldLength >= 0 && heldLength + to - from <= MOST_HELD) {
            hold(buf, from, to);
            return;
        }
        release(out);
        out.take(buf, from, to);
    }

    private void hold(byte[] buf, int from, int to) {
        int length = heldLength + to - from;
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.min(MOST_HELD, 2 * length));
        }
        System.arraycopy(buf, from, held, heldLength, to - from);
        heldLength = length;
    }

    /** What was held is no text in front of a file; nothing is held any more. */
    private void release(ByteOut into) throws IOException {
        if (heldLength > 0) {
            into.take(held, 0, heldLength);
        }
        heldLength = RELEASED;
    }

    @Override
    public boolean begin(BlockSplitter.Kind kind, String name) {
        any = true;
        return true;
    }

    @Override
    public void data(byte[] buf, int from, int to) throws IOException {
        if (out != null) {
            out.take(buf, from, to);
        }
    }

    @Override
    public void damaged() {
        keepsRest = true; // as it was sent, rather than not at all
    }

    @Override
    public void end() {
        // what follows a whole file is no part of it
    }
}
