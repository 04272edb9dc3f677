package io.mailroom.mime;

import java.util.List;
import java.util.Objects;

/**
 * What a report says became of a message (RFC 3464), field by field as the reporting server wrote it. A claim of the
 * sender like any other. Immutable.
 *
 * @param originalEnvelopeId the envelope id (ENVID, RFC 3461 §4.4) of the original message; empty when not given
 * @param reportingMta the name of the server that reports, without its type; empty when not given
 * @param arrivalDate when the server took the message, as written; empty when not given
 * @param recipients one for each recipient reported, in order
 * @param returnedMessageId the Message-ID, with angle brackets, of the message or header that came back with the
 *     report; empty when none did
 */
public record DeliveryStatus(
        String originalEnvelopeId,
        String reportingMta,
        String arrivalDate,
        List<Recipient> recipients,
        String returnedMessageId) {
    /** Copies the list. */
    public DeliveryStatus {
        Objects.requireNonNull(originalEnvelopeId, "originalEnvelopeId");
        Objects.requireNonNull(reportingMta, "reportingMta");
        Objects.requireNonNull(arrivalDate, "arrivalDate");
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(returnedMessageId, "returnedMessageId");
    }

    /** A report with which nothing came back. */
    public DeliveryStatus(
            String originalEnvelopeId, String reportingMta, String arrivalDate, List<Recipient> recipients) {
        this(originalEnvelopeId, reportingMta, arrivalDate, recipients, "");
    }

    /** The same report, of the message with this Message-ID. */
    public DeliveryStatus returning(String messageId) {
        return new DeliveryStatus(originalEnvelopeId, reportingMta, arrivalDate, recipients, messageId);
    }

    /**
     * The fields of one recipient (RFC 3464 §2.3); each is empty when not given.
     *
     * @param action failed, delayed, delivered, relayed or expanded, in lower case
     * @param status the enhanced status code, such as {@code 5.1.1}
     * @param finalRecipient the address without its type
     * @param originalRecipient the address without its type
     * @param remoteMta the server that answered, without its type
     * @param diagnostic what it said, without its type, unfolded
     */
    public record Recipient(
            String action,
            String status,
            String finalRecipient,
            String originalRecipient,
            String remoteMta,
            String diagnostic) {
        /** Nothing is null. */
        public Recipient {
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(finalRecipient, "finalRecipient");
            Objects.requireNonNull(originalRecipient, "originalRecipient");
            Objects.requireNonNull(remoteMta, "remoteMta");
            Objects.requireNonNull(diagnostic, "diagnostic");
        }

        /** True when the server gave up: the action says so, or a status of class 5 without an action. */
        public boolean isFailed() {
            return action.equals("failed") || action.isEmpty() && status.startsWith("5");
        }
    }
}
