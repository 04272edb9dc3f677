package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.spi.MailboxWatch.Sign;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mailbox whose server may tell of new mail as it comes.
 *
 * <pre>
 * due -> opening -> watched -> renewing -> watched ...
 *  ^        |          |           |
 *  +--------+----------+-----------+   lost: opened again, later each time
 * </pre>
 *
 * What a session finds that the server did not tell of is a suspicion; when no sign follows, the line is opened anew, and
 * after some of these in a row the server is left to polling for a while. Usable from any thread.
 */
final class WatchedMailbox {
    /** A server may end IDLE after 30 minutes (RFC 2177), and a router may forget a silent connection sooner. */
    static final Duration RENEW = Duration.ofMinutes(9);

    /** How late a sign may come after a session that found what it is about. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How often in a row a server may fail to tell of mail. */
    static final int MOST_LIES = 3;

    /** How long such a server is polled only; also one that cannot tell of mail at all. */
    static final Duration REST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(WatchedMailbox.class);

    private enum State {
        DUE,
        OPENING,
        WATCHED,
        RENEWING,
        CLOSED
    }

    private final String profile;
    private final Supplier<Optional<MailboxWatch>> opener;
    private final Duration interval;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final Consumer<Sign> whenSessionIsDue;
    private State state = State.DUE;
    private @Nullable MailboxWatch watch;
    private long dueNanos;
    private int failures;
    private boolean told;
    private boolean suspected;
    private long suspectedNanos;
    private int lies;

    /**
     * @param opener opens a line; waits for the server
     * @param interval of polling
     * @param whenSessionIsDue told when a session should begin, and by which sign: of mail, or of a line that is up; quick
     */
    WatchedMailbox(
            String profile,
            Supplier<Optional<MailboxWatch>> opener,
            Duration interval,
            Backoff backoff,
            LongSupplier nanoTime,
            Consumer<Sign> whenSessionIsDue) {
        this.profile = profile;
        this.opener = opener;
        this.interval = interval;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.whenSessionIsDue = whenSessionIsDue;
        this.dueNanos = nanoTime.getAsLong();
    }

    synchronized boolean isWatched() {
        return state == State.WATCHED || state == State.RENEWING;
    }

    /** Looks, without waiting. @return what has to wait for the server, if anything: to be run where that does no harm */
    synchronized Optional<Runnable> look() {
        boolean due = dueNanos - nanoTime.getAsLong() <= 0;
        if (state == State.DUE && due) {
            state = State.OPENING;
            return Optional.of(this::open);
        }
        if (state != State.WATCHED || watch == null) {
            return Optional.empty();
        }
        if (due) {
            state = State.RENEWING;
            return Optional.of(this::renew);
        }
        try {
            heard(watch.look());
        } catch (CommunicationsException e) {
            lost(e);
        }
        checkSuspicion();
        return Optional.empty();
    }

    private void open() {
        Optional<MailboxWatch> opened;
        try {
            opened = opener.get();
        } catch (CommunicationsException e) {
            lost(e);
            return;
        }
        opened(opened);
    }

    private void opened(Optional<MailboxWatch> opened) {
        synchronized (this) {
            if (state == State.CLOSED) {
                opened.ifPresent(MailboxWatch::close);
                return;
            }
            failures = 0;
            if (opened.isEmpty()) {
                rest();
                return;
            }
            watch = opened.get();
            state = State.WATCHED;
            dueNanos = nanoTime.getAsLong() + RENEW.toNanos();
            suspected = false;
            told = true;
        }
        whenSessionIsDue.accept(Sign.LIFE); // what came before the line was up was told to nobody
    }

    private void renew() {
        MailboxWatch renewed = watch;
        if (renewed == null) {
            return;
        }
        Sign sign;
        try {
            sign = renewed.renew();
        } catch (CommunicationsException e) {
            lost(e);
            return;
        }
        synchronized (this) {
            if (state == State.RENEWING) {
                state = State.WATCHED;
                dueNanos = nanoTime.getAsLong() + RENEW.toNanos();
                heard(sign == Sign.MAIL ? Sign.MAIL : Sign.NONE); // an answer to a question is no news
            }
        }
    }

    private synchronized void heard(Sign sign) {
        if (sign == Sign.NONE) {
            return;
        }
        suspected = false;
        lies = 0;
        if (sign == Sign.MAIL) {
            told = true;
            whenSessionIsDue.accept(Sign.MAIL);
        }
    }

    /** A session went well. */
    synchronized void sessionEnded(int handedOver) {
        if (state == State.WATCHED && handedOver > 0 && !told && !suspected) {
            suspected = true;
            suspectedNanos = nanoTime.getAsLong();
        }
        told = false;
    }

    private synchronized void checkSuspicion() {
        if (!suspected || nanoTime.getAsLong() - suspectedNanos < PATIENCE.toNanos()) {
            return;
        }
        suspected = false;
        lies++;
        drop();
        if (lies < MOST_LIES) {
            state = State.DUE;
            dueNanos = nanoTime.getAsLong();
            return;
        }
        lies = 0;
        LOG.atWarn()
                .addKeyValue("profile", profile)
                .log(
                        "The server does not tell of new mail although it agreed to (IDLE); its mailbox is polled only for"
                                + " the next {} minutes",
                        REST.toMinutes());
        rest();
    }

    private synchronized void rest() {
        state = State.DUE;
        dueNanos = nanoTime.getAsLong() + REST.toNanos();
    }

    private synchronized void lost(CommunicationsException error) {
        drop();
        if (state == State.CLOSED) {
            return;
        }
        failures++;
        state = State.DUE;
        long wait = backoff.afterFailure(error.kind(), failures, interval);
        boolean first = failures == 1 && error.kind() == ErrorKind.NETWORK;
        dueNanos = nanoTime.getAsLong() + (first ? Math.min(wait, TimeUnit.SECONDS.toNanos(5)) : wait);
        LOG.atDebug()
                .addKeyValue("profile", profile)
                .log("The line for news of mail is gone; polling goes on. {}", error.getMessage());
    }

    private synchronized void drop() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    synchronized void close() {
        state = State.CLOSED;
        drop();
    }
}
