package io.mailroom.smtp.protocol;

import io.mailroom.CommandRefusedException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.wire.LineChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that has been greeted, secured and logged in, and carries message after message. For one thread at a
 * time; {@link #close()} may come from any other.
 */
public final class SmtpConnection implements AutoCloseable {
    /** Most lines of one reply, and most bytes of all of them: 200 and 64 KiB. */
    static final int MOST_REPLY_LINES = 200;

    private static final int MOST_REPLY_BYTES = 64 * 1024;
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final int LOWEST_CODE = 200;
    private static final int HIGHEST_CODE = 599;

    private final SmtpServer server;
    private final LineChannel channel;
    private final Extensions extensions;
    private final String security;
    private int messages;
    private int recipientLimit = Delivery.MOST_RECIPIENTS;
    private boolean needsReset;
    private boolean usable = true;

    SmtpConnection(SmtpServer server, LineChannel channel, Extensions extensions, String security) {
        this.server = server;
        this.channel = channel;
        this.extensions = extensions;
        this.security = security;
    }

    /**
     * Sends a message, in several transactions where the server takes few recipients at once. Answers rather than
     * throws, whatever happens: who has the message is known for each recipient.
     */
    public DeliveryResult submit(Submission submission) {
        messages++;
        return new Delivery(this, submission).run();
    }

    /** True while the connection can carry another message. */
    public boolean isUsable() {
        return usable;
    }

    /** Messages submitted so far. */
    public int messages() {
        return messages;
    }

    /** What the server offers, as it said after TLS. */
    public Extensions extensions() {
        return extensions;
    }

    /** {@code tls} or {@code none}: how the messages travel. */
    public String security() {
        return security;
    }

    public SmtpServer server() {
        return server;
    }

    /** Asks whether the server is still there; closes the connection when not. Sends no message. */
    public boolean answers() {
        try {
            send("NOOP");
            usable = usable && reply("NOOP", shorter(PROBE, server.timeout())).isPositive();
        } catch (ConnectionLostException gone) {
            usable = false;
        }
        if (!usable) {
            close();
        }
        return usable;
    }

    /** Says goodbye and waits a moment for the answer. Never throws. */
    public void quit() {
        if (usable) {
            usable = false;
            try {
                send("QUIT");
                reply("QUIT", shorter(GOODBYE, server.timeout()));
            } catch (ConnectionLostException gone) {
                channel.transcript().note("no answer to QUIT"); // nobody needs one
            }
        }
        channel.close();
    }

    /** Drops the line. */
    @Override
    public void close() {
        usable = false;
        channel.close();
    }

    LineChannel channel() {
        return channel;
    }

    int recipientLimit() {
        return recipientLimit;
    }

    void learnRecipientLimit(int taken) {
        recipientLimit = Math.max(1, Math.min(recipientLimit, taken));
    }

    boolean takeNeedsReset() {
        boolean needed = needsReset;
        needsReset = false;
        return needed;
    }

    void resetBeforeNext() {
        needsReset = true;
    }

    void send(String line) {
        channel.send(line);
    }

    /** The reply to a command that has been sent. */
    SmtpReply reply(String command, Duration within) {
        return read(channel, command, within);
    }

    /** One whole reply; anything else ends the connection. */
    static SmtpReply read(LineChannel channel, String command, Duration within) {
        channel.begin(command.startsWith("the ") ? command : "the answer to " + command, within);
        List<String> texts = new ArrayList<>();
        int code = 0;
        int bytes = 0;
        boolean more = true;
        while (more) {
            String line = channel.readLine();
            int lineCode = codeOf(line);
            bytes += line.length();
            boolean sound = lineCode >= LOWEST_CODE && lineCode <= HIGHEST_CODE && (code == 0 || code == lineCode);
            if (!sound || texts.size() == MOST_REPLY_LINES || bytes > MOST_REPLY_BYTES) {
                throw channel.fail("the answer to " + command + " is no SMTP reply: \"" + line + "\"");
            }
            code = lineCode;
            texts.add(line.length() > 4 ? line.substring(4) : "");
            more = line.length() > 3 && line.charAt(3) == '-';
        }
        return new SmtpReply(code, texts);
    }

    private static int codeOf(String line) {
        boolean shaped = line.length() >= 3 && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        int code = 0;
        for (int i = 0; shaped && i < 3; i++) {
            char c = line.charAt(i);
            shaped = c >= '0' && c <= '9';
            code = code * 10 + c - '0';
        }
        return shaped ? code : -1;
    }

    /** The error for a reply that ends the session. */
    static CommandRefusedException refused(
            SmtpServer server, LineChannel channel, String command, SmtpReply reply, String advice) {
        ErrorKind kind = reply.isPermanent() ? ErrorKind.REFUSED : ErrorKind.REFUSED_FOR_NOW;
        return refused(kind, server, channel, command, reply, advice);
    }

    static CommandRefusedException refused(
            ErrorKind kind, SmtpServer server, LineChannel channel, String command, SmtpReply reply, String advice) {
        return new CommandRefusedException(
                kind,
                server.profile(),
                server.name(),
                command,
                channel.transcript().safe(reply.text()),
                advice);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
