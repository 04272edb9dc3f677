package io.mailroom.smtp;

/** Hears what became of queued messages. Called by the outbox's threads; what it throws is logged and changes nothing. */
@FunctionalInterface
public interface OutboxListener {
    /** A message has come to rest: it is {@code DONE}, {@code GIVEN_UP} or {@code IN_DOUBT}. */
    void settled(OutboxEntry entry);
}
