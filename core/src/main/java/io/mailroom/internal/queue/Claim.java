package io.mailroom.internal.queue;

import java.util.Objects;

/**
 * An event in hand. Ends in exactly one of {@link EventQueue#accept}, {@link EventQueue#fail}, {@link EventQueue#pause} and
 * {@link EventQueue#giveBack}.
 *
 * @param name its file
 * @param event what is in it
 */
public record Claim(EventName name, QueuedEvent event) {
    public Claim {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(event, "event");
    }

    /** 1 for the first call of the handler, then counting up. */
    public int attempt() {
        return name.attempts();
    }

    /** True when an earlier call may have had its effect before the process died. */
    public boolean possibleDuplicate() {
        return name.possibleDuplicate();
    }
}
