package io.mailroom.internal.host;

import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;

/**
 * What comes of a command in test mode: nothing.
 *
 * @param command that was not carried out
 */
record TestModeResult(Command command) implements CommandResult {
    @Override
    public String summary() {
        return "test mode: " + command.name() + " was not carried out";
    }
}
