package io.mailroom.benchmarks.receive;

import java.nio.file.Path;

/** One way to receive: stores every message of the INBOX below a directory, and deletes it on the server. */
interface Way {
    /**
     * @param expected messages that the mailbox holds
     * @return number of messages received
     */
    int receive(Account account, Path directory, int expected) throws Exception;
}
