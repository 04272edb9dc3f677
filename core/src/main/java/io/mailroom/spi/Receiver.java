package io.mailroom.spi;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The receiving half of a service. Used by one thread at a time. */
public interface Receiver {
    /**
     * One session with the server: looks for what is new, and hands it to the {@link ServiceClient}.
     *
     * @return what happened; when {@link SessionReport#moreWaiting()} is true the next session may follow at once
     * @throws io.mailroom.CommunicationsException when the session failed; nothing is lost, the next one tries again
     */
    SessionReport receive();

    /**
     * The same for somebody who would begin the next session at once: when more is waiting, and what was taken in is
     * committed, it goes on with what it has listed, where the protocol can commit without an end. Otherwise it ends as
     * {@link #receive()} does.
     *
     * @param mayGoOn asked before each further batch
     */
    default SessionReport receive(BooleanSupplier mayGoOn) {
        return receive();
    }

    /**
     * A line on which the server tells of new mail between sessions. Waits for the server, and may be called while a session
     * is under way.
     *
     * @return empty when the server cannot tell
     * @throws io.mailroom.CommunicationsException when no line came about; polling goes on
     */
    default Optional<MailboxWatch> watch() {
        return Optional.empty();
    }

    /** The host that sessions go to, whose number of connections at a time is limited; empty when there is none. */
    default String server() {
        return "";
    }

    /** The messages that were put aside; asked between sessions, once the service is started. */
    default FailedMessages failed() {
        throw new IllegalStateException("This receiver puts no message aside.");
    }
}
