package io.mailroom.mime;

import java.util.List;
import java.util.Objects;

/**
 * What a report says became of a message at its reader's (RFC 8098, before it RFC 3798): a read receipt and its kin, field by
 * field as the reader's program wrote it. A claim of the sender like any other. Immutable.
 *
 * @param reportingUserAgent the program that reports; empty when not given
 * @param gateway the name of the gateway that translated the report, without its type; empty when not given
 * @param originalRecipient the address the message was sent to, without its type; empty when not given
 * @param finalRecipient the address that reports, without its type; empty when not given
 * @param originalMessageId the Message-ID of the message, with angle brackets; empty when not given
 * @param actionMode {@code manual-action} when a person did it, {@code automatic-action} when a program did, in lower case
 * @param sendingMode {@code mdn-sent-manually} or {@code mdn-sent-automatically}, in lower case
 * @param type what was done: {@code displayed}, {@code deleted}, {@code dispatched} or {@code processed}, older programs also
 *     {@code denied} and {@code failed}; in lower case, empty when not given
 * @param modifiers such as {@code error}, in lower case, in order
 * @param errors the texts of the Error, Failure and Warning fields, in order
 */
public record DispositionNotification(
        String reportingUserAgent,
        String gateway,
        String originalRecipient,
        String finalRecipient,
        String originalMessageId,
        String actionMode,
        String sendingMode,
        String type,
        List<String> modifiers,
        List<String> errors) {
    /** Copies the lists. */
    public DispositionNotification {
        Objects.requireNonNull(reportingUserAgent, "reportingUserAgent");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(originalRecipient, "originalRecipient");
        Objects.requireNonNull(finalRecipient, "finalRecipient");
        Objects.requireNonNull(originalMessageId, "originalMessageId");
        Objects.requireNonNull(actionMode, "actionMode");
        Objects.requireNonNull(sendingMode, "sendingMode");
        Objects.requireNonNull(type, "type");
        modifiers = List.copyOf(modifiers);
        errors = List.copyOf(errors);
    }

    /** True when the message was shown to its reader. */
    public boolean isDisplayed() {
        return type.equals("displayed");
    }
}
