package io.mailroom.benchmarks.receive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket with two buffers, and no more: what is sent leaves when an answer is waited for. */
final class FloorLine implements AutoCloseable {
    private static final int END_OF_TEXT = 3; // the dot and its line end

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] incoming = new byte[128 * 1024];
    private final byte[] outgoing = new byte[64 * 1024];
    private int at;
    private int end;
    private int queued;

    FloorLine(int port) throws IOException {
        socket = new Socket(Account.HOST, port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    void send(String command) throws IOException {
        byte[] bytes = (command + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        if (queued + bytes.length > outgoing.length) {
            flush();
        }
        System.arraycopy(bytes, 0, outgoing, queued, bytes.length);
        queued += bytes.length;
    }

    private void flush() throws IOException {
        out.write(outgoing, 0, queued);
        queued = 0;
    }

    private void fill() throws IOException {
        flush();
        at = 0;
        end = in.read(incoming);
        if (end <= 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (at == end) {
                fill();
            }
            char next = (char) (incoming[at++] & 0xFF);
            if (next == '\n') {
                line.setLength(line.length() - 1); // the CR
                return line.toString();
            }
            line.append(next);
        }
    }

    /** So many bytes as they are. */
    void literal(OutputStream to, long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (at == end) {
                fill();
            }
            int some = (int) Math.min(left, end - at);
            to.write(incoming, at, some);
            at += some;
            left -= some;
        }
    }

    /** Up to the line with the dot. The messages have no other line that begins with one, so nothing is unstuffed. */
    void text(OutputStream to) throws IOException {
        boolean atLineStart = true;
        while (true) {
            if (at == end) {
                fill();
            }
            if (atLineStart && incoming[at] == '.') {
                skip(END_OF_TEXT);
                return;
            }
            int stop = at + 1;
            while (stop < end && !(incoming[stop] == '.' && incoming[stop - 1] == '\n')) {
                stop++;
            }
            to.write(incoming, at, stop - at);
            atLineStart = incoming[stop - 1] == '\n';
            at = stop;
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (at == end) {
                fill();
            }
            at++;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
