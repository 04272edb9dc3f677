package io.mailroom.spi;

/**
 * A line on which a server tells of new mail between sessions, such as IMAP's IDLE. It only hastens the next session: what
 * it does not tell of is found by polling. Used by one thread at a time, except that {@link #close()} may come from any.
 *
 * <p>Every method but {@code close} throws {@link io.mailroom.ConnectionLostException} when the line is gone or no longer
 * speaks the protocol; only {@code close} may follow then.
 */
public interface MailboxWatch extends AutoCloseable {
    /** What a server said, the least first. */
    enum Sign {
        /** Nothing. */
        NONE,
        /** Something; so the line is alive. */
        LIFE,
        /** That mail came. */
        MAIL
    }

    /** What came since the last look. Does not wait. */
    Sign look();

    /** Makes the server answer, and so proves that the line is alive; waits for the answer, no longer than the profile says. */
    Sign renew();

    /** Drops the line. Never throws; closing twice does nothing. */
    @Override
    void close();
}
