package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on a loopback port that plays a dialogue, line by line, in the form in which
 * {@link io.mailroom.wire.Transcript} writes one: a transcript from the field becomes a test by pasting.
 *
 * <pre>
 * * connected to …            passed over
 * S: +OK ready                sent, with CRLF; {@code \r \n \t \\ \xHH} are undone
 * S: [1234 bytes]             sends so many bytes of filler, then CRLF, dot, CRLF
 * S~ +OK go\r\nforged         sent without a line end
 * C: USER alice               the next line of the client must be this; {@code ***} stands for anything
 * C: ?                        any line
 * * TLS …                     the server's side of a handshake
 * * drips                     from here on one byte a packet
 * * stalls                    nothing more until the client goes away
 * * resets                    the connection is reset
 * * closed by the server      the connection ends
 * </pre>
 *
 * Each connection plays the dialogue from its start; several dialogues are played one after the other, and the last
 * one again for whoever comes later. What the client said that was not in the dialogue is in {@link #surprises()}.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final int FILLER_LINE = 72;

    private final ServerSocket listener;
    private final List<List<String>> dialogues;
    private final @Nullable SSLContext tls;
    private final List<String> surprises = new ArrayList<>();
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final List<Socket> open = new ArrayList<>();
    private final CountDownLatch played = new CountDownLatch(1);
    private volatile boolean demandsCertificates;

    private ScriptedServer(ServerSocket listener, List<List<String>> dialogues, @Nullable SSLContext tls) {
        this.listener = listener;
        this.dialogues = dialogues;
        this.tls = tls;
    }

    /** Plays dialogues without TLS. */
    public static ScriptedServer playing(String... dialogues) throws IOException {
        return start(null, dialogues);
    }

    /** Plays dialogues and shows this certificate at {@code * TLS}. */
    public static ScriptedServer playing(TestIdentity identity, String... dialogues) throws IOException {
        return start(identity.serverContext(), dialogues);
    }

    /** Plays dialogues with a context of the test's own, for odd protocol versions or client certificates. */
    public static ScriptedServer playing(SSLContext tls, String... dialogues) throws IOException {
        return start(tls, dialogues);
    }

    /** As {@link #playing(SSLContext, String...)}, and clients have to show a certificate. */
    public static ScriptedServer demandingCertificates(SSLContext tls, String... dialogues) throws IOException {
        ScriptedServer server = start(tls, dialogues);
        server.demandsCertificates = true;
        return server;
    }

    private static ScriptedServer start(@Nullable SSLContext tls, String... dialogues) throws IOException {
        List<List<String>> scripts = new ArrayList<>();
        for (String dialogue : dialogues) {
            scripts.add(dialogue.lines()
                    .map(line -> line.replaceFirst("^\\S*\\d\\d:\\d\\d:\\d\\d\\S* ", "")
                            .stripLeading())
                    .filter(line -> !line.isBlank())
                    .toList());
        }
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ScriptedServer server = new ScriptedServer(listener, scripts, tls);
        Thread thread = new Thread(server::acceptAll, "mailroom-testkit-script");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Where to connect to, as {@code localhost}. */
    public Endpoint endpoint() {
        return new Endpoint("localhost", listener.getLocalPort());
    }

    /** The port alone. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What the client said or did otherwise than the dialogue, one sentence each. */
    public synchronized List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** Every byte that clients sent outside TLS, each byte a character. */
    public synchronized String sentInClear() {
        return captured.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until a dialogue has come to its end; false when it has not within ten seconds. */
    public boolean awaitEnd() throws InterruptedException {
        return played.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (this) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void acceptAll() {
        for (int connection = 0; !listener.isClosed(); connection++) {
            try {
                Socket socket = listener.accept();
                synchronized (this) {
                    open.add(socket);
                }
                play(socket, dialogues.get(Math.min(connection, dialogues.size() - 1)));
            } catch (IOException ended) {
                // by close(), or by a client that had enough; both are for the test to judge
            }
        }
    }

    private void play(Socket plain, List<String> dialogue) throws IOException {
        try (plain) {
            plain.setTcpNoDelay(true);
            Stage stage = new Stage(plain);
            for (String line : dialogue) {
                stage.step(line);
            }
        } finally {
            played.countDown();
        }
    }

    private synchronized void surprise(String what) {
        surprises.add(what);
    }

    private synchronized void capture(int b) {
        captured.write(b);
    }

    /** One connection on its way through a dialogue. */
    private final class Stage {
        private final Socket plain;
        private Socket socket;
        private boolean drips;

        Stage(Socket plain) {
            this.plain = plain;
            this.socket = plain;
        }

        void step(String line) throws IOException {
            String text = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("S: [") && line.endsWith(" bytes]")) {
                send(filler(Integer.parseInt(line.substring(4, line.length() - " bytes]".length()))));
            } else if (line.startsWith("S:")) {
                send(Escapes.undo(text + "\r\n"));
            } else if (line.startsWith("S~")) {
                send(Escapes.undo(text));
            } else if (line.startsWith("C:")) {
                expect(text);
            } else if (line.startsWith("* ")) {
                act(line.substring(2));
            } else {
                throw new IllegalArgumentException("Not a line of a dialogue: " + line);
            }
        }

        private void act(String event) throws IOException {
            if (event.startsWith("TLS")) {
                SSLContext context = Objects.requireNonNull(tls, "this server has no certificate");
                SSLSocket secure =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
                secure.setUseClientMode(false);
                secure.setNeedClientAuth(demandsCertificates);
                secure.startHandshake();
                socket = secure;
            } else if (event.equals("drips")) {
                drips = true;
            } else if (event.equals("stalls")) {
                while (readByte() >= 0) {
                    // until the client goes away
                }
            } else if (event.equals("resets")) {
                plain.setSoLinger(true, 0);
                plain.close();
            } else if (event.startsWith("closed")) {
                socket.close();
            }
        }

        private void expect(String wanted) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = readByte(); next != '\n'; next = readByte()) {
                if (next < 0) {
                    surprise("the client went away instead of saying \"" + wanted + "\"");
                    throw new IOException("client gone");
                }
                line.write(next);
            }
            String said = line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
            String pattern = java.util.regex.Pattern.quote(wanted).replace("***", "\\E.*\\Q");
            if (!wanted.equals("?") && !said.matches(pattern)) {
                surprise("the client said \"" + said + "\" instead of \"" + wanted + "\"");
            }
        }

        private int readByte() throws IOException {
            InputStream in = socket.getInputStream();
            int next = in.read();
            if (next >= 0 && socket == plain) {
                capture(next);
            }
            return next;
        }

        private void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            if (!drips) {
                out.write(bytes);
                return;
            }
            for (byte b : bytes) {
                out.write(b);
                out.flush();
            }
        }
    }

    private static byte[] filler(int bytes) {
        StringBuilder text = new StringBuilder(bytes + 8);
        while (text.length() < bytes) {
            int left = bytes - text.length();
            int line = Math.min(left - 2, FILLER_LINE);
            text.append("x".repeat(Math.max(0, line))).append("\r\n");
            if (left - line - 2 == 1) {
                text.insert(0, 'x'); // a last line of one byte would have no room for its end
            }
        }
        return (text.substring(0, Math.max(bytes, 0)) + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
