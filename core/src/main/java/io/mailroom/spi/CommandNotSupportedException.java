package io.mailroom.spi;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;

/** The driver does not know the command. */
public final class CommandNotSupportedException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param command name of the command
     * @param advice what to do, one or two sentences
     */
    public CommandNotSupportedException(String command, String advice) {
        super(ErrorKind.COMMAND_NOT_SUPPORTED, null, "Command \"" + command + "\" is not supported. " + advice, null);
    }
}
