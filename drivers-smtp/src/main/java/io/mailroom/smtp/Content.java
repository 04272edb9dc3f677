package io.mailroom.smtp;

import io.mailroom.wire.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that go into a message: opened when the message is composed, read once from beginning to end, never held in
 * memory as a whole unless they already are.
 */
@FunctionalInterface
public interface Content {
    /** Most characters of a file's name that an error shows. */
    int LONGEST_NAME_SHOWN = 500;

    /** A new stream over the bytes, from the first one. The caller closes it. */
    InputStream open() throws IOException;

    /**
     * The bytes of a file, read when the message is composed: it must stay until then.
     *
     * @throws InvalidMessageException when there is no such file now, or it cannot be read
     */
    static Content file(Path file) {
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new InvalidMessageException(
                    "the file " + Printable.line(file.toString(), LONGEST_NAME_SHOWN),
                    Files.exists(file) ? "cannot be read" : "does not exist");
        }
        return () -> Files.newInputStream(file);
    }

    /** A copy of these bytes. */
    static Content bytes(byte[] bytes) {
        byte[] copy = bytes.clone();
        return () -> new ByteArrayInputStream(copy);
    }

    /** This text in UTF-8. */
    static Content text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return () -> new ByteArrayInputStream(bytes);
    }
}
