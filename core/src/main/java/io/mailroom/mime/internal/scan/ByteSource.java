package io.mailroom.mime.internal.scan;

import java.io.IOException;

/** Where the raw bytes come from. */
@FunctionalInterface
public interface ByteSource {
    /**
     * Reads at least one byte, and up to {@code length}.
     *
     * @return how many, or -1 at the end
     */
    int read(byte[] into, int offset, int length) throws IOException;
}
