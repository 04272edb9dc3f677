package io.mailroom.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a {@link SocketWire}. Everything runs on the caller's thread, and every wait ends with the caller's
 * deadline, so a server that sends a record byte by byte gains nothing.
 */
final class TlsLayer {
    private static final int RECORDS_READ_AT_ONCE = 4;
    private static final int FIRST_RECORD_TYPE = 20;
    private static final int LAST_RECORD_TYPE = 24;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketWire socket;
    private final SSLEngine engine;

    /** From the network; ready for reading from. */
    private final ByteBuffer arrived;

    /** To the network; cleared before each use. */
    private final ByteBuffer leaving;

    /** Decrypted and not yet asked for; ready for reading from. */
    private ByteBuffer decrypted;

    private boolean established;

    TlsLayer(SocketWire socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        SSLSession session = engine.getSession();
        this.arrived = ByteBuffer.allocate(session.getPacketBufferSize() * RECORDS_READ_AT_ONCE)
                .flip();
        this.leaving = ByteBuffer.allocate(session.getPacketBufferSize() * 2);
        this.decrypted = ByteBuffer.allocate(session.getApplicationBufferSize()).flip();
    }

    /** Handshakes and checks the name. @return protocol and suite */
    String handshake(TlsSetup setup, Endpoint endpoint, long deadline) throws IOException {
        try {
            engine.beginHandshake();
            shakeHands(deadline);
            SSLSession session = engine.getSession();
            if (setup.checksHostName()) {
                // The context's trust manager may have checked this too, or may be one that accepts everything.
                HostNames.check(endpoint.host(), leafOf(session));
            }
            established = true;
            return session.getProtocol() + ", " + session.getCipherSuite();
        } catch (InterruptedIOException | ClosedChannelException stopped) {
            if (stopped instanceof java.net.SocketTimeoutException) {
                throw TlsException.explain(stopped);
            }
            throw stopped;
        } catch (IOException | UntrustedPeerException failed) {
            throw TlsException.explain(failed);
        }
    }

    int read(byte[] into, int offset, int length, long deadline) throws IOException {
        if (decrypted.hasRemaining()) {
            int count = Math.min(length, decrypted.remaining());
            decrypted.get(into, offset, count);
            return count;
        }
        ByteBuffer target = ByteBuffer.wrap(into, offset, length);
        while (true) {
            // Straight into the caller's array while whole records fit there, else through our own buffer.
            boolean direct = target.remaining() >= engine.getSession().getApplicationBufferSize();
            if (!direct && target.position() > offset) {
                return target.position() - offset;
            }
            Status status = direct ? unwrap(target) : unwrapAside();
            if (!direct && decrypted.hasRemaining()) {
                return read(into, offset, length, deadline);
            }
            int count = target.position() - offset;
            if (status == Status.CLOSED) {
                return count > 0 ? count : -1;
            }
            if (status == Status.BUFFER_UNDERFLOW) {
                if (count > 0) {
                    return count;
                }
                if (receiveMore(deadline) < 0) {
                    return -1; // cut without close_notify; whoever waits for more knows that it is missing
                }
            } else {
                afterHandshake(deadline);
            }
        }
    }

    void write(ByteBuffer bytes, long deadline) throws IOException {
        while (bytes.hasRemaining()) {
            wrap(bytes, deadline);
        }
    }

    /** Sends close_notify if that needs no waiting. */
    void sayGoodbye() {
        try {
            engine.closeOutbound();
            leaving.clear();
            engine.wrap(NOTHING.duplicate(), leaving);
            socket.sendNow(leaving.flip());
        } catch (IOException ignored) {
            // the connection ends anyway, and nobody relies on the farewell
        }
    }

    private void shakeHands(long deadline) throws IOException {
        while (true) {
            HandshakeStatus next = engine.getHandshakeStatus();
            switch (next) {
                case NEED_WRAP -> wrap(NOTHING.duplicate(), deadline);
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> takeHandshakeRecord(deadline);
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void takeHandshakeRecord(long deadline) throws IOException {
        Status status = unwrapAside();
        if (status == Status.CLOSED) {
            throw new EOFException("closed during the handshake");
        }
        if (status == Status.BUFFER_UNDERFLOW && receiveMore(deadline) < 0) {
            throw new EOFException("closed during the handshake");
        }
    }

    /** Tickets and key updates come at any time in TLS 1.3; a new handshake in TLS 1.2 is refused. */
    private void afterHandshake(long deadline) throws IOException {
        HandshakeStatus next = engine.getHandshakeStatus();
        if (next == HandshakeStatus.NOT_HANDSHAKING || next == HandshakeStatus.FINISHED) {
            return;
        }
        if (established && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("the server asked for a new TLS handshake");
        }
        shakeHands(deadline);
    }

    private Status unwrap(ByteBuffer target) throws IOException {
        if (!arrived.hasRemaining()) {
            return Status.BUFFER_UNDERFLOW;
        }
        refusePlainText();
        return engine.unwrap(arrived, target).getStatus();
    }

    private Status unwrapAside() throws IOException {
        while (true) {
            decrypted.clear();
            Status status;
            try {
                status = unwrap(decrypted);
            } finally {
                decrypted.flip();
            }
            if (status != Status.BUFFER_OVERFLOW) {
                return status;
            }
            int needed = engine.getSession().getApplicationBufferSize();
            if (needed <= decrypted.capacity()) {
                throw new SSLException("a TLS record is larger than its session allows");
            }
            decrypted = ByteBuffer.allocate(needed).flip();
        }
    }

    private void refusePlainText() throws TlsException {
        byte type = arrived.get(arrived.position());
        if (!established && (type < FIRST_RECORD_TYPE || type > LAST_RECORD_TYPE)) {
            byte[] words = new byte[Math.min(arrived.remaining(), 80)];
            arrived.duplicate().get(words);
            throw TlsException.plainText(
                    Printable.shortLine(new String(words, StandardCharsets.ISO_8859_1).strip()), null);
        }
    }

    private int receiveMore(long deadline) throws IOException {
        arrived.compact();
        try {
            return socket.receive(arrived, deadline);
        } finally {
            arrived.flip();
        }
    }

    private void wrap(ByteBuffer bytes, long deadline) throws IOException {
        leaving.clear();
        SSLEngineResult result = engine.wrap(bytes, leaving);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a TLS record is larger than its session allows");
        }
        socket.send(leaving.flip(), deadline);
        if (result.getStatus() == Status.CLOSED) {
            throw new EOFException("the TLS connection is closed");
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static X509Certificate leafOf(SSLSession session) throws IOException {
        Certificate first = session.getPeerCertificates()[0];
        if (first instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new SSLException("the server's certificate is not an X.509 certificate");
    }
}
