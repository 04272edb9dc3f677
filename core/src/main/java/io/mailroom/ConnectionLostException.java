package io.mailroom;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The line is gone, never came up, cannot be trusted, or no longer speaks the protocol. The next poll tries again. */
public final class ConnectionLostException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String server;
    private final String advice;

    /**
     * @param kind {@link ErrorKind#NETWORK} or {@link ErrorKind#TLS}
     * @param profile name of the profile
     * @param server {@code host:port}
     * @param what what happened and at which step, such as {@code no answer to RETR within 60 s}
     * @param advice what to do, one or two sentences
     * @param cause the I/O error behind it, or null
     */
    public ConnectionLostException(
            ErrorKind kind, String profile, String server, String what, String advice, @Nullable Throwable cause) {
        super(kind, profile, "Profile " + profile + ": " + server + ": " + what + ". " + advice, cause);
        this.server = Objects.requireNonNull(server, "server");
        this.advice = Objects.requireNonNull(advice, "advice");
    }

    /** {@code host:port} of the server. */
    public String server() {
        return server;
    }

    /** What to do, one or two sentences; also the end of the message. */
    public String advice() {
        return advice;
    }
}
