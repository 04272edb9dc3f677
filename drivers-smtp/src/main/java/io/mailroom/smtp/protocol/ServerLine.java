package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.RecipientResult.Status;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One server with its connections, and what was learned from its failures. Usable from any thread. */
public final class ServerLine implements AutoCloseable {
    private final SmtpServer server;
    private final ConnectionPool pool;
    private final ServerRest rest;
    private final ServerRest loginRest;
    private final AtomicBoolean tidying = new AtomicBoolean();
    private volatile @Nullable CommunicationsException loginRefusal;
    private volatile String security = "";

    /** @param connections most connections at once */
    public ServerLine(SmtpServer server, ConnectionOpener opener, int connections, Clock clock) {
        this.server = server;
        this.pool = new ConnectionPool(server, opener, connections, System::nanoTime);
        this.rest = new ServerRest(clock);
        this.loginRest = new ServerRest(clock);
    }

    /** True while another server should be asked first. */
    public boolean isResting() {
        return rest.isOn();
    }

    /** {@code host:port}. */
    public String name() {
        return server.name();
    }

    /** {@code tls} or {@code none} as of the last connection; empty before the first. */
    public String security() {
        return security;
    }

    /** Submits a message. Answers rather than throws. */
    public DeliveryResult deliver(Submission submission) {
        DeliveryResult result = deliverOnce(submission);
        // a connection that died while it was idle says nothing about the server: once more over the next one
        for (int i = 0; result.stale() && i < ConnectionPool.MOST_MESSAGES; i++) {
            result = deliverOnce(submission);
        }
        if (result.serverFailure().isPresent()) {
            rest.begin();
        } else {
            rest.end();
        }
        return result;
    }

    private DeliveryResult deliverOnce(Submission submission) {
        CommunicationsException refusal = loginRefusal;
        if (refusal != null && loginRest.isOn()) {
            return failed(submission, refusal); // asking over and over gets accounts locked
        }
        SmtpConnection connection;
        try {
            connection = pool.take();
        } catch (CommunicationsException failed) {
            if (failed.kind() == ErrorKind.AUTHENTICATION) {
                loginRefusal = failed;
                loginRest.begin();
            }
            return failed(submission, failed);
        }
        loginRest.end();
        security = connection.security();
        try {
            return connection.submit(submission);
        } finally {
            pool.give(connection);
            closeIdleLater();
        }
    }

    private DeliveryResult failed(Submission submission, CommunicationsException failure) {
        Status status = failure.kind() == ErrorKind.REFUSED ? Status.REFUSED : Status.DEFERRED;
        List<String> all = submission.envelope().recipients();
        List<RecipientResult> results = all.stream()
                .map(recipient -> new RecipientResult(
                        recipient, status, 0, "", String.valueOf(failure.getMessage()), server.name()))
                .toList();
        return new DeliveryResult(results, Set.copyOf(all), failure, false);
    }

    private void closeIdleLater() {
        if (tidying.compareAndSet(false, true)) {
            long seconds = ConnectionPool.LONGEST_IDLE.toSeconds() + 1;
            CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> {
                tidying.set(false);
                pool.closeIdle();
                if (!pool.hasNoneIdle()) {
                    closeIdleLater();
                }
            });
        }
    }

    /** Lets go of the connections as they come back. */
    @Override
    public void close() {
        pool.close();
    }

    /** Drops every connection now. */
    public void cut() {
        pool.cut();
    }
}
