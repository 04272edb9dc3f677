package io.mailroom.mime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Takes the decoded bytes of one part, in order. Used by one thread. */
@FunctionalInterface
public interface PartOutput extends Closeable {
    /**
     * Takes the next bytes. The array belongs to the reader: it must not be changed, nor kept after the call.
     *
     * @param bytes holds the bytes, among others
     * @param offset index of the first one
     * @param length how many, at least 1
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    @Override
    default void close() throws IOException {}

    /** The file the bytes are in; asked for once, after {@link #close()}. Empty when there is none. */
    default Optional<Path> location() {
        return Optional.empty();
    }
}
