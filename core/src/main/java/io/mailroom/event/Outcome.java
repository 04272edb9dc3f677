package io.mailroom.event;

import java.util.Objects;

/**
 * What a handler answers. The four constants say all that is needed; {@link #because(String)} adds a reason that the
 * log, the status table and the administrator's notice repeat.
 */
public final class Outcome {
    /** What becomes of the event. */
    public enum Kind {
        /** Done. The library removes the event, then the files it named. */
        ACCEPTED,
        /** Done, and the handler is from now on the owner of the files the event names. */
        ACCEPTED_KEEPING_FILES,
        /** Not done; offered again, and put aside after the second failure (contract section 8). */
        FAILED,
        /** Not now: something the handler needs is away for a while. Offered again later, without counting. */
        LATER
    }

    /** Done; the library removes the event, then the files it named. */
    public static final Outcome ACCEPTED = new Outcome(Kind.ACCEPTED, "");

    /** Done; the files the event names are the handler's from now on. */
    public static final Outcome ACCEPTED_KEEPING_FILES = new Outcome(Kind.ACCEPTED_KEEPING_FILES, "");

    /** Not done; offered again, and put aside after the second failure. */
    public static final Outcome FAILED = new Outcome(Kind.FAILED, "");

    /** Not now; offered again later, without counting as a failure. */
    public static final Outcome LATER = new Outcome(Kind.LATER, "");

    private final Kind kind;
    private final String reason;

    private Outcome(Kind kind, String reason) {
        this.kind = kind;
        this.reason = reason;
    }

    /** The same outcome with a reason for the people who will look into it; no secrets, please. */
    public Outcome because(String reason) {
        return new Outcome(kind, Objects.requireNonNull(reason, "reason"));
    }

    public Kind kind() {
        return kind;
    }

    /** The reason given, or empty. */
    public String reason() {
        return reason;
    }

    /** True when the handler is done with the event for good. */
    public boolean isAccepted() {
        return kind == Kind.ACCEPTED || kind == Kind.ACCEPTED_KEEPING_FILES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcome that && kind == that.kind && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, reason);
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? kind.name() : kind + ": " + reason;
    }
}
