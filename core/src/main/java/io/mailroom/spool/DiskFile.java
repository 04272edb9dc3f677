package io.mailroom.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A file open for writing at its end. For one thread at a time, except that one may force while another writes: what was
 * written before the force began is durable when it ends. Closing twice does nothing.
 */
public interface DiskFile extends Closeable {
    /** The file's name when it was opened. */
    Path path();

    /** Writes all the bytes given, or throws. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Makes content and length durable, not the name. After a failure the file must be given up: the system may have
     * dropped the pages, and a second call would report a success that is none.
     */
    void force() throws IOException;

    /** Length in bytes, including what was there when the file was opened. */
    long size() throws IOException;

    /** The same file as a stream without a buffer; closing it closes the file. */
    default OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                DiskFile.this.write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                DiskFile.this.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                DiskFile.this.close();
            }
        };
    }
}
