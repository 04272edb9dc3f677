package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The open connections to one server: used one after the other by many messages, probed before use when they have been
 * idle, given up after {@link #MOST_MESSAGES} messages or {@link #LONGEST_LIFE}. When the server turns one away with
 * 421 the pool does with those it has, for {@link #RELUCTANCE}. Usable from any thread.
 */
public final class ConnectionPool implements AutoCloseable {
    /** Most messages of one connection: 100. */
    public static final int MOST_MESSAGES = 100;

    /** Longest use of one connection: 5 minutes. */
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    /** A connection idle for longer is asked whether it is still there: 1 second. */
    public static final Duration TRUSTED_IDLE = Duration.ofSeconds(1);

    /** A connection idle for longer is closed: 30 seconds. */
    public static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    /** How long a 421 keeps the pool small: 10 minutes. */
    public static final Duration RELUCTANCE = Duration.ofMinutes(10);

    private final SmtpServer server;
    private final ConnectionOpener opener;
    private final int most;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private final Set<SmtpConnection> busy = new HashSet<>();
    private final Map<SmtpConnection, Long> openedAt = new HashMap<>();
    private final Map<SmtpConnection, Long> idleSince = new HashMap<>();
    private int opening;
    private int limit;
    private long reluctantSince;
    private boolean closed;

    /** @param most connections at once, 1 or more */
    public ConnectionPool(SmtpServer server, ConnectionOpener opener, int most, LongSupplier nanoTime) {
        this.server = server;
        this.opener = opener;
        this.most = most;
        this.limit = most;
        this.nanoTime = nanoTime;
    }

    /**
     * A connection for one message, to be given back. Waits while all are in use.
     *
     * @throws CommunicationsException when none can be had
     */
    public SmtpConnection take() {
        long deadline = nanoTime.getAsLong() + server.finalDotTimeout().toNanos();
        while (true) {
            SmtpConnection candidate = waitForTurn(deadline);
            if (candidate == null) {
                try {
                    return open();
                } catch (CommunicationsException failed) {
                    if (!SmtpConnector.isTurnedAway(failed) || !makeDoWithFewer()) {
                        throw failed;
                    }
                }
            } else if (isFresh(candidate)) {
                return candidate;
            } else {
                discard(candidate);
            }
        }
    }

    /** An idle connection, now busy; or null when the caller may open a new one, which is then counted. */
    private @org.jspecify.annotations.Nullable SmtpConnection waitForTurn(long deadline) {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw lost("the service is closed");
                }
                SmtpConnection candidate = idle.pollLast(); // the one used last is the likeliest to be alive
                if (candidate != null) {
                    busy.add(candidate);
                    return candidate;
                }
                if (limit < most && nanoTime.getAsLong() - reluctantSince > RELUCTANCE.toNanos()) {
                    limit = most;
                }
                if (busy.size() + opening < limit) {
                    opening++;
                    return null;
                }
                long left = deadline - nanoTime.getAsLong();
                if (left <= 0) {
                    throw lost("all " + limit + " connections stayed in use");
                }
                if (given.awaitNanos(left) <= 0) {
                    throw lost("all " + limit + " connections stayed in use");
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw lost("interrupted while waiting for a connection");
        } finally {
            lock.unlock();
        }
    }

    private SmtpConnection open() {
        SmtpConnection opened = null;
        try {
            opened = opener.open(server);
            return opened;
        } finally {
            lock.lock();
            try {
                opening--;
                if (opened != null) {
                    busy.add(opened);
                    openedAt.put(opened, nanoTime.getAsLong());
                }
                given.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** After a 421: true when another connection is in use, whose turn end is worth waiting for. */
    private boolean makeDoWithFewer() {
        lock.lock();
        try {
            int others = busy.size() + idle.size();
            if (others == 0) {
                return false;
            }
            limit = Math.max(1, Math.min(limit - 1, others));
            reluctantSince = nanoTime.getAsLong();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(SmtpConnection connection) {
        long now = nanoTime.getAsLong();
        long since;
        lock.lock();
        try {
            since = idleSince.getOrDefault(connection, now);
        } finally {
            lock.unlock();
        }
        if (isWornOut(connection)) {
            return false;
        }
        return now - since <= TRUSTED_IDLE.toNanos() || connection.answers();
    }

    private boolean isWornOut(SmtpConnection connection) {
        long now = nanoTime.getAsLong();
        lock.lock();
        try {
            return !connection.isUsable()
                    || connection.messages() >= MOST_MESSAGES
                    || now - openedAt.getOrDefault(connection, now) > LONGEST_LIFE.toNanos()
                    || now - idleSince.getOrDefault(connection, now) > LONGEST_IDLE.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Gives a connection back after its message. */
    public void give(SmtpConnection connection) {
        boolean wornOut = isWornOut(connection);
        lock.lock();
        try {
            if (!closed && !wornOut) {
                busy.remove(connection);
                idleSince.put(connection, nanoTime.getAsLong());
                idle.addLast(connection);
                given.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        discard(connection);
    }

    private void discard(SmtpConnection connection) {
        lock.lock();
        try {
            busy.remove(connection);
            idle.remove(connection);
            openedAt.remove(connection);
            idleSince.remove(connection);
            given.signal();
        } finally {
            lock.unlock();
        }
        connection.quit();
    }

    /** Says goodbye on connections that have been idle for long. */
    public void closeIdle() {
        takeIdle(true).forEach(this::discard);
    }

    private Set<SmtpConnection> takeIdle(boolean wornOutOnly) {
        lock.lock();
        try {
            Set<SmtpConnection> taken = new HashSet<>(idle);
            taken.removeIf(connection -> wornOutOnly && !isWornOut(connection));
            idle.removeAll(taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** True when no connection is idle. */
    public boolean hasNoneIdle() {
        lock.lock();
        try {
            return idle.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the idle ones now and each busy one when it comes back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            given.signalAll();
        } finally {
            lock.unlock();
        }
        takeIdle(false).forEach(this::discard);
    }

    /** Drops the busy connections too: what is on its way is cut. */
    public void cut() {
        close();
        busyNow().forEach(SmtpConnection::close);
    }

    private Set<SmtpConnection> busyNow() {
        lock.lock();
        try {
            return new HashSet<>(busy);
        } finally {
            lock.unlock();
        }
    }

    /** How many connections may be open now. */
    public int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    private ConnectionLostException lost(String what) {
        return new ConnectionLostException(
                ErrorKind.NETWORK, server.profile(), server.name(), what, "Trying again later may help.", null);
    }
}
