package io.mailroom.mime;

import java.util.List;
import java.util.Objects;

/**
 * What the text of a message lets one believe: that it reports a failed delivery, though it says so in no standard
 * form. A guess by rules, kept apart from {@link DeliveryStatus}, which a server states field by field. Immutable.
 *
 * @param recipients the addresses that failed, as the text spells them, in its order; never empty
 * @param kind whether a later try may succeed
 * @param status the enhanced status code (RFC 3463) that the text gives, else the one usual for the reason found
 * @param confidence 70 to 100
 * @param rule the names of the rules that decided, system and reason, such as {@code exim/mailbox-full}
 */
public record Bounce(List<String> recipients, Kind kind, String status, int confidence, String rule) {
    /** Whether it is worth trying again. */
    public enum Kind {
        /** The address does not exist, or its server does not want the message. */
        PERMANENT,
        /** A delay, a full mailbox or a server out of reach, even when the reporting server has given up. */
        TEMPORARY
    }

    /** Copies the list. */
    public Bounce {
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(rule, "rule");
    }
}
