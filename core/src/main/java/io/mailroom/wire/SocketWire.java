package io.mailroom.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection. The channel never blocks; all waiting is a {@code select} with the time that is left, which ends
 * at once on an interrupt or a {@link #close()} and which no trickle of bytes can prolong.
 */
final class SocketWire implements Wire {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ReentrantLock inUse = new ReentrantLock();
    private volatile boolean closed;
    private @Nullable TlsLayer tls;

    private SocketWire(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        this.key = channel.register(selector, 0);
    }

    static SocketWire open(InetSocketAddress address, Duration timeout) throws IOException {
        long deadline = deadlineAfter(timeout);
        SocketChannel channel = SocketChannel.open();
        Selector selector = null;
        try {
            selector = Selector.open();
            SocketWire wire = new SocketWire(channel, selector);
            if (!channel.connect(address)) {
                wire.await(SelectionKey.OP_CONNECT, deadline);
                while (!channel.finishConnect()) {
                    wire.await(SelectionKey.OP_CONNECT, deadline);
                }
            }
            return wire;
        } catch (IOException | RuntimeException failed) {
            closeQuietly(channel, selector);
            throw failed;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
        inUse.lock();
        try {
            long deadline = deadlineAfter(timeout);
            return tls == null
                    ? receive(ByteBuffer.wrap(into, offset, length), deadline)
                    : tls.read(into, offset, length, deadline);
        } finally {
            inUse.unlock();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
        inUse.lock();
        try {
            long deadline = deadlineAfter(timeout);
            ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
            if (tls == null) {
                send(bytes, deadline);
            } else {
                tls.write(bytes, deadline);
            }
        } finally {
            inUse.unlock();
        }
    }

    @Override
    public String upgrade(TlsSetup setup, Endpoint endpoint, Duration timeout) throws IOException {
        inUse.lock();
        try {
            TlsLayer layer = new TlsLayer(this, setup.engineFor(endpoint));
            String session = layer.handshake(setup, endpoint, deadlineAfter(timeout));
            tls = layer;
            return session;
        } finally {
            inUse.unlock();
        }
    }

    @Override
    public String remoteAddress() {
        return channel.socket().getInetAddress().getHostAddress();
    }

    @Override
    public void close() {
        if (inUse.tryLock()) { // else its thread is waiting, and is told by the selector
            try {
                if (!closed && tls != null) {
                    tls.sayGoodbye();
                }
            } finally {
                inUse.unlock();
            }
        }
        closed = true;
        closeQuietly(channel, selector);
    }

    /** Reads at least one byte into {@code into}, or returns -1 at the end of the stream. */
    int receive(ByteBuffer into, long deadline) throws IOException {
        while (true) {
            stopIfInterrupted();
            int count = channel.read(into);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ, deadline);
        }
    }

    /** Writes all of {@code bytes}. */
    void send(ByteBuffer bytes, long deadline) throws IOException {
        while (bytes.hasRemaining()) {
            stopIfInterrupted();
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    /** Writes what goes without waiting. */
    void sendNow(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    private void await(int operation, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("timed out");
        }
        try {
            key.interestOps(operation);
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException gone) {
            throw closedMeanwhile(gone);
        }
        if (closed) {
            throw new AsynchronousCloseException();
        }
        stopIfInterrupted();
    }

    private static void stopIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) { // the flag stays: whoever owns the thread wants to see it
            throw new InterruptedIOException("interrupted");
        }
    }

    private static IOException closedMeanwhile(RuntimeException cause) {
        AsynchronousCloseException closed = new AsynchronousCloseException();
        closed.initCause(cause);
        return closed;
    }

    private static long deadlineAfter(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    private static void closeQuietly(SocketChannel channel, @Nullable Selector selector) {
        try (selector;
                channel) {
            // the channel first, then the selector, which lets go of the descriptor and wakes whoever waits
        } catch (IOException ignored) {
            // nothing was promised to anybody after a close
        }
    }
}
