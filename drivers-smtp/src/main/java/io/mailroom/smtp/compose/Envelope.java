package io.mailroom.smtp.compose;

import io.mailroom.smtp.DsnRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What MAIL FROM and RCPT TO say (RFC 5321 §3.3), apart from the header.
 *
 * @param sender checked address, or empty for the null sender
 * @param recipients checked addresses, each once, never empty
 * @param dsn which notifications are wanted, or null
 */
public record Envelope(
        String sender, List<String> recipients, @Nullable DsnRequest dsn) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** Which notifications are wanted. */
    public Optional<DsnRequest> request() {
        return Optional.ofNullable(dsn);
    }

    /** The same for fewer recipients. */
    public Envelope to(List<String> others) {
        return new Envelope(sender, others, dsn);
    }

    /** True when an address cannot be written in ASCII (RFC 6531). */
    public boolean needsUtf8() {
        return AddressCheck.needsUtf8(sender) || recipients.stream().anyMatch(AddressCheck::needsUtf8);
    }

    /** Counts only: the addresses are somebody's. */
    @Override
    public String toString() {
        return "Envelope[" + recipients.size() + " recipients]";
    }
}
