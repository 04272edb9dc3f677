package io.mailroom.smtp;

import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.spi.CommandResult;
import java.util.List;
import java.util.Objects;

/**
 * What sending a message came to.
 *
 * @param messageId with angle brackets
 * @param recipients one result for each recipient
 * @param failures one line for each server that failed as a whole, such as one that could not be reached
 * @param security how the connection used last was secured: {@code tls}, {@code none}, or empty without one
 */
public record SendResult(String messageId, List<RecipientResult> recipients, List<String> failures, String security)
        implements CommandResult {
    public SendResult {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(security, "security");
        recipients = List.copyOf(recipients);
        failures = List.copyOf(failures);
    }

    /** True when every recipient's server took the message. */
    public boolean isSent() {
        return recipients.stream().allMatch(each -> each.status() == Status.SENT);
    }

    /** True when there is a recipient with this status. */
    public boolean hasAny(Status status) {
        return recipients.stream().anyMatch(each -> each.status() == status);
    }

    /** Recipients with this status. */
    public List<RecipientResult> with(Status status) {
        return recipients.stream().filter(each -> each.status() == status).toList();
    }

    @Override
    public String summary() {
        StringBuilder text = new StringBuilder("sent to ")
                .append(with(Status.SENT).size())
                .append(" of ")
                .append(recipients.size())
                .append(recipients.size() == 1 ? " recipient" : " recipients");
        append(text, Status.DEFERRED, "to be tried again");
        append(text, Status.REFUSED, "refused");
        append(text, Status.IN_DOUBT, "in doubt");
        append(text, Status.WITHHELD, "withheld");
        return text.toString();
    }

    private void append(StringBuilder text, Status status, String words) {
        int count = with(status).size();
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(words);
        }
    }

    /** The summary and the message id: recipients are somebody's addresses. */
    @Override
    public String toString() {
        return "SendResult[" + messageId + ", " + summary() + "]";
    }
}
