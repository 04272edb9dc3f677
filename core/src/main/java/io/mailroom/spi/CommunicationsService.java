package io.mailroom.spi;

import io.mailroom.event.Outcome;
import java.util.Optional;

/**
 * One running driver for one profile. A life has few states: new, running, suspended, closed; closing is always safe.
 * All methods may be called from any thread.
 */
public interface CommunicationsService extends AutoCloseable {
    /**
     * Gets ready: takes locks, creates directories, recovers what an earlier process left. Connects to nothing.
     *
     * @throws IllegalStateException when started before
     * @throws io.mailroom.CommunicationsException when something it needs cannot be had
     */
    void start();

    /**
     * The receiving half, for a driver that raises events. The host calls {@link Receiver#receive()} when it is time
     * to look; the service has no timer of its own.
     */
    default Optional<Receiver> receiver() {
        return Optional.empty();
    }

    /**
     * Carries out a command and waits for its result.
     *
     * @throws io.mailroom.CommunicationsException when it could not be carried out; the kind says what to expect of
     *     trying again. A driver that does not know the command throws {@link CommandNotSupportedException}
     */
    default CommandResult invoke(Command command) {
        throw new CommandNotSupportedException(command.name(), "This driver carries out no commands.");
    }

    /** Event handling has finished: the answer is durable, the event will not come again. */
    default void finished(String trackingId, Outcome outcome) {}

    /** Stops taking on new work after the message in hand. Suspending twice does nothing. */
    void suspend();

    /** Takes on work again. */
    void resume();

    /** Lets the message in hand finish, then releases connections and locks. Closing twice does nothing. */
    @Override
    void close();
}
