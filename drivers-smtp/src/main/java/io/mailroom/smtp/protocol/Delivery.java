package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.wire.Printable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message over one connection, in as many transactions as the server's limit on recipients asks for. */
final class Delivery {
    /** Most recipients of one transaction, before the server says what it takes. */
    static final int MOST_RECIPIENTS = 1_000;

    private final SmtpConnection connection;
    private final Submission submission;
    private final boolean onUsedConnection;
    private final Map<String, RecipientResult> results = new HashMap<>();
    private final Set<String> elsewhere = new HashSet<>();
    private @Nullable CommunicationsException failure;
    private boolean heard;

    Delivery(SmtpConnection connection, Submission submission) {
        this.connection = connection;
        this.submission = submission;
        this.onUsedConnection = connection.messages() > 1;
    }

    DeliveryResult run() {
        List<String> all = submission.envelope().recipients();
        CommandText commands = new CommandText(submission, connection.extensions());
        Deque<String> waiting = new ArrayDeque<>(all);
        commands.problem().ifPresent(problem -> {
            all.forEach(recipient ->
                    decide(recipient, Status.REFUSED, problem.code(), problem.enhancedCode(), problem.text()));
            waiting.clear();
        });
        while (!waiting.isEmpty() && connection.isUsable()) {
            List<String> batch = new ArrayList<>();
            while (!waiting.isEmpty() && batch.size() < connection.recipientLimit()) {
                batch.add(waiting.remove());
            }
            waiting.addAll(transact(batch, commands));
        }
        if (!waiting.isEmpty()) {
            CommunicationsException why = failure != null
                    ? failure
                    : connection.channel().fail("the session ended before every recipient had its turn");
            failed(waiting, why);
        }
        List<RecipientResult> inOrder = all.stream().map(results::get).toList();
        boolean stale = failure instanceof ConnectionLostException && !heard && onUsedConnection;
        return new DeliveryResult(inOrder, elsewhere, failure, stale);
    }

    /** One MAIL to final dot. Answers the recipients that the server wants in another transaction. */
    private Set<String> transact(List<String> batch, CommandText commands) {
        Transaction transaction = new Transaction(this, connection, submission, commands, batch);
        try {
            transaction.run();
        } catch (Transaction.ServerLeavesException leaves) {
            connection.close();
            failed(undecided(transaction, batch), leaves.reply(), leaves.command());
        } catch (ConnectionLostException lost) {
            connection.close();
            List<String> open = undecided(transaction, batch);
            if (transaction.isDotSent()) {
                String text = "the server may have the message; it is not sent again by itself. "
                        + String.valueOf(lost.getMessage()).replace(" It is tried again later.", "");
                open.forEach(recipient -> decide(recipient, Status.IN_DOUBT, 0, "", text));
            } else {
                failed(open, lost);
            }
        } catch (IOException ours) {
            connection.close(); // the server must not take half a message for a whole one
            String text =
                    "our own copy of the message failed: " + Printable.shortLine(String.valueOf(ours.getMessage()));
            undecided(transaction, batch).forEach(recipient -> decide(recipient, Status.DEFERRED, 0, "", text));
        }
        heard |= transaction.hasHeard();
        return transaction.putBack();
    }

    private List<String> undecided(Transaction transaction, List<String> batch) {
        return batch.stream()
                .filter(recipient -> !results.containsKey(recipient)
                        && !transaction.putBack().contains(recipient))
                .toList();
    }

    /** The server answered for these recipients. */
    void answered(Collection<String> recipients, SmtpReply reply) {
        Status status = reply.isPositive() ? Status.SENT : reply.isTransient() ? Status.DEFERRED : Status.REFUSED;
        recipients.forEach(recipient -> decide(recipient, status, reply.code(), reply.enhancedCode(), safe(reply)));
    }

    /** The server said no for now, and not because of these recipients: another one may be asked. */
    void failed(Collection<String> recipients, SmtpReply reply, String command) {
        failure = SmtpConnection.refused(
                connection.server(), connection.channel(), command, reply, "Trying again later may help.");
        elsewhere.addAll(recipients);
        recipients.forEach(
                recipient -> decide(recipient, Status.DEFERRED, reply.code(), reply.enhancedCode(), safe(reply)));
    }

    private void failed(Collection<String> recipients, CommunicationsException why) {
        failure = why;
        elsewhere.addAll(recipients);
        recipients.forEach(recipient -> decide(recipient, Status.DEFERRED, 0, "", String.valueOf(why.getMessage())));
    }

    private void decide(String recipient, Status status, int code, String enhanced, String text) {
        String server = connection.server().name();
        results.put(recipient, new RecipientResult(recipient, status, code, enhanced, text, server));
    }

    private String safe(SmtpReply reply) {
        return connection.channel().transcript().safe(reply.text());
    }
}
