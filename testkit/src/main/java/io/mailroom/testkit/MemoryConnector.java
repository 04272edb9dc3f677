package io.mailroom.testkit;

import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsException;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Connections to a {@link LineServer} without a network and without threads: the server answers while it is written
 * to. When it has nothing to say, a read times out at once. TLS is a flag; what was sent without it is kept, so that
 * a test can look for secrets in it.
 */
public final class MemoryConnector implements Connector {
    private final Supplier<LineServer> servers;
    private final String remoteAddress;
    private final ByteArrayOutputStream sentInClear = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sentEncrypted = new ByteArrayOutputStream();
    private int connections;
    private boolean refuses;

    /** Connections to what looks like this machine. */
    public MemoryConnector(Supplier<LineServer> servers) {
        this(servers, "127.0.0.1");
    }

    /**
     * @param servers asked for a fresh server at each connection
     * @param remoteAddress where the server seems to be, such as {@code 192.0.2.7}
     */
    public MemoryConnector(Supplier<LineServer> servers, String remoteAddress) {
        this.servers = Objects.requireNonNull(servers, "servers");
        this.remoteAddress = Objects.requireNonNull(remoteAddress, "remoteAddress");
    }

    /** From now on nobody can connect, or can again. */
    public void refusesConnections(boolean refuse) {
        refuses = refuse;
    }

    /** How often a connection was made. */
    public int connections() {
        return connections;
    }

    /** Every byte that clients sent without TLS, over all connections, each byte a character. */
    public String sentInClear() {
        return sentInClear.toString(StandardCharsets.ISO_8859_1);
    }

    /** Every byte that clients sent under TLS, before encryption. */
    public String sentEncrypted() {
        return sentEncrypted.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public Wire connect(Endpoint endpoint, Duration timeout) throws IOException {
        if (refuses) {
            throw new ConnectException("refused by " + remoteAddress);
        }
        connections++;
        return new MemoryWire(servers.get());
    }

    private final class MemoryWire implements Wire {
        private final LineServer server;
        private final Pending toClient = new Pending();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean encrypted;
        private boolean closed;
        private boolean gone;

        MemoryWire(LineServer server) {
            this.server = server;
            toClient.add(server.connected());
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
            stopIfClosed();
            if (Thread.currentThread().isInterrupted()) {
                throw new java.io.InterruptedIOException("interrupted");
            }
            int count = toClient.take(into, offset, length);
            if (count == 0 && !server.hangsUp()) {
                toClient.add(server.pending());
                count = toClient.take(into, offset, length);
            }
            if (count > 0) {
                return count;
            }
            if (server.hangsUp()) {
                disconnect();
                return -1;
            }
            throw new SocketTimeoutException("timed out");
        }

        @Override
        public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
            stopIfClosed();
            if (server.hangsUp() || gone) {
                disconnect();
                throw new SocketException("Broken pipe");
            }
            (encrypted ? sentEncrypted : sentInClear).write(from, offset, length);
            for (int i = offset; i < offset + length; i++) {
                if (from[i] == '\n') {
                    String text = line.toString(StandardCharsets.ISO_8859_1);
                    line.reset();
                    if (!server.hangsUp()) {
                        toClient.add(
                                server.lineArrived(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
                    }
                } else {
                    line.write(from[i]);
                }
            }
        }

        @Override
        public String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) throws IOException {
            stopIfClosed();
            if (!server.wantsTls()) {
                throw new TlsException("the server speaks plain text here, not TLS", "", null);
            }
            encrypted = true;
            server.tlsStarted();
            return "TLSv1.3, memory";
        }

        @Override
        public String remoteAddress() {
            return remoteAddress;
        }

        @Override
        public void close() {
            closed = true;
            disconnect();
        }

        private void disconnect() {
            if (!gone) {
                gone = true;
                server.disconnected();
            }
        }

        private void stopIfClosed() throws IOException {
            if (closed) {
                throw new java.nio.channels.ClosedChannelException();
            }
        }
    }

    /** Bytes waiting to be read; adding and taking copy each byte once. */
    private static final class Pending {
        private byte[] bytes = new byte[0];
        private int from;

        void add(byte[] more) {
            if (from == bytes.length) {
                bytes = more;
            } else {
                byte[] joined = new byte[bytes.length - from + more.length];
                System.arraycopy(bytes, from, joined, 0, bytes.length - from);
                System.arraycopy(more, 0, joined, bytes.length - from, more.length);
                bytes = joined;
            }
            from = 0;
        }

        int take(byte[] into, int offset, int length) {
            int count = Math.min(length, bytes.length - from);
            System.arraycopy(bytes, from, into, offset, count);
            from += count;
            return count;
        }
    }
}
