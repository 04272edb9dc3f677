package io.mailroom.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a message between composing and sending: in memory up to {@link #MOST_IN_MEMORY}, beyond that in a file
 * of its own, which goes when this is closed. For one thread.
 */
final class StagedMessage extends OutputStream implements Content {
    /** Largest message kept in memory: 256 KiB. */
    static final int MOST_IN_MEMORY = 256 * 1024;

    private final FileSource files;
    private byte[] memory = new byte[16 * 1024];
    private int length;
    private @Nullable Path file;
    private @Nullable OutputStream out;

    /** Makes the file, when one is needed. */
    interface FileSource {
        /** A new, empty file for its owner alone. */
        Path newFile() throws IOException;
    }

    StagedMessage(FileSource files) {
        this.files = files;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (out == null && length + count > MOST_IN_MEMORY) {
            file = files.newFile();
            out = Files.newOutputStream(file);
            out.write(memory, 0, length);
            memory = new byte[0];
        }
        if (out != null) {
            out.write(bytes, offset, count);
            return;
        }
        if (length + count > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(memory.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, memory, length, count);
        length += count;
    }

    @Override
    public InputStream open() throws IOException {
        if (out != null) {
            out.close();
        }
        return file == null ? new ByteArrayInputStream(memory, 0, length) : Files.newInputStream(file);
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException {
        try (OutputStream open = out) {
            if (open != null && file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
