package io.mailroom.smtp.compose;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes every line end CRLF, whatever came, and takes note of what a server has to be asked for. A bare CR or a bare
 * LF ends a line here, so that no server reads one where another reads none. Not thread-safe.
 */
final class LineEnds extends OutputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private long written;
    private int line;
    private int longestLine;
    private boolean eightBit;
    private boolean holdsNul;
    private boolean afterCr;

    LineEnds(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        byte[] one = {(byte) b};
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            byte b = bytes[at];
            if (b == '\n' || b == '\r') {
                if (!(b == '\n' && afterCr)) {
                    endLine();
                }
                afterCr = b == '\r';
                at++;
            } else {
                afterCr = false;
                at += plainRun(bytes, at, end);
            }
        }
    }

    private int plainRun(byte[] bytes, int from, int end) throws IOException {
        int at = from;
        int all = 0;
        boolean nul = false;
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            all |= bytes[at];
            nul |= bytes[at] == 0;
            at++;
        }
        eightBit |= all < 0;
        holdsNul |= nul;
        line += at - from;
        put(bytes, from, at - from);
        return at - from;
    }

    private void endLine() throws IOException {
        if (filled + 2 > buffer.length) {
            drain();
        }
        buffer[filled++] = '\r';
        buffer[filled++] = '\n';
        longestLine = Math.max(longestLine, line);
        line = 0;
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - filled) {
            drain();
        }
        if (length > buffer.length) {
            out.write(bytes, offset, length);
            written += length;
        } else {
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
        }
    }

    private void drain() throws IOException {
        out.write(buffer, 0, filled);
        written += filled;
        filled = 0;
    }

    /** Ends the last line if need be and passes everything on. */
    void finish() throws IOException {
        if (line > 0) {
            endLine();
        }
        drain();
        out.flush();
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    /** Bytes so far, with the line ends as they are sent. */
    long sizeBytes() {
        return written + filled;
    }

    /** Octets of the longest line, without its end. */
    int longestLine() {
        return Math.max(longestLine, line);
    }

    boolean holdsEightBit() {
        return eightBit;
    }

    boolean holdsNul() {
        return holdsNul;
    }
}
