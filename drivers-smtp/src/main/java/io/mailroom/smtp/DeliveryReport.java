package io.mailroom.smtp;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a received report says about a message that we sent. The report is a mail like any other: anybody who knows the
 * Message-ID can write one.
 *
 * @param messageId of the message we sent, with angle brackets
 * @param sentAt when we sent it
 * @param matchedBy what tied the report to it
 * @param recipients one for each recipient the report names
 */
public record DeliveryReport(String messageId, Instant sentAt, MatchedBy matchedBy, List<Recipient> recipients) {
    /** What a report has in common with the message it is about. */
    public enum MatchedBy {
        /** The envelope id (ENVID) came back. */
        ENVELOPE_ID,
        /** The message or its header came back. */
        RETURNED_MESSAGE,
        /** The report names it in In-Reply-To or References. */
        THREAD
    }

    /** What became of the message for a recipient. */
    public enum Outcome {
        /** It did not arrive and will not. */
        FAILED,
        /** It has not arrived yet. */
        DELAYED,
        /** It arrived. */
        DELIVERED,
        /** It went on to a server that reports nothing, or to a list. */
        PASSED_ON
    }

    /**
     * One recipient.
     *
     * @param address as the report spells it
     * @param outcome what became of it
     * @param status such as {@code 5.1.1}; empty when not given
     * @param diagnostic what the last server said; empty when not given
     */
    public record Recipient(String address, Outcome outcome, String status, String diagnostic) {}

    public DeliveryReport {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(sentAt, "sentAt");
        recipients = List.copyOf(recipients);
    }

    /** True when the report says of some recipient that the message will not arrive. */
    public boolean isFailure() {
        return recipients.stream().anyMatch(each -> each.outcome() == Outcome.FAILED);
    }

    /** Ids and counts: the addresses are somebody's. */
    @Override
    public String toString() {
        return "DeliveryReport[" + messageId + ", " + recipients.size() + " recipients, by " + matchedBy + "]";
    }
}
