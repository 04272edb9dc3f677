package io.mailroom.mime.internal.body;

import io.mailroom.mime.DefectSink;
import java.io.IOException;

/** Undoes one transfer encoding. Slices may be cut anywhere; what comes out does not depend on where. */
public interface BodyDecoder {
    /** Starts another body at this offset of the message. */
    void start(long offset, DefectSink defects);

    /** Decodes the next slice. */
    void decode(byte[] bytes, int from, int to, ByteOut out) throws IOException;

    /** Ends the body and hands on what is left. */
    void finish(ByteOut out) throws IOException;
}
