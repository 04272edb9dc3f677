package io.mailroom.testkit;

import io.mailroom.wire.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One user's mailbox on a real IMAP server, as another client sees and changes it. What is changed is there when a method
 * returns. Each call is a connection of its own, without TLS.
 *
 * @param server where it listens
 */
public record RealMailbox(Endpoint server, String user, String password) {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");

    public RealMailbox {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /** Puts messages into INBOX. */
    public void append(byte[]... messages) throws IOException {
        try (Session session = new Session()) {
            for (byte[] message : messages) {
                session.append(message);
            }
        }
    }

    /** Removes everything from INBOX. */
    public void clear() throws IOException {
        try (Session session = new Session()) {
            session.command("SELECT INBOX");
            session.ask("STORE 1:* +FLAGS.SILENT (\\Deleted)"); // refused when there is nothing
            session.command("EXPUNGE");
        }
    }

    /** Removes a folder; one that is not there is no error. */
    public void remove(String folder) throws IOException {
        try (Session session = new Session()) {
            session.ask("DELETE " + folder);
        }
    }

    /** Marks everything in INBOX deleted, and leaves it there. */
    public void markAllDeleted() throws IOException {
        try (Session session = new Session()) {
            session.command("SELECT INBOX");
            session.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        }
    }

    /** How many messages a folder holds. */
    public int count(String folder) throws IOException {
        try (Session session = new Session()) {
            return session.command("EXAMINE " + folder).stream()
                    .map(EXISTS::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(exists -> Integer.parseInt(exists.group(1)))
                    .reduce(0, (before, last) -> last);
        }
    }

    /** Whether nobody has read any message of INBOX. */
    public boolean isUnread() throws IOException {
        try (Session session = new Session()) {
            session.command("EXAMINE INBOX");
            return session.command("SEARCH SEEN").stream().noneMatch(line -> line.matches("\\* SEARCH .*\\d.*"));
        }
    }

    /** As much of an IMAP client as that takes. */
    private final class Session implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private int tag;

        Session() throws IOException {
            socket = new Socket(server.host(), server.port());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            line();
            command("LOGIN " + user + " " + password);
        }

        void append(byte[] message) throws IOException {
            String name = "a" + ++tag;
            send(name + " APPEND INBOX {" + message.length + "}\r\n");
            line();
            socket.getOutputStream().write(message);
            send("\r\n");
            require(answers(name));
        }

        List<String> command(String command) throws IOException {
            return require(ask(command));
        }

        List<String> ask(String command) throws IOException {
            String name = "a" + ++tag;
            send(name + " " + command + "\r\n");
            return answers(name);
        }

        private List<String> require(List<String> answers) throws IOException {
            String last = answers.get(answers.size() - 1);
            if (!last.matches("\\S+ OK.*")) {
                throw new IOException(last);
            }
            return answers;
        }

        private List<String> answers(String name) throws IOException {
            List<String> answers = new ArrayList<>();
            do {
                answers.add(line());
            } while (!answers.get(answers.size() - 1).startsWith(name + " "));
            return answers;
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the IMAP server closed the connection");
                }
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
