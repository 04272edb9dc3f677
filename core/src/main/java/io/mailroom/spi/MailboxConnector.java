package io.mailroom.spi;

import java.util.Optional;

/** Opens sessions with one mailbox. Usable from any thread; the library keeps at most one session open at a time. */
public interface MailboxConnector {
    /** Host name of the server as the profile gives it; part of message keys and index file names. */
    String server();

    /** Account name on that server; part of message keys and index file names. */
    String account();

    /**
     * Which of several stores of the account it is; part of message keys and index file names. Empty for the one that
     * every account has, such as INBOX.
     */
    default String folder() {
        return "";
    }

    /** What precedes the underscore in file names of this driver, such as {@code POP3}. */
    String filePrefix();

    /** Most messages the library takes in one session, 1 or more; when more are waiting the next session follows. */
    int batchSize();

    /**
     * Connects, secures the line, and logs in.
     *
     * @throws io.mailroom.CommunicationsException when that cannot be done; the error names server, reply and advice
     */
    Mailbox connect();

    /**
     * Connects, logs in, and has the server tell of new mail from now on. One line at a time; a session may be open besides.
     *
     * @return empty when the server cannot tell, or the profile does not want it
     * @throws io.mailroom.CommunicationsException as {@link #connect()}
     */
    default Optional<MailboxWatch> watch() {
        return Optional.empty();
    }
}
