package io.mailroom.smtp;

import io.mailroom.smtp.compose.FieldCheck;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which delivery status notifications the sender wants (RFC 3461). Sent only to servers that offer DSN.
 *
 * @param occasions when to be told; empty means {@code NEVER}
 * @param returned how much of the message comes back; null leaves it to the server
 * @param envelopeId our name for the sending, returned in the report: printable ASCII, at most 100 characters; null
 *     takes the Message-ID
 */
public record DsnRequest(
        Set<Occasion> occasions,
        @Nullable Returned returned,
        @Nullable String envelopeId) {
    /** Occasions for a notification. */
    public enum Occasion {
        /** Delivered, or passed on to a server that reports nothing. */
        SUCCESS,
        /** Not delivered and never will be. */
        FAILURE,
        /** Not delivered yet. */
        DELAY
    }

    /** How much of the message a report of failure brings back. */
    public enum Returned {
        /** All of it. */
        FULL,
        /** The header only. */
        HDRS
    }

    private static final int LONGEST_ENVELOPE_ID = 100;

    /**
     * @throws InvalidMessageException when the envelope id is not printable ASCII or too long
     */
    public DsnRequest {
        Objects.requireNonNull(occasions, "occasions");
        occasions = occasions.isEmpty() ? Set.of() : Set.copyOf(occasions);
        if (envelopeId != null) {
            FieldCheck.printable("DSN envelope id", envelopeId, LONGEST_ENVELOPE_ID);
        }
    }

    /** Told of failures and delays, with the header brought back. */
    public static DsnRequest ofFailures() {
        return new DsnRequest(EnumSet.of(Occasion.FAILURE, Occasion.DELAY), Returned.HDRS, null);
    }

    /** Told of these, with the header brought back. */
    public static DsnRequest of(Set<Occasion> occasions) {
        return new DsnRequest(occasions, Returned.HDRS, null);
    }

    /** The value of NOTIFY, such as {@code FAILURE,DELAY} or {@code NEVER}. */
    public String notifyValue() {
        return occasions.isEmpty()
                ? "NEVER"
                : occasions.stream().sorted().map(Occasion::name).collect(Collectors.joining(","));
    }

    /** How much comes back, when the request says so. */
    public Optional<Returned> returnedPart() {
        return Optional.ofNullable(returned);
    }

    /** Our own name for the sending, when the request gives one. */
    public Optional<String> ownEnvelopeId() {
        return Optional.ofNullable(envelopeId);
    }
}
