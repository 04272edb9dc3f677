package io.mailroom.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection that says what it was told to, in pieces of a given size, on a clock of its own. */
final class ScriptedWire implements Wire {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private byte[] says = new byte[0];
    private int at;
    private int pieceBytes = Integer.MAX_VALUE;
    private Duration pause = Duration.ZERO;
    private boolean endless;
    private boolean hangsUp;
    private long now;
    private boolean closed;

    ScriptedWire says(String text) {
        says = text.getBytes(StandardCharsets.ISO_8859_1);
        at = 0;
        return this;
    }

    ScriptedWire inPiecesOf(int bytes) {
        pieceBytes = bytes;
        return this;
    }

    /** Before each piece this much time passes. */
    ScriptedWire pausing(Duration before) {
        pause = before;
        return this;
    }

    ScriptedWire forEver() {
        endless = true;
        return this;
    }

    ScriptedWire thenHangsUp() {
        hangsUp = true;
        return this;
    }

    long nanoTime() {
        return now;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
        if (at == says.length && endless) {
            at = 0;
        }
        if (at == says.length && hangsUp) {
            return -1;
        }
        if (at == says.length || pause.compareTo(timeout) > 0) {
            now += timeout.toNanos();
            throw new SocketTimeoutException("timed out");
        }
        now += pause.toNanos();
        int count = Math.min(Math.min(length, pieceBytes), says.length - at);
        System.arraycopy(says, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) {
        sent.write(from, offset, length);
    }

    @Override
    public String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) {
        return "TLSv1.3, TLS_AES_256_GCM_SHA384";
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.7";
    }

    @Override
    public void close() {
        closed = true;
    }
}
