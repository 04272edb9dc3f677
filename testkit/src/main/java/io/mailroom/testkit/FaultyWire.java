package io.mailroom.testkit;

import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Connections that break on request. Operations (connect, read, write, upgrade, close) are counted from 1 over all
 * connections, and so are the bytes of each direction; a plan says what happens at which of them.
 *
 * <pre>
 * FaultyWire faulty = FaultyWire.around(double.connector()).inSegmentsOf(1).cutAfterReading(117);
 * </pre>
 *
 * Not thread-safe: for one session at a time.
 */
public final class FaultyWire implements Connector {
    private static final long NEVER = Long.MAX_VALUE;

    private enum Break {
        CUT,
        RESET,
        STALL
    }

    private final Connector connector;
    private int operations;
    private long bytesRead;
    private long bytesWritten;
    private long breakReadingAt = NEVER;
    private long breakWritingAt = NEVER;
    private Break how = Break.CUT;
    private int segment = Integer.MAX_VALUE;
    private long failingOperation = NEVER;
    private long failingFrom = NEVER;
    private IntConsumer beforeEach = operation -> {};
    private IntConsumer afterEach = operation -> {};

    private FaultyWire(Connector connector) {
        this.connector = Objects.requireNonNull(connector, "connector");
    }

    /** Breaks nothing yet. */
    public static FaultyWire around(Connector connector) {
        return new FaultyWire(connector);
    }

    /** Each read yields at most this many bytes. */
    public FaultyWire inSegmentsOf(int bytes) {
        segment = bytes;
        return this;
    }

    /** The server's side seems closed after this many bytes from it. */
    public FaultyWire cutAfterReading(long bytes) {
        return breaksReading(bytes, Break.CUT);
    }

    /** The connection is reset after this many bytes from the server. */
    public FaultyWire resetAfterReading(long bytes) {
        return breaksReading(bytes, Break.RESET);
    }

    /** Nothing more comes after this many bytes from the server. */
    public FaultyWire stallAfterReading(long bytes) {
        return breaksReading(bytes, Break.STALL);
    }

    /** The connection is reset when this many bytes have gone to the server; the bytes up to there arrive. */
    public FaultyWire resetAfterWriting(long bytes) {
        breakWritingAt = bytes;
        return this;
    }

    /** The n-th operation fails with an {@link IOException} instead of taking place. */
    public FaultyWire failAt(int operation) {
        failingOperation = operation;
        return this;
    }

    /** The n-th operation and all that follow fail instead of taking place. */
    public FaultyWire failFrom(int operation) {
        failingFrom = operation;
        return this;
    }

    /** Runs before each operation with its number; a test may halt the process here. */
    public FaultyWire before(IntConsumer action) {
        beforeEach = action;
        return this;
    }

    /** Runs after each operation with its number. */
    public FaultyWire after(IntConsumer action) {
        afterEach = action;
        return this;
    }

    /** Takes all faults back; the counts go on. */
    public FaultyWire healed() {
        breakReadingAt = NEVER;
        breakWritingAt = NEVER;
        failingOperation = NEVER;
        failingFrom = NEVER;
        segment = Integer.MAX_VALUE;
        return this;
    }

    /** Operations so far. */
    public int operations() {
        return operations;
    }

    /** Bytes from servers so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Bytes to servers so far. */
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public Wire connect(Endpoint endpoint, Duration timeout) throws IOException {
        int number = begin("connect");
        Wire wire = new BreakingWire(connector.connect(endpoint, timeout));
        afterEach.accept(number);
        return wire;
    }

    private FaultyWire breaksReading(long bytes, Break kind) {
        breakReadingAt = bytes;
        how = kind;
        return this;
    }

    private int begin(String operation) throws IOException {
        int number = ++operations;
        beforeEach.accept(number);
        if (number == failingOperation || number >= failingFrom) {
            throw new IOException("fault injected at operation " + number + " (" + operation + ")");
        }
        return number;
    }

    private final class BreakingWire implements Wire {
        private final Wire wire;
        private boolean broken;

        BreakingWire(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
            int number = begin("read");
            if (broken || bytesRead >= breakReadingAt) {
                return broken();
            }
            int most = (int) Math.min(Math.min(length, segment), breakReadingAt - bytesRead);
            int count = wire.read(into, offset, most, timeout);
            bytesRead += Math.max(0, count);
            afterEach.accept(number);
            return count;
        }

        @Override
        public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
            int number = begin("write");
            if (broken) {
                throw new SocketException("Broken pipe");
            }
            int most = (int) Math.min(length, breakWritingAt - bytesWritten);
            if (most > 0) {
                wire.write(from, offset, most, timeout);
                bytesWritten += most;
            }
            if (most < length) {
                broken = true;
                how = Break.RESET;
                wire.close();
                throw new SocketException("Connection reset");
            }
            afterEach.accept(number);
        }

        @Override
        public String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) throws IOException {
            int number = begin("upgrade");
            String session = wire.upgrade(tls, endpoint, timeout);
            afterEach.accept(number);
            return session;
        }

        @Override
        public String remoteAddress() {
            return wire.remoteAddress();
        }

        @Override
        public void close() {
            wire.close();
        }

        private int broken() throws IOException {
            broken = true;
            if (how == Break.STALL) {
                throw new SocketTimeoutException("timed out");
            }
            wire.close();
            if (how == Break.RESET) {
                throw new SocketException("Connection reset");
            }
            return -1;
        }
    }
}
