package io.mailroom;

import java.util.Objects;

/** The server said no. The connection is still good. */
public final class CommandRefusedException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String server;
    private final String advice;
    private final String command;
    private final String reply;

    /**
     * @param kind {@link ErrorKind#REFUSED}, {@link ErrorKind#REFUSED_FOR_NOW}, {@link ErrorKind#AUTHENTICATION} or
     *     {@link ErrorKind#IN_USE}
     * @param profile name of the profile
     * @param server {@code host:port}
     * @param command the verb that was refused, without arguments: they may be secret
     * @param reply what the server said, one line, already made safe to print
     * @param advice what to do, one or two sentences
     */
    public CommandRefusedException(
            ErrorKind kind, String profile, String server, String command, String reply, String advice) {
        super(
                kind,
                profile,
                "Profile " + profile + ": " + server + " refused " + command + " with \"" + reply + "\". " + advice,
                null);
        this.server = Objects.requireNonNull(server, "server");
        this.advice = Objects.requireNonNull(advice, "advice");
        this.command = Objects.requireNonNull(command, "command");
        this.reply = Objects.requireNonNull(reply, "reply");
    }

    /** {@code host:port} of the server. */
    public String server() {
        return server;
    }

    /** The verb that was refused, such as {@code PASS}. */
    public String command() {
        return command;
    }

    /** The server's words, one line, controls replaced. */
    public String reply() {
        return reply;
    }

    /** What to do, one or two sentences; also the end of the message. */
    public String advice() {
        return advice;
    }
}
