package io.mailroom.mime.internal.body;

import java.io.IOException;

/** Takes bytes in order. The array belongs to the caller and is good only during the call. */
@FunctionalInterface
public interface ByteOut {
    /** Takes {@code bytes[from .. to)}, which is never empty. */
    void take(byte[] bytes, int from, int to) throws IOException;
}
