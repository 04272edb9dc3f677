package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Lets {@link LineServer}s be reached over real sockets on a free loopback port, with real TLS when they ask for it. */
public final class SocketHost implements AutoCloseable {
    private final ServerSocket listener;
    private final Supplier<LineServer> servers;
    private final @Nullable SSLContext tls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private SocketHost(ServerSocket listener, Supplier<LineServer> servers, @Nullable SSLContext tls) {
        this.listener = listener;
        this.servers = servers;
        this.tls = tls;
    }

    /** Listens, without TLS. */
    public static SocketHost of(Supplier<LineServer> servers) throws IOException {
        return start(servers, null);
    }

    /** Listens, and shows this certificate when a server wants TLS. */
    public static SocketHost of(Supplier<LineServer> servers, TestIdentity identity) throws IOException {
        return start(servers, identity.serverContext());
    }

    private static SocketHost start(Supplier<LineServer> servers, @Nullable SSLContext tls) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        SocketHost host = new SocketHost(listener, Objects.requireNonNull(servers, "servers"), tls);
        daemon("mailroom-testkit-accept", host::acceptAll);
        return host;
    }

    /** Where to connect to, as {@code localhost}. */
    public Endpoint endpoint() {
        return new Endpoint("localhost", listener.getLocalPort());
    }

    /** The port alone. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon("mailroom-testkit-connection", () -> serve(socket));
            } catch (IOException closed) {
                return; // by close(), which is the only way to end this loop
            }
        }
    }

    private void serve(Socket plain) {
        LineServer server = servers.get();
        try (plain) {
            plain.setTcpNoDelay(true);
            converse(server, plain);
        } catch (IOException gone) {
            // the client went away, which the server learns below
        } finally {
            open.remove(plain);
            server.disconnected();
        }
    }

    private void converse(LineServer server, Socket plain) throws IOException {
        Socket socket = server.wantsTls() ? secure(server, plain) : plain;
        socket.getOutputStream().write(server.connected());
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
        while (!server.hangsUp()) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            if (next != '\n') {
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            line.reset();
            answers.writeBytes(server.lineArrived(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
            if (in.available() == 0 || server.wantsTls() || server.hangsUp()) {
                socket.getOutputStream().write(answers.toByteArray());
                answers.reset();
            }
            if (server.wantsTls()) {
                socket = secure(server, plain);
                in = new java.io.BufferedInputStream(socket.getInputStream());
            }
        }
        socket.close();
    }

    private Socket secure(LineServer server, Socket plain) throws IOException {
        if (tls == null) {
            throw new SocketException("This host has no certificate.");
        }
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        server.tlsStarted();
        return socket;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
