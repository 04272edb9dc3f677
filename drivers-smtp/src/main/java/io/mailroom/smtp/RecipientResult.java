package io.mailroom.smtp;

import java.util.Objects;

/**
 * What became of a message for one recipient.
 *
 * @param recipient address as it stood in the envelope
 * @param status what it came to
 * @param code the server's reply code, such as 250; 0 when no server said anything
 * @param enhancedCode such as {@code 5.1.1} (RFC 3463); empty when none was given
 * @param reply the server's words or ours, one line, safe to print
 * @param server {@code host:port} of the server asked last; empty when none was
 */
public record RecipientResult(
        String recipient, Status status, int code, String enhancedCode, String reply, String server) {
    /** What sending can come to. */
    public enum Status {
        /** A server took the message for this recipient. */
        SENT,
        /** Not sent, and trying again can help. */
        DEFERRED,
        /** Not sent, and trying again as it is will not help. */
        REFUSED,
        /**
         * The connection was lost after the end of the message was sent and before the answer came: a server may have
         * taken it. Never sent again by itself.
         */
        IN_DOUBT,
        /** Held back by a safety setting of the profile; no server was asked. */
        WITHHELD
    }

    public RecipientResult {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(enhancedCode, "enhancedCode");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(server, "server");
    }

    /** One line for people: {@code DEFERRED ann@example.org: 450 4.2.1 mailbox busy (mx.example.org:25)}. */
    @Override
    public String toString() {
        return status + " " + recipient + ": " + reply + (server.isEmpty() ? "" : " (" + server + ")");
    }
}
