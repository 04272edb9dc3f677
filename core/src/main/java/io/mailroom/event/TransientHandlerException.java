package io.mailroom.event;

import org.jspecify.annotations.Nullable;

/** Thrown by a handler to say {@link Outcome#LATER}: the event is fine, something it needs is away for a while. */
public final class TransientHandlerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is away, for the log and the status table
     * @param cause what brought it about, or null
     */
    public TransientHandlerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
