package io.mailroom.spool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A file being written under its name and {@code .part}. It gets its name by {@link Spool#commit}, or goes by
 * {@link #discard}. For one thread at a time.
 */
public final class Draft extends OutputStream {
    /** What follows the name while a file is not whole. */
    public static final String PART = ".part";

    private static final int BUFFER_BYTES = 16 * 1024;

    private final Disk disk;
    private final String label;
    private final Path target;
    private final DiskFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long sizeBytes;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        FORCED,
        NAMED,
        GONE
    }

    Draft(Disk disk, String label, Path target, DiskFile file) {
        this.disk = disk;
        this.label = label;
        this.target = target;
        this.file = file;
    }

    /** The name it will have. */
    public Path target() {
        return target;
    }

    /** The name it has until it is committed. */
    public Path part() {
        return file.path();
    }

    /** Bytes written so far. */
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void write(int value) throws IOException {
        if (buffered == buffer.length) {
            flush();
        }
        buffer[buffered++] = (byte) value;
        sizeBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - buffered) {
            flush();
        }
        if (length >= buffer.length) {
            file.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
        sizeBytes += length;
    }

    @Override
    public void flush() throws IOException {
        if (buffered > 0) {
            int length = buffered;
            buffered = 0;
            file.write(buffer, 0, length);
        }
    }

    /** Hands the last bytes to the system and lets go of the file, which keeps its {@code .part} name. */
    @Override
    public void close() throws IOException {
        if (state == State.OPEN) {
            flush();
        }
    }

    /** True until its bytes are durable. */
    boolean isOpen() {
        if (state == State.NAMED || state == State.GONE) {
            throw new IllegalStateException("Draft of " + target + " is " + state);
        }
        return state == State.OPEN;
    }

    /** First half of the commit, first step: all bytes are with the system, which has not yet made them durable. */
    DiskFile unforced() throws IOException {
        flush();
        return file;
    }

    /** Second step: the bytes are durable; the file is closed, its name is still the draft's. */
    void forced() throws IOException {
        file.close();
        state = State.FORCED;
    }

    /** Second half: the name, not yet durable. */
    void name() throws IOException {
        if (state != State.FORCED) {
            throw new IllegalStateException("Draft of " + target + " is " + state);
        }
        disk.rename(file.path(), target, label);
        state = State.NAMED;
    }

    /** Removes the file, under whichever name it has now. Discarding twice does nothing. */
    public void discard() throws IOException {
        if (state == State.GONE) {
            return;
        }
        Path at = state == State.NAMED ? target : file.path();
        state = State.GONE;
        try (file) {
            buffered = 0;
        } finally {
            disk.delete(at, label);
        }
    }
}
