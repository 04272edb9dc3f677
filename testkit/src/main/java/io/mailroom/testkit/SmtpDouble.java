package io.mailroom.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that keeps strictly to RFC 5321, unless told otherwise, and remembers what it took. What it is told to
 * answer instead is matched against the beginning of each command, without regard to case; {@code .} stands for the end
 * of the message, {@code connect} for the greeting.
 *
 * <pre>
 * SmtpDouble server = new SmtpDouble().answers("RCPT TO:&lt;busy@", "450 4.2.1 mailbox busy");
 * </pre>
 */
public final class SmtpDouble {
    /**
     * A message that was taken.
     *
     * @param sender what MAIL said
     * @param recipients those of RCPT that were accepted
     * @param content with CRLF, dot-stuffing undone, each byte a character
     */
    public record Mail(String sender, List<String> recipients, String content) {}

    private final List<Mail> mails = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private List<String> extensions = List.of("PIPELINING", "SIZE 10000000", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES");
    private List<String> extensionsAfterTls = List.of("PIPELINING", "SIZE 10000000", "8BITMIME", "DSN", "SMTPUTF8");
    private @Nullable String login;
    private int mostRecipients = Integer.MAX_VALUE;
    private int mostConnections = Integer.MAX_VALUE;
    private boolean implicitTls;
    private int open;
    private int connections;

    /** Answers this to every command that begins so, instead of what it should; {@code hang up} ends the connection. */
    public SmtpDouble answers(String command, String reply) {
        answers.put(command, Objects.requireNonNull(reply, "reply"));
        return this;
    }

    /** Behaves again. */
    public SmtpDouble recovers() {
        answers.clear();
        return this;
    }

    /** What it offers in plain text. */
    public SmtpDouble offers(String... keywords) {
        extensions = List.of(keywords);
        return this;
    }

    /** What it offers under TLS. */
    public SmtpDouble offersUnderTls(String... keywords) {
        extensionsAfterTls = List.of(keywords);
        return this;
    }

    /** Speaks TLS from the first byte. */
    public SmtpDouble speaksImplicitTls() {
        implicitTls = true;
        return this;
    }

    /** Wants this account before MAIL. */
    public SmtpDouble wantsLogin(String account, String password) {
        login = java.util.Base64.getEncoder()
                .encodeToString(("\0" + account + "\0" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return this;
    }

    /** Takes no more recipients in one transaction. */
    public SmtpDouble takesRecipients(int most) {
        mostRecipients = most;
        return this;
    }

    /** Turns further connections away with 421. */
    public SmtpDouble takesConnections(int most) {
        mostConnections = most;
        return this;
    }

    /** Everything that was taken, in order. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** How often a message was taken for this recipient. */
    public long copiesFor(String recipient) {
        return mails.stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .count();
    }

    /** Every command line, over all connections; message lines and secrets are not among them. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** How often somebody connected. */
    public int connections() {
        return connections;
    }

    /** A connection to this server without a network. */
    public MemoryConnector connector() {
        return new MemoryConnector(this::newConnection);
    }

    /** The server's side of one more connection. */
    public LineServer newConnection() {
        return new Session();
    }

    private final class Session implements LineServer {
        private final List<String> recipients = new ArrayList<>();
        private final StringBuilder content = new StringBuilder();
        private @Nullable String sender;
        private boolean inData;
        private boolean loggedIn;
        private boolean encrypted;
        private boolean startsTls = implicitTls;
        private boolean hangsUp;
        private int prompts;

        @Override
        public byte[] connected() {
            connections++;
            open++;
            if (open > mostConnections) {
                hangsUp = true;
                return bytes("421 4.7.0 too many connections\r\n");
            }
            return bytes(planned("connect").orElse("220 double.test ESMTP\r\n"));
        }

        @Override
        public byte[] lineArrived(String line) {
            if (hangsUp) {
                return new byte[0];
            }
            return bytes(inData ? dataLine(line) : prompts > 0 ? prompted() : command(line));
        }

        private String dataLine(String line) {
            if (!line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                return "";
            }
            inData = false;
            Optional<String> planned = planned(".");
            if (planned.isEmpty() || planned.get().startsWith("250")) {
                mails.add(new Mail(Objects.requireNonNull(sender), List.copyOf(recipients), content.toString()));
            }
            reset();
            return planned.orElse("250 2.0.0 taken\r\n");
        }

        private String prompted() {
            prompts--;
            return prompts > 0 ? "334 UGFzc3dvcmQ6\r\n" : "235 2.7.0 welcome\r\n";
        }

        private String command(String line) {
            String upper = line.toUpperCase(java.util.Locale.ROOT);
            commands.add(upper.startsWith("AUTH") && line.length() > 12 ? "AUTH ***" : line);
            Optional<String> planned = planned(line);
            if (planned.isPresent()) {
                if (planned.get().startsWith("2")) {
                    takeEffect(upper, line);
                }
                return planned.get();
            }
            if (upper.startsWith("EHLO")) {
                return ehlo();
            } else if (upper.startsWith("HELO") || upper.equals("NOOP")) {
                return "250 ok\r\n";
            } else if (upper.equals("STARTTLS")) {
                startsTls = true;
                return "220 2.0.0 go ahead\r\n";
            } else if (upper.startsWith("AUTH")) {
                return auth(line);
            } else if (upper.startsWith("MAIL FROM:<")) {
                return mail(line);
            } else if (upper.startsWith("RCPT TO:<")) {
                return rcpt(line);
            } else if (upper.equals("DATA")) {
                return data();
            } else if (upper.equals("RSET")) {
                reset();
                return "250 2.0.0 reset\r\n";
            } else if (upper.equals("QUIT")) {
                hangsUp = true;
                return "221 2.0.0 bye\r\n";
            }
            return "500 5.5.2 what?\r\n";
        }

        /** A planned consent is one. */
        private void takeEffect(String upper, String line) {
            if (upper.startsWith("MAIL FROM:<")) {
                mail(line);
            } else if (upper.startsWith("RCPT TO:<")) {
                rcpt(line);
            } else if (upper.equals("RSET")) {
                reset();
            }
        }

        private String ehlo() {
            reset();
            StringBuilder reply = new StringBuilder("250-double.test");
            List<String> offered = encrypted ? extensionsAfterTls : extensions;
            offered.forEach(keyword -> reply.append("\r\n250-").append(keyword));
            int last = reply.lastIndexOf("250-");
            return reply.replace(last, last + 4, "250 ").append("\r\n").toString();
        }

        private String auth(String line) {
            if (login == null) {
                return "503 5.5.1 no login here\r\n";
            }
            if (line.equalsIgnoreCase("AUTH LOGIN")) {
                prompts = 2;
                loggedIn = true;
                return "334 VXNlcm5hbWU6\r\n";
            }
            loggedIn = line.equals("AUTH PLAIN " + login);
            return loggedIn ? "235 2.7.0 welcome\r\n" : "535 5.7.8 wrong\r\n";
        }

        private String mail(String line) {
            if (sender != null) {
                return "503 5.5.1 nested MAIL\r\n";
            }
            if (login != null && !loggedIn) {
                return "530 5.7.0 log in first\r\n";
            }
            sender = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            return "250 2.1.0 ok\r\n";
        }

        private String rcpt(String line) {
            if (sender == null) {
                return "503 5.5.1 need MAIL\r\n";
            }
            if (recipients.size() >= mostRecipients) {
                return "452 4.5.3 too many recipients\r\n";
            }
            recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
            return "250 2.1.5 ok\r\n";
        }

        private String data() {
            if (recipients.isEmpty()) {
                return "554 5.5.1 no valid recipients\r\n";
            }
            inData = true;
            return "354 go ahead\r\n";
        }

        private void reset() {
            sender = null;
            recipients.clear();
            content.setLength(0);
        }

        private Optional<String> planned(String command) {
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                String start = answer.getKey();
                if (command.regionMatches(true, 0, start, 0, start.length())) {
                    String reply = answer.getValue();
                    hangsUp |= reply.equals("hang up") || reply.startsWith("421");
                    return Optional.of(reply.equals("hang up") || reply.isEmpty() ? "" : reply + "\r\n");
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean wantsTls() {
            return startsTls;
        }

        @Override
        public void tlsStarted() {
            encrypted = true;
            startsTls = false;
            reset();
        }

        @Override
        public boolean hangsUp() {
            return hangsUp;
        }

        @Override
        public void disconnected() {
            open--;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
