package io.mailroom.mime.internal.body;

import io.mailroom.mime.DefectSink;
import java.io.IOException;

/** 7bit, 8bit and binary: bytes as they are. */
public final class IdentityDecoder implements BodyDecoder {
    @Override
    public void start(long offset, DefectSink defects) {}

    @Override
    public void decode(byte[] bytes, int from, int to, ByteOut out) throws IOException {
        out.take(bytes, from, to);
    }

    @Override
    public void finish(ByteOut out) {}
}
