package io.mailroom.smtp;

import io.mailroom.event.InboundMessage;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.smtp.DeliveryReport.MatchedBy;
import io.mailroom.smtp.DeliveryReport.Outcome;
import io.mailroom.smtp.DeliveryReport.Recipient;
import io.mailroom.smtp.outbox.SentIndex;
import io.mailroom.smtp.outbox.SentIndex.Sent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ties reports that come in to messages that went out. The handler of received mail hands each one over; the listener
 * hears of those that are about a message of ours. Usable from any thread.
 */
public final class BounceMatcher {
    private final SentIndex sent;
    private volatile @Nullable Listener listener;

    /** Hears what became of a message, possibly more than once. */
    @FunctionalInterface
    public interface Listener {
        /** A report about a message of ours has come in. Runs on the thread that handed it over. */
        void reported(DeliveryReport report);
    }

    BounceMatcher(SentIndex sent) {
        this.sent = sent;
    }

    /** Tells this one, and nobody else from now on. */
    public void listener(Listener heard) {
        listener = heard;
    }

    /**
     * Looks at a received message and tells the listener when it reports on one that we sent.
     *
     * @return the report, if it is one
     */
    public Optional<DeliveryReport> received(InboundMessage message) {
        Optional<DeliveryReport> report = match(message);
        Listener heard = listener;
        if (heard != null) {
            report.ifPresent(heard::reported);
        }
        return report;
    }

    /** The report that a received message is about a message of ours, if it is one. Tells nobody. */
    public Optional<DeliveryReport> match(InboundMessage message) {
        List<Recipient> recipients = recipientsOf(message);
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        Optional<DeliveryStatus> status = message.deliveryStatus();
        Optional<DeliveryReport> byEnvelope = status.map(DeliveryStatus::originalEnvelopeId)
                .filter(id -> !id.isEmpty())
                .flatMap(sent::byEnvelopeId)
                .map(found -> report(found, MatchedBy.ENVELOPE_ID, recipients));
        return byEnvelope
                .or(() -> status.map(DeliveryStatus::returnedMessageId)
                        .filter(id -> !id.isEmpty())
                        .flatMap(sent::byMessageId)
                        .map(found -> report(found, MatchedBy.RETURNED_MESSAGE, recipients)))
                .or(() -> Stream.concat(message.inReplyTo().stream(), message.references().stream())
                        .map(sent::byMessageId)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(found -> report(found, MatchedBy.THREAD, recipients)));
    }

    private static DeliveryReport report(Sent found, MatchedBy by, List<Recipient> recipients) {
        return new DeliveryReport(found.messageId(), found.at(), by, recipients);
    }

    private static List<Recipient> recipientsOf(InboundMessage message) {
        Optional<DeliveryStatus> status = message.deliveryStatus();
        if (status.isPresent()) {
            return status.get().recipients().stream()
                    .map(each -> new Recipient(
                            each.finalRecipient().isEmpty() ? each.originalRecipient() : each.finalRecipient(),
                            outcomeOf(each),
                            each.status(),
                            each.diagnostic()))
                    .toList();
        }
        return message.bounce()
                .map(bounce -> bounce.recipients().stream()
                        .map(address -> new Recipient(address, outcomeOf(bounce), bounce.status(), ""))
                        .toList())
                .orElse(List.of());
    }

    private static Outcome outcomeOf(DeliveryStatus.Recipient recipient) {
        if (recipient.isFailed()) {
            return Outcome.FAILED;
        }
        return switch (recipient.action()) {
            case "delayed" -> Outcome.DELAYED;
            case "delivered" -> Outcome.DELIVERED;
            case "relayed", "expanded" -> Outcome.PASSED_ON;
            default -> recipient.status().startsWith("2") ? Outcome.DELIVERED : Outcome.DELAYED;
        };
    }

    private static Outcome outcomeOf(Bounce bounce) {
        return bounce.kind() == Bounce.Kind.PERMANENT ? Outcome.FAILED : Outcome.DELAYED;
    }
}
