package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.ByteOut;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Undoes {@code Content-Transfer-Encoding: x-uuencode}: what comes out is the file in the body. A body without such a file
 * comes out as it is, with a defect.
 */
public final class UuencodeDecoder implements BodyDecoder, BlockSplitter.Parts {
    private @Nullable BlockSplitter splitter;
    private @Nullable ByteOut out;
    private DefectSink defects = DefectSink.NONE;
    private long offset;
    private boolean any;

    @Override
    public void start(long offset, DefectSink defects) {
        this.offset = offset;
        this.defects = defects;
        any = false;
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
        }
    }

    @Override
    public void text(byte[] buf, int from, int to) throws IOException {
        if (!any && out != null) {
            out.take(buf, from, to);
        }
    }

    @Override
    public void begin(String name) {
        any = true;
    }

    @Override
    public void data(byte[] buf, int from, int to) throws IOException {
        if (out != null) {
            out.take(buf, from, to);
        }
    }

    @Override
    public void end() {
        // what follows is no part of the file
    }
}
