package io.mailroom.smtp;

import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.spi.CommandResult;
import java.time.Instant;
import java.util.List;

/**
 * One message in the outbox.
 *
 * @param id names it until it is gone
 * @param messageId with angle brackets
 * @param state what the outbox will do with it
 * @param sizeBytes of the message
 * @param queuedAt when it was queued
 * @param nextTry when it is tried next; means nothing unless it is waiting
 * @param tries how often it was tried
 * @param recipients what is known of each recipient
 */
public record OutboxEntry(
        String id,
        String messageId,
        State state,
        long sizeBytes,
        Instant queuedAt,
        Instant nextTry,
        int tries,
        List<RecipientResult> recipients)
        implements CommandResult {
    /** What the outbox will do with a message. */
    public enum State {
        /** It is tried when its time comes. */
        WAITING,
        /** It is being sent. */
        SENDING,
        /** A server may have taken it; somebody has to say retry or discard. */
        IN_DOUBT,
        /** Some recipient did not and will not get it; somebody has to say retry or discard. */
        GIVEN_UP,
        /** Nothing is left to do; it has left the outbox. */
        DONE
    }

    public OutboxEntry {
        recipients = List.copyOf(recipients);
    }

    @Override
    public String summary() {
        long sent =
                recipients.stream().filter(each -> each.status() == Status.SENT).count();
        return state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ", sent to " + sent + " of "
                + recipients.size() + " recipients, tried " + tries + (tries == 1 ? " time" : " times");
    }

    @Override
    public String toString() {
        return "OutboxEntry[" + id + ", " + summary() + "]";
    }
}
