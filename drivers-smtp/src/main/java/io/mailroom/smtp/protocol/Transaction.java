package io.mailroom.smtp.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MAIL to final dot for some recipients (RFC 5321 §3.3). With PIPELINING the envelope and DATA leave together and the
 * content follows: two round trips a message.
 *
 * <pre>
 * C: MAIL FROM  RCPT TO ... DATA       lost here: definitely not accepted
 * S: 250        250         354
 * C: content                           lost here: definitely not accepted
 * -- the guard records that the dot is next --
 * C: .                                 lost from here on: in doubt
 * S: 250                               accepted
 * </pre>
 */
final class Transaction {
    /** RFC 2920 §3.1: no more commands under way than the buffers in between surely hold. */
    private static final int MOST_UNDER_WAY = 100;

    private static final int GO_ON = 354;
    private static final int TOO_MANY_RECIPIENTS = 452;

    private final Delivery delivery;
    private final SmtpConnection connection;
    private final Submission submission;
    private final CommandText commands;
    private final List<String> batch;
    private final List<String> accepted = new ArrayList<>();
    private final Set<String> putBack = new LinkedHashSet<>();
    private @Nullable SmtpReply dataReply;
    private boolean heard;
    private boolean dotSent;

    Transaction(
            Delivery delivery,
            SmtpConnection connection,
            Submission submission,
            CommandText commands,
            List<String> batch) {
        this.delivery = delivery;
        this.connection = connection;
        this.submission = submission;
        this.commands = commands;
        this.batch = batch;
    }

    /**
     * Runs it; the delivery is told what the server answers.
     *
     * @throws io.mailroom.ConnectionLostException when the line is gone; {@link #isDotSent} says what that means
     * @throws ServerLeavesException when the server says 421 before the end of the message
     * @throws IOException when our own copy could not be read, or the guard could not record; the dot has not been sent
     */
    void run() throws IOException {
        SmtpReply mail = connection.extensions().offers("PIPELINING") ? envelopeTogether() : envelopeInSteps();
        if (!mail.isPositive()) {
            connection.resetBeforeNext();
            if (mail.isTransient()) {
                delivery.failed(batch, mail, "MAIL");
            } else {
                delivery.answered(batch, mail);
            }
            return;
        }
        SmtpReply data = dataReply;
        if (data == null || data.code() != GO_ON) {
            connection.resetBeforeNext();
            if (data != null) {
                delivery.answered(accepted, data);
            }
            return;
        }
        sendContent();
        SmtpReply reply =
                connection.reply("the end of the message", connection.server().finalDotTimeout());
        if (reply.isIntermediate()) {
            throw connection.channel().fail("an answer that makes no sense after a message: " + reply.code());
        }
        if (reply.isClosing()) {
            delivery.failed(accepted, reply, "the message");
            connection.close();
        } else {
            delivery.answered(accepted, reply);
        }
    }

    /** The reply to MAIL; those to RCPT and DATA have been seen to. */
    private SmtpReply envelopeTogether() {
        boolean reset = connection.takeNeedsReset();
        if (reset) {
            connection.send("RSET");
        }
        connection.send(commands.mail());
        SmtpReply mail = null;
        for (int from = 0; from < batch.size(); from += MOST_UNDER_WAY) {
            List<String> window = batch.subList(from, Math.min(batch.size(), from + MOST_UNDER_WAY));
            window.forEach(recipient -> connection.send(commands.rcpt(recipient)));
            boolean last = from + window.size() == batch.size();
            if (last) {
                connection.send("DATA");
            }
            if (mail == null) {
                if (reset) {
                    reply("RSET");
                }
                mail = reply("MAIL");
            }
            for (String recipient : window) {
                SmtpReply reply = reply("RCPT");
                if (mail.isPositive()) {
                    recipientAnswered(recipient, reply);
                }
            }
            if (last) {
                dataAnswered(reply("DATA"));
            } else if (!mail.isPositive()) {
                return mail;
            }
        }
        return Objects.requireNonNull(mail, "a batch has a recipient");
    }

    private SmtpReply envelopeInSteps() {
        if (connection.takeNeedsReset()) {
            connection.send("RSET");
            reply("RSET");
        }
        connection.send(commands.mail());
        SmtpReply mail = reply("MAIL");
        if (mail.isPositive()) {
            for (String recipient : batch) {
                connection.send(commands.rcpt(recipient));
                recipientAnswered(recipient, reply("RCPT"));
            }
            if (!accepted.isEmpty()) {
                connection.send("DATA");
                dataAnswered(reply("DATA"));
            }
        }
        return mail;
    }

    private void recipientAnswered(String recipient, SmtpReply reply) {
        if (reply.isPositive()) {
            accepted.add(recipient);
        } else if (reply.code() == TOO_MANY_RECIPIENTS && !accepted.isEmpty()) {
            putBack.add(recipient); // RFC 5321 §4.5.3.1.10: these go in another transaction
            String enhanced = reply.enhancedCode();
            if (enhanced.isEmpty() || enhanced.equals("4.5.3")) {
                connection.learnRecipientLimit(accepted.size());
            }
        } else {
            delivery.answered(List.of(recipient), reply);
        }
    }

    private void dataAnswered(SmtpReply reply) {
        if (!accepted.isEmpty()) {
            dataReply = reply;
        } else if (reply.code() == GO_ON) {
            connection.close(); // it waits for a message to nobody; a dot would be a risk for nothing
        }
    }

    /** A reply that may also say, at any time, that the server is going away. */
    private SmtpReply reply(String command) {
        Duration within = connection.server().timeout();
        SmtpReply reply = connection.reply(command, within);
        heard |= !command.equals("RSET"); // that was about the message before
        if (reply.isClosing()) {
            throw new ServerLeavesException(command, reply);
        }
        if (!isSensible(command, reply)) {
            throw connection.channel().fail("an answer that makes no sense to " + command + ": " + reply.code());
        }
        return reply;
    }

    private static boolean isSensible(String command, SmtpReply reply) {
        return switch (command) {
            case "DATA" -> reply.code() == GO_ON || !reply.isIntermediate() && !reply.isPositive();
            case "RSET" -> reply.isPositive(); // RFC 5321 §4.1.1.5: nothing else may come
            default -> !reply.isIntermediate();
        };
    }

    /** All but the last block; then, with the guard's consent, the last block and the dot in one go. */
    private void sendContent() throws IOException {
        try (InputStream in = submission.content().open()) {
            ContentSender sender = new ContentSender(connection, submission);
            sender.sendAllButTheEnd(in);
            submission.dot().beforeFinalDot(List.copyOf(accepted));
            dotSent = true;
            sender.sendTheEnd();
        }
    }

    /** True from the moment on in which the server may have the message. */
    boolean isDotSent() {
        return dotSent;
    }

    /** True when the server has answered anything at all. */
    boolean hasHeard() {
        return heard;
    }

    /** The recipients that the server wants in another transaction. */
    Set<String> putBack() {
        return putBack;
    }

    /** 421 in the middle of a transaction. */
    static final class ServerLeavesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String command;
        private final transient SmtpReply reply;

        ServerLeavesException(String command, SmtpReply reply) {
            super(command, null, false, false);
            this.command = command;
            this.reply = reply;
        }

        String command() {
            return command;
        }

        SmtpReply reply() {
            return reply;
        }
    }
}
