package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The real mail servers that {@code .ci/mailhost start} runs on this machine. They are found by the environment
 * variables {@code MAILHOST_*}, or by a file {@code mailhost.env} in the project's root that holds the same.
 */
public final class Mailhost {
    /** What a test says that is skipped because no servers run. */
    public static final String NOT_RUNNING =
            "no real mail servers: run .ci/mailhost start, and give the tests its mailhost.env";

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Properties values;
    private final Path root;

    private Mailhost(Properties values, Path root) {
        this.values = values;
        this.root = root;
    }

    /** The servers, if they run. */
    public static Optional<Mailhost> find() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        Properties values = new Properties();
        for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
            if (entry.getKey().startsWith("MAILHOST_")) {
                values.setProperty(entry.getKey(), entry.getValue());
            }
        }
        Path file = root.resolve("mailhost.env");
        if (values.getProperty("MAILHOST_POP3") == null && Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return values.getProperty("MAILHOST_POP3") == null ? Optional.empty() : Optional.of(new Mailhost(values, root));
    }

    /** A value of the environment file, by its name without {@code MAILHOST_}. */
    public String value(String name) {
        String value = values.getProperty("MAILHOST_" + name);
        if (value == null) {
            throw new IllegalArgumentException("mailhost.env has no MAILHOST_" + name);
        }
        return value;
    }

    /** Where a service listens: {@code POP3}, {@code IMAPS}, {@code SUBMISSION} and so on. */
    public Endpoint endpoint(String service) {
        return new Endpoint(value("HOST"), Integer.parseInt(value(service)));
    }

    /** The certificate of the authority that the servers' certificates come from. */
    public Path authority() {
        return Path.of(value("CA"));
    }

    /** Password of one of its users. */
    public String password(String user) {
        return "pw-" + user;
    }

    /** Puts a message into a user's mailbox; it is there when this returns. */
    public void append(String user, byte[] message) throws IOException {
        try (Imap imap = new Imap(user)) {
            imap.append(message);
        }
    }

    /** Removes everything from a user's mailbox. */
    public void clear(String user) throws IOException {
        try (Imap imap = new Imap(user)) {
            imap.command("SELECT INBOX");
            imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
        }
    }

    /** A bearer token for a user; a negative time makes one that has expired. */
    public String token(String user, int seconds) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                root.resolve(".ci").resolve("mailhost").toString(), "token", user, String.valueOf(seconds));
        builder.environment().put("MAILHOST_DIR", value("DIR"));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        String token = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0 || token.isEmpty()) {
            throw new IOException("mailhost made no token for " + user);
        }
        return token;
    }

    /** As much of an IMAP client as it takes to fill and empty a mailbox. */
    private final class Imap implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private int tag;

        Imap(String user) throws IOException {
            Endpoint server = endpoint("IMAP");
            socket = new Socket(server.host(), server.port());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            line();
            command("LOGIN " + user + " " + password(user));
        }

        void append(byte[] message) throws IOException {
            String name = "a" + ++tag;
            send((name + " APPEND INBOX {" + message.length + "}\r\n").getBytes(StandardCharsets.US_ASCII));
            line();
            send(message);
            send("\r\n".getBytes(StandardCharsets.US_ASCII));
            await(name);
        }

        void command(String command) throws IOException {
            String name = "a" + ++tag;
            send((name + " " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            await(name);
        }

        private void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        private void await(String name) throws IOException {
            String line = line();
            while (!line.startsWith(name + " ")) {
                line = line();
            }
            if (line.startsWith(name + " NO") && !line.contains("No matching messages")) {
                throw new IOException(line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the IMAP server closed the connection");
                }
                line.append((char) next);
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
