package io.mailroom.spi;

import java.io.IOException;
import java.util.List;

/**
 * One session with one account's store on a server, from greeting to QUIT or LOGOUT. Used by one thread, except that
 * {@link #close()} may come from another to end a call that waits.
 *
 * <p>Deleting is a mark, {@link #finish()} the commit: until it has returned normally the server may bring everything
 * back. A session that is closed without finishing commits nothing that the protocol lets us take back.
 *
 * <p>Every method throws {@link io.mailroom.ConnectionLostException} when the line is gone or no longer speaks the
 * protocol; the session is useless then, and only {@code close} may follow.
 */
public interface Mailbox extends AutoCloseable {
    /** Everything the mailbox holds, in the server's order. Bounded by what the driver documents. */
    List<MessageRef> list();

    /**
     * Fetches messages, each streamed byte for byte to the sink. A driver may ask for all of them in one go; the sink sees
     * one after the other, in the order given unless the server prefers another. Does not change the messages on the server, not even a flag.
     *
     * <p>A message the server will not give ends in {@link RetrievalSink#refused}; the others follow.
     *
     * @throws IOException what the sink threw, unchanged; the line is closed then
     */
    void retrieve(List<MessageRef> messages, RetrievalSink sink) throws IOException;

    /**
     * Marks messages for deletion. Where the protocol cannot take a mark back, the driver keeps the marks to itself and
     * tells the server in {@link #finish()}, when each message has its outcome on record. Each one ends in exactly one call of
     * the receipt, in the order given.
     */
    void markDeleted(List<MessageRef> messages, DeletionReceipt receipt);

    /**
     * Commits the marks so far and lets the session go on, so that a full mailbox need not be listed for each batch anew.
     * What was listed and not fetched yet may still be fetched then.
     *
     * @return false when the protocol cannot; nothing was done then, and {@link #finish()} has to commit
     * @throws io.mailroom.CommandRefusedException when the server says that it kept some or all of them; the session has to
     *     be closed then
     */
    default boolean commit() {
        return false;
    }

    /**
     * Commits the marks and ends the session.
     *
     * @throws io.mailroom.CommandRefusedException when the server says that it kept some or all of them
     */
    void finish();

    /** Drops the line without committing. Never throws; closing twice does nothing. */
    @Override
    void close();

    /** Hears of each message's mark. */
    interface DeletionReceipt {
        void marked(MessageRef message);

        /** @param reply what the server said, one line, safe to print */
        void refused(MessageRef message, String reply);
    }
}
