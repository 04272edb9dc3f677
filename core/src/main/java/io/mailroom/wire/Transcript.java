package io.mailroom.wire;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What crossed the wire, one event a line: {@code C: } what we sent, {@code S: } what the server sent, {@code * } what
 * happened to the connection. Secrets are masked, message bodies are only counted ({@code S: [1234 bytes]}), anything
 * that is not printable ASCII is escaped, and the whole is bounded. The test kit's scripted server plays the same text.
 *
 * <pre>
 * * connected to pop.example.com:110 (192.0.2.7)
 * S: +OK ready
 * C: USER alice
 * S: +OK
 * C: PASS ***
 * S: +OK
 * C: RETR 1
 * S: +OK 1234 octets
 * S: [1234 bytes]
 * </pre>
 *
 * One for each connection; used by that connection's thread.
 */
public final class Transcript {
    /** Most lines of one connection; what follows is left out, and a last line says so. */
    public static final int MOST_LINES = 20_000;

    private final Consumer<String> sink;
    private final boolean on;
    private final SecretFilter secrets;
    private int lines;

    private Transcript(Consumer<String> sink, boolean on, SecretFilter secrets) {
        this.sink = Objects.requireNonNull(sink, "sink");
        this.on = on;
        this.secrets = Objects.requireNonNull(secrets, "secrets");
    }

    /** Records nothing, but its {@link #secrets()} still mask what goes into errors. */
    public static Transcript off() {
        return new Transcript(line -> {}, false, new SecretFilter());
    }

    /**
     * Records to the owner's log.
     *
     * @param sink takes one line at a time, without line end; it adds the time, and deals with its own errors
     */
    public static Transcript to(Consumer<String> sink) {
        return new Transcript(sink, true, new SecretFilter());
    }

    /** False when nothing is recorded; lets callers skip the making of text. */
    public boolean isOn() {
        return on;
    }

    /** The secrets of this connection; whoever learns one adds it before it is used. */
    public SecretFilter secrets() {
        return secrets;
    }

    /** A line we sent, without its line end. */
    public void client(String line) {
        record("C: ", line);
    }

    /** A line the server sent, without its line end. */
    public void server(String line) {
        record("S: ", line);
    }

    /** A body the server sent, as its size alone. */
    public void serverBytes(long count) {
        record("S: ", "[" + count + " bytes]");
    }

    /** A body we sent, as its size alone. */
    public void clientBytes(long count) {
        record("C: ", "[" + count + " bytes]");
    }

    /** Something that happened to the connection. */
    public void note(String event) {
        record("* ", event);
    }

    /** Foreign text as it may stand in an error: secrets masked, one line, bounded. */
    public String safe(String text) {
        return Printable.shortLine(secrets.mask(text));
    }

    private void record(String prefix, String text) {
        if (!on || lines > MOST_LINES) {
            return;
        }
        lines++;
        sink.accept(
                lines > MOST_LINES
                        ? "* transcript ends here: " + MOST_LINES + " lines"
                        : prefix + Printable.line(secrets.mask(text), Printable.LONG_LINE));
    }
}
