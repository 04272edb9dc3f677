package io.mailroom.wire;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines and dot-terminated blocks over a {@link Wire}, each step with its time-out, each command with its deadline,
 * each line and block with its limit. Whatever goes wrong on the way becomes a {@link ConnectionLostException} that
 * names the profile, the server and the step.
 *
 * <p>For one thread; {@link #close()} may come from any other. Nothing here understands a protocol.
 */
public final class LineChannel implements AutoCloseable {
    private static final int IN_BYTES = 64 * 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String TRY_AGAIN = "It is tried again later.";

    private final Wire wire;
    private final String profile;
    private final Endpoint endpoint;
    private final WireLimits limits;
    private final Transcript transcript;
    private final LongSupplier nanoTime;
    private final long sessionEnd;

    private final byte[] in = new byte[IN_BYTES];
    private int position;
    private int limit;
    private final OutgoingLines out = new OutgoingLines();

    private String awaited = "the greeting";
    private long deadline;
    private Duration longestWait;
    private Duration longestStep;
    private boolean encrypted;
    private volatile boolean closed;

    /**
     * @param wire a connection that this channel now owns
     * @param profile named in errors
     * @param endpoint named in errors; the name that certificates are checked against
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public LineChannel(
            Wire wire,
            String profile,
            Endpoint endpoint,
            WireLimits limits,
            Transcript transcript,
            LongSupplier nanoTime) {
        this.wire = Objects.requireNonNull(wire, "wire");
        this.profile = Objects.requireNonNull(profile, "profile");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.transcript = Objects.requireNonNull(transcript, "transcript");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.sessionEnd = nanoTime.getAsLong() + limits.session().toNanos();
        this.deadline = sessionEnd;
        this.longestWait = limits.step();
        this.longestStep = limits.command();
        begin(awaited, longestWait, longestStep);
    }

    /**
     * Connects.
     *
     * @param advice what to do when that fails, one or two sentences that name the parameters
     * @throws ConnectionLostException when no address of the server answers
     */
    public static LineChannel connect(
            Connector connector,
            String profile,
            Endpoint endpoint,
            WireLimits limits,
            Transcript transcript,
            String advice) {
        try {
            Wire wire = connector.connect(endpoint, limits.step());
            transcript.note("connected to " + endpoint + " (" + wire.remoteAddress() + ")");
            return new LineChannel(wire, profile, endpoint, limits, transcript, System::nanoTime);
        } catch (IOException failed) {
            transcript.note("cannot connect to " + endpoint + ": " + failed.getMessage());
            throw new ConnectionLostException(
                    ErrorKind.NETWORK,
                    profile,
                    endpoint.toString(),
                    "cannot connect: " + transcript.safe(String.valueOf(failed.getMessage())),
                    advice,
                    failed);
        }
    }

    /**
     * Begins a step: its name goes into errors, and its deadline starts. With several commands under way, each begins
     * when its answer is waited for.
     *
     * @param name such as {@code RETR}; never with a secret
     */
    public void begin(String name) {
        begin("the answer to " + name, limits.step(), limits.command());
    }

    /**
     * Begins a step that may take another time than the rest.
     *
     * @param waitFor what is waited for, for errors; never with a secret
     * @param within for the whole step, and for each wait in it
     */
    public void begin(String waitFor, Duration within) {
        begin(waitFor, within, within);
    }

    private void begin(String waitFor, Duration wait, Duration within) {
        awaited = waitFor;
        longestWait = wait;
        longestStep = within;
        deadline = Math.min(nanoTime.getAsLong() + within.toNanos(), sessionEnd);
    }

    /**
     * Sends a line with the next {@link #flush()}.
     *
     * @param line without line end
     * @throws IllegalArgumentException when it holds CR, LF or NUL, or is too long
     */
    public void send(String line) {
        put(line);
        transcript.client(line);
    }

    /**
     * Sends a line that holds a secret.
     *
     * @param shown what the transcript shows in its place
     */
    public void sendSecret(String line, String shown) {
        put(line);
        transcript.client(shown);
    }

    /**
     * Sends these bytes at once, behind what is waiting. The transcript does not see them.
     *
     * @throws ConnectionLostException when they could not be sent; some of them may have been
     */
    public void write(byte[] bytes, int offset, int length) {
        flush();
        stopIfClosed();
        try {
            wire.write(bytes, offset, length, timeLeft());
        } catch (IOException failed) {
            throw lost(failed);
        }
    }

    /** Sends what is waiting. The bytes are wiped behind it. */
    public void flush() {
        if (out.isEmpty()) {
            return;
        }
        stopIfClosed();
        try {
            out.writeTo(wire, timeLeft());
        } catch (IOException failed) {
            throw lost(failed);
        }
    }

    /**
     * Reads one line; CRLF alone ends it.
     *
     * @return the line without its end, each byte a character (ISO 8859-1)
     */
    public String readLine() {
        String line = readLineUnrecorded();
        transcript.server(line);
        return line;
    }

    /** As {@link #readLine()}, but not shown in the transcript: for long listings. */
    public String readLineUnrecorded() {
        flush();
        int scanned = position;
        while (true) {
            int end = indexOfCrLf(scanned);
            if (end >= 0 && end + 2 - position <= limits.lineBytes()) {
                String line = new String(in, position, end - position, StandardCharsets.ISO_8859_1);
                position = end + 2;
                return line;
            }
            if (end >= 0 || limit - position >= limits.lineBytes()) {
                throw fail(awaited + " has a line of more than " + limits.lineBytes() + " bytes");
            }
            int kept = limit - position;
            fill(deadline);
            scanned = position + Math.max(0, kept - 1);
        }
    }

    /**
     * Reads one line that may be longer than {@link WireLimits#lineBytes()}; CRLF alone ends it. The transcript does not
     * see it.
     *
     * @param to gets the line with its end, behind what it holds
     * @param mostBytes longest line, with its end
     */
    public void readLine(ByteArrayOutputStream to, int mostBytes) {
        flush();
        int length = 0;
        for (boolean ended = false; !ended; ) {
            if (position == limit || position == limit - 1 && in[position] == '\r') {
                fill(deadline);
            }
            int end = indexOfCrLf(position);
            ended = end >= 0;
            int stop = ended ? end + 2 : in[limit - 1] == '\r' ? limit - 1 : limit;
            length += stop - position;
            if (length > mostBytes) {
                throw fail(awaited + " has a line of more than " + mostBytes + " bytes");
            }
            to.write(in, position, stop - position);
            position = stop;
        }
    }

    /**
     * Reads so many bytes and writes them as they come. The memory it takes does not depend on their number. The step's
     * deadline moves by the time they need at {@link WireLimits#SLOWEST_BYTES_PER_SECOND}.
     *
     * @param count 0 or more
     * @param to gets large pieces; not closed
     * @throws IOException what {@code to} threw; the channel is then good for closing only
     */
    public void readBytes(long count, OutputStream to) throws IOException {
        flush();
        long begun = deadline;
        boolean whole = false;
        try {
            for (long read = 0; read < count; ) {
                if (position == limit) {
                    fill(later(begun, read));
                }
                int piece = (int) Math.min(count - read, limit - position);
                to.write(in, position, piece);
                position += piece;
                read += piece;
            }
            deadline = later(begun, count);
            transcript.serverBytes(count);
            whole = true;
        } finally {
            if (!whole) {
                close(); // in the middle of a literal nothing can be asked any more
            }
        }
    }

    /** A deadline, moved by the time that so many bytes may take. */
    private long later(long begun, long bytes) {
        return Math.min(begun + bytes / WireLimits.SLOWEST_BYTES_PER_SECOND * NANOS_PER_SECOND, sessionEnd);
    }

    /**
     * Reads a dot-terminated block, undoes its dot-stuffing and writes it as it came otherwise. The memory it takes
     * does not depend on the block's size.
     *
     * @param to gets large pieces; not closed
     * @param mostBytes most bytes of content
     * @return how many bytes were written
     * @throws BlockTooLongException when there is more; the channel is then good for closing only
     * @throws IOException what {@code to} threw; the channel is then good for closing only
     */
    public long readBlock(OutputStream to, long mostBytes) throws IOException {
        flush();
        DotBlock block = new DotBlock();
        boolean whole = false;
        try {
            long written = copyBlock(block, to, mostBytes);
            whole = true;
            transcript.serverBytes(written);
            return written;
        } finally {
            if (!whole) {
                close(); // in the middle of a block nothing can be asked any more
            }
        }
    }

    private long copyBlock(DotBlock block, OutputStream to, long mostBytes) throws IOException {
        long begun = deadline;
        long written = 0;
        while (true) {
            int start = position;
            int count = block.decode(in, start, limit);
            position += block.consumed();
            written += count;
            if (written > mostBytes) {
                transcript.note("message cut after " + mostBytes + " bytes");
                throw new BlockTooLongException(mostBytes);
            }
            if (count > 0) {
                to.write(in, start, count);
            }
            if (block.ended()) {
                return written;
            }
            fill(later(begun, written));
        }
    }

    /**
     * Goes on with TLS; from the first byte, or after the server agreed to STARTTLS.
     *
     * @throws ConnectionLostException of kind {@link ErrorKind#TLS} when the server sent anything in plain text behind
     *     its consent, or when no trusted connection comes about
     */
    public void startTls(TlsSetup tls) {
        flush();
        if (position < limit) {
            // Someone between us and the server may have added it, to be read as if it had come encrypted.
            String words = new String(in, position, limit - position, StandardCharsets.ISO_8859_1);
            transcript.server(words);
            throw refuse(new TlsException(
                    "plain text after the answer to STARTTLS",
                    "Somebody may be tampering with the connection; no password was sent.",
                    null));
        }
        awaited = "the TLS handshake";
        stopIfClosed();
        try {
            String session = wire.upgrade(tls, endpoint, timeLeft());
            encrypted = true;
            transcript.note("TLS: " + session);
        } catch (TlsException untrusted) {
            throw refuse(untrusted);
        } catch (IOException failed) {
            throw lost(failed);
        }
    }

    /** True once {@link #startTls} has succeeded. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** True when nobody can read along: the line is encrypted, or does not leave this machine. */
    public boolean isPrivate() {
        return encrypted || Literals.isLoopback(wire.remoteAddress());
    }

    /**
     * True when a whole line has arrived, or one that is too long; {@link #readLine()} then does not wait. Takes in what has
     * come so far, and waits for nothing.
     */
    public boolean hasLine() {
        flush();
        stopIfClosed();
        if (indexOfCrLf(position) >= 0) {
            return true;
        }
        if (limit - position < limits.lineBytes()) {
            makeRoom();
            try {
                int count = wire.read(in, limit, in.length - limit, Duration.ZERO);
                if (count < 0) {
                    transcript.note("closed by the server");
                    throw fail("the server closed the connection while we waited for " + awaited);
                }
                limit += count;
            } catch (SocketTimeoutException nothing) {
                return false;
            } catch (IOException failed) {
                throw lost(failed);
            }
        }
        return indexOfCrLf(position) >= 0 || limit - position >= limits.lineBytes();
    }

    /** True when the server has sent something that nobody has read. */
    public boolean hasUnread() {
        return position < limit;
    }

    /** Where this channel leads. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What is recorded, and the secrets that are masked. */
    public Transcript transcript() {
        return transcript;
    }

    /**
     * Closes the channel because the server no longer speaks the protocol.
     *
     * @param what what it did, safe to print; server's words pass through {@link Transcript#safe} first
     * @return the error, to be thrown by the caller
     */
    public ConnectionLostException fail(String what) {
        return end(ErrorKind.NETWORK, what, TRY_AGAIN, null);
    }

    /** Ends the connection, waking whoever waits on it. May be called from any thread, and more than once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wire.close();
        }
    }

    private void put(String line) {
        if (!out.offer(line)) {
            flush();
            out.offer(line);
        }
    }

    /** Index of the first CR of a CRLF in what has arrived, or -1. */
    private int indexOfCrLf(int from) {
        for (int i = from + 1; i < limit; i++) {
            if (in[i] == '\n' && in[i - 1] == '\r') {
                return i - 1;
            }
        }
        return -1;
    }

    /** Reads at least one more byte behind what has arrived; what is unread moves to the front. */
    private void fill(long until) {
        stopIfClosed();
        makeRoom();
        long left = until - nanoTime.getAsLong();
        if (left <= 0) {
            throw tooLate();
        }
        try {
            int count = wire.read(in, limit, in.length - limit, shorter(longestWait, Duration.ofNanos(left)));
            if (count < 0) {
                transcript.note("closed by the server");
                throw fail("the server closed the connection while we waited for " + awaited);
            }
            limit += count;
        } catch (IOException failed) {
            throw nanoTime.getAsLong() - until >= 0 ? tooLate() : lost(failed);
        }
    }

    /** Moves what is unread to the front. */
    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(in, position, in, 0, limit - position);
            limit -= position;
            position = 0;
        }
    }

    private ConnectionLostException tooLate() {
        return fail(awaited + " took longer than " + seconds(longestStep));
    }

    private Duration timeLeft() {
        long left = Math.max(1, deadline - nanoTime.getAsLong());
        return shorter(longestWait, Duration.ofNanos(left));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private void stopIfClosed() {
        if (closed) {
            throw end(ErrorKind.NETWORK, "the connection is closed", TRY_AGAIN, null);
        }
    }

    private ConnectionLostException lost(IOException failed) {
        String what;
        if (failed instanceof SocketTimeoutException) {
            what = "nothing came within " + seconds(longestWait) + " while we waited for " + awaited;
        } else if (failed instanceof InterruptedIOException) {
            what = "interrupted while waiting for " + awaited;
        } else if (closed || failed instanceof ClosedChannelException) {
            what = "closed from our side while waiting for " + awaited;
        } else {
            what = "the connection broke while we waited for " + awaited + " ("
                    + transcript.safe(String.valueOf(failed.getMessage())) + ")";
        }
        return end(ErrorKind.NETWORK, what, TRY_AGAIN, failed);
    }

    private ConnectionLostException refuse(TlsException reason) {
        return end(ErrorKind.TLS, String.valueOf(reason.getMessage()), reason.advice(), reason);
    }

    private ConnectionLostException end(ErrorKind kind, String what, String advice, @Nullable Throwable cause) {
        transcript.note(what);
        close();
        return new ConnectionLostException(kind, profile, endpoint.toString(), what, advice, cause);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
