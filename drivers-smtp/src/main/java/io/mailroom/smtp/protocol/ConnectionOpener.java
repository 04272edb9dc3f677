package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;

/** Opens connections that are ready for messages. Usable from any thread. */
@FunctionalInterface
public interface ConnectionOpener {
    /**
     * Opens one.
     *
     * @throws CommunicationsException when it did not come about, or not as the server's policy demands
     */
    SmtpConnection open(SmtpServer server);
}
