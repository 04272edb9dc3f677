package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
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

    /** A user's mailbox on one of its IMAP servers: {@code IMAP}, {@code CYRUS} or {@code CYRUS_BARE}. */
    public RealMailbox mailbox(String service, String user) {
        return new RealMailbox(endpoint(service), user, password(user));
    }

    /** Whether a service runs; not every machine has all of them. */
    public boolean has(String service) {
        return values.containsKey("MAILHOST_" + service);
    }

    /** Puts a message into a user's mailbox; it is there when this returns. */
    public void append(String user, byte[] message) throws IOException {
        mailbox("IMAP", user).append(message);
    }

    /** Removes everything from a user's mailbox. */
    public void clear(String user) throws IOException {
        mailbox("IMAP", user).clear();
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
}
