package io.mailroom.benchmarks.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A line to a local port that delays every byte by half a round trip in each direction, and a new connection likewise. */
public final class DelayLine implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;
    private static final int MOST_UNDER_WAY = 4_096;

    private final ServerSocket listening;
    private final int target;
    private final long oneWayNanos;

    private record Block(byte[] bytes, int length, long dueAt) {}

    /** Starts to carry. */
    public DelayLine(int target, int roundTripMillis) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.oneWayNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis) / 2;
        start("accept", this::accept);
    }

    /** Where to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket client = listening.accept();
            start("connect", () -> {
                TimeUnit.NANOSECONDS.sleep(3 * oneWayNanos); // SYN, SYN-ACK, ACK
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                carry(client, server);
                carry(server, client);
            });
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Block> underWay = new ArrayBlockingQueue<>(MOST_UNDER_WAY);
        start("read", () -> {
            InputStream in = from.getInputStream();
            int length = 0;
            while (length >= 0) {
                byte[] bytes = new byte[BLOCK];
                length = in.read(bytes);
                underWay.put(new Block(bytes, length, System.nanoTime() + oneWayNanos));
            }
        });
        start("write", () -> {
            OutputStream out = to.getOutputStream();
            for (Block block = underWay.take(); block.length() >= 0; block = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(block.dueAt() - System.nanoTime());
                out.write(block.bytes(), 0, block.length());
            }
            to.shutdownOutput();
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException over) {
                        Thread.currentThread().interrupt(); // one side has gone; so does its thread
                    }
                },
                "line-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
