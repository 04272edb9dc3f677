package io.mailroom.spi;

import java.util.Objects;

/**
 * Something a service is asked to do.
 *
 * @param name one of {@link CommunicationsDriver#commands()}, such as {@code SendMessage}
 * @param payload what the command is about, of the type the driver documents for it
 */
public record Command(String name, Object payload) {
    public Command {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(payload, "payload");
    }

    /** The name alone: the payload is somebody's mail. */
    @Override
    public String toString() {
        return "Command[" + name + "]";
    }
}
