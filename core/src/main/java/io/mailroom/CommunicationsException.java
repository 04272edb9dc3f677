package io.mailroom;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one family of errors an application sees. The message says where, what the other side said, and what to do;
 * the {@link #kind()} says who has to act.
 *
 * <p>Unchecked, because only the caller's outermost loop can do anything about most of them. No message, and no cause's
 * message, ever holds a secret.
 */
public abstract class CommunicationsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable String profile;

    /**
     * @param kind who has to act
     * @param profile the profile at work, or null when none was known yet
     * @param message a whole paragraph for a person: where, what was said, what to do
     * @param cause what brought it about, or null
     */
    protected CommunicationsException(
            ErrorKind kind, @Nullable String profile, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.profile = profile;
    }

    /** Who has to act, and whether trying again can help. */
    public final ErrorKind kind() {
        return kind;
    }

    /** The profile at work when it happened. */
    public final Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** True when the same call may succeed later with nothing changed. */
    public final boolean isTemporary() {
        return kind.isTemporary();
    }
}
