package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback port that leads to another server, until somebody cuts the lines. Usable from any thread. */
public final class Relay implements AutoCloseable {
    private static final int BLOCK = 16 * 1024;

    private final ServerSocket listener;
    private final Endpoint target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private Relay(ServerSocket listener, Endpoint target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens. */
    public static Relay to(Endpoint target) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Relay relay = new Relay(listener, Objects.requireNonNull(target, "target"));
        daemon("mailroom-testkit-relay", relay::acceptAll);
        return relay;
    }

    /** Where to connect to, as {@code localhost}. */
    public Endpoint endpoint() {
        return new Endpoint("localhost", listener.getLocalPort());
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections that are open now; new ones are taken. */
    public void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(target.host(), target.port());
                open.add(client);
                open.add(server);
                connections.incrementAndGet();
                daemon("mailroom-testkit-relay-up", () -> carry(client, server));
                daemon("mailroom-testkit-relay-down", () -> carry(server, client));
            } catch (IOException closed) {
                return; // by close(), or there is no server to lead to
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] block = new byte[BLOCK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                to.getOutputStream().write(block, 0, length);
            }
        } catch (IOException cut) {
            return; // what one side loses, the other loses too
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
