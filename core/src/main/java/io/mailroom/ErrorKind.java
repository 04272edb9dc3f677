package io.mailroom;

/** The result codes of a driver (contract section 11), as kinds of {@link CommunicationsException}. */
public enum ErrorKind {
    /** The profile was refused before anything started; whoever wrote it has to act. */
    INVALID_PROFILE(false),
    /** The driver does not know the command. */
    COMMAND_NOT_SUPPORTED(false),
    /** The server said no and will say no again. */
    REFUSED(false),
    /** The server said no for now. */
    REFUSED_FOR_NOW(true),
    /** The server did not accept the account; the message stays, the next attempt backs off. */
    AUTHENTICATION(true),
    /** The line is gone, never came up, or no longer speaks the protocol. */
    NETWORK(true),
    /** No trusted connection could be made: certificate, host name, protocol version, or STARTTLS refused. */
    TLS(true),
    /** Our own disk failed; the operator has to act. */
    SPOOL(true),
    /** Our own disk is full, or nearly: receiving pauses, and goes on by itself once there is space. */
    SPOOL_FULL(true),
    /** Another owner holds what was asked for. */
    IN_USE(true);

    private final boolean temporary;

    ErrorKind(boolean temporary) {
        this.temporary = temporary;
    }

    /** True when the same call may succeed later with nothing changed in the profile. */
    public boolean isTemporary() {
        return temporary;
    }
}
