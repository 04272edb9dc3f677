package io.mailroom.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message to its file and remembers it while it is small, so that it need not be read again. Nothing is
 * written before the message has outgrown {@link #MOST_IN_MEMORY}, or is finished. For one thread.
 */
final class KeptCopy extends OutputStream {
    /** Largest message kept in memory: 256 KiB. */
    static final int MOST_IN_MEMORY = 256 * 1024;

    private final OutputStream file;
    private @Nullable ByteArrayOutputStream memory = new ByteArrayOutputStream(16 * 1024);

    KeptCopy(OutputStream file) {
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteArrayOutputStream kept = memory;
        if (kept != null && kept.size() + count <= MOST_IN_MEMORY) {
            kept.write(bytes, offset, count);
            return;
        }
        if (kept != null) {
            kept.writeTo(file);
            memory = null;
        }
        file.write(bytes, offset, count);
    }

    /**
     * Writes what is not written yet.
     *
     * @return the message, if it was small enough to be kept
     */
    Optional<Content> finish() throws IOException {
        ByteArrayOutputStream kept = memory;
        if (kept == null) {
            return Optional.empty();
        }
        kept.writeTo(file);
        return Optional.of(Content.bytes(kept.toByteArray()));
    }
}
