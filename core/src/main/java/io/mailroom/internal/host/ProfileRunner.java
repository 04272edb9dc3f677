package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxStatus;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.spi.Receiver;
import io.mailroom.spi.SessionReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One profile at work: its service, and one session at a time. Usable from any thread. */
final class ProfileRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileRunner.class);

    private final Settings settings;
    private final Supplier<OpenedService> opener;
    private final @Nullable GroupRunner group;
    private final HealthRecord health;
    private final Announcer announcer;
    private final SpaceWatch space;
    private final Clock clock;
    private final ReentrantLock inSession = new ReentrantLock();
    private OpenedService opened;
    private boolean started;
    private boolean used;
    private volatile boolean paused;
    private volatile boolean closed;

    /**
     * @param opener opens a service; asked again when one could not start
     * @param group takes the events; null when the profile only sends
     */
    ProfileRunner(
            Settings settings,
            Supplier<OpenedService> opener,
            @Nullable GroupRunner group,
            HealthRecord health,
            Announcer announcer,
            SpaceWatch space,
            Clock clock) {
        this.settings = settings;
        this.opener = opener;
        this.group = group;
        this.health = health;
        this.announcer = announcer;
        this.space = space;
        this.clock = clock;
        this.opened = opener.get();
    }

    String name() {
        return settings.profile().name();
    }

    @Nullable
    GroupRunner group() {
        return group;
    }

    HealthRecord health() {
        return health;
    }

    Duration interval() {
        return settings.get(InboundParameters.POLLING_INTERVAL);
    }

    /** The host that sessions go to. */
    String server() {
        return service().receiver().map(Receiver::server).orElse("");
    }

    synchronized CommunicationsService service() {
        return opened.service();
    }

    /** Starts the service; once it has started, does nothing. A service that could not start is replaced by a new one. */
    synchronized void start() {
        if (started || closed) {
            return;
        }
        if (used) {
            opened.close();
            opened = opener.get();
        }
        used = true;
        opened.service().start();
        if (paused) {
            opened.service().suspend();
        }
        started = true;
    }

    /**
     * One session. Nothing is asked of the server while the group is paused or has more events waiting than it may.
     *
     * @throws CommunicationsException when it failed; the next one tries again
     */
    SessionReport receive() {
        return session(Receiver::receive);
    }

    /** The same, which takes more than a batch where that spares a session that would follow at once. */
    SessionReport receiveBatches() {
        return session(receiver -> receiver.receive(() -> !isHeldUp()));
    }

    private SessionReport session(Function<Receiver, SessionReport> how) {
        if (isHeldUp()) {
            return SessionReport.EMPTY;
        }
        inSession.lock();
        try {
            if (closed) {
                return SessionReport.EMPTY;
            }
            start();
            Receiver receiver = service()
                    .receiver()
                    .orElseThrow(
                            () -> new IllegalStateException("Profile " + name() + " only sends; it has no mailbox."));
            Instant began = clock.instant();
            SessionReport report = how.apply(receiver);
            space.recovered(name());
            announcer.tell(listener -> listener.sessionEnded(name(), report));
            if (health.succeeded(began, clock.instant(), report)) {
                tellOfHealth();
            }
            return report;
        } catch (CommunicationsException e) {
            failed(e);
            throw e;
        } catch (RuntimeException e) { // a fault of ours, which must not pass for a mailbox without mail
            failed(e);
            throw e;
        } finally {
            inSession.unlock();
        }
    }

    private void failed(RuntimeException error) {
        if (health.failed(error, clock.instant()) && !closed) { // that we broke it off is no illness
            tellOfHealth();
        }
    }

    private void tellOfHealth() {
        MailboxHealth now = health.read();
        announcer.tell(listener -> listener.healthChanged(now));
    }

    /** The server told of new mail. */
    void mailTold() {
        health.told(clock.instant());
    }

    /** The messages of the profile that were put aside. */
    FailedMessages failed() {
        return new BetweenSessions(
                () -> service()
                        .receiver()
                        .orElseThrow(() ->
                                new IllegalStateException("Profile " + name() + " only sends; nothing of it fails."))
                        .failed(),
                inSession);
    }

    private boolean isHeldUp() {
        if (paused || group == null) {
            return paused;
        }
        if (group.isPaused()) {
            return true;
        }
        boolean full = group.isFull(name());
        if (full) {
            announcer.tell(listener -> listener.status(name(), "waiting for the handler: too many events are queued"));
        }
        return full;
    }

    /**
     * A line on which the server tells of new mail; empty when it cannot.
     *
     * @throws CommunicationsException when none came about
     */
    Optional<MailboxWatch> openWatch() {
        return closed ? Optional.empty() : service().receiver().flatMap(Receiver::watch);
    }

    /** What went wrong is logged and announced, for a poll that nobody waits for. */
    void tell(CommunicationsException e) {
        if (!space.failed(name(), group == null ? "" : group.name(), e)) {
            return;
        }
        if (e.kind() != ErrorKind.SPOOL_FULL) {
            LOG.atWarn()
                    .addKeyValue("profile", name())
                    .addKeyValue("kind", e.kind())
                    .log("Session failed; a later poll tries again. {}", e.getMessage());
        }
        announcer.tell(listener -> listener.sessionFailed(name(), e));
    }

    CommandResult invoke(Command command) {
        return service().invoke(command);
    }

    /** No further message is begun. */
    void suspend() {
        paused = true;
        service().suspend();
    }

    void resume() {
        paused = false;
        service().resume();
    }

    boolean isPaused() {
        return paused;
    }

    MailboxStatus status(Optional<Instant> nextPoll, boolean watched) {
        MailboxHealth now = health.read();
        return new MailboxStatus(
                group == null ? "" : group.name(),
                server(),
                state(now.failures()),
                now,
                nextPoll,
                watched,
                health.received());
    }

    private MailboxStatus.State state(int failures) {
        if (inSession.isLocked()) {
            return MailboxStatus.State.IN_SESSION;
        }
        if (paused || group != null && group.isPaused()) {
            return MailboxStatus.State.PAUSED;
        }
        if (space.isWaiting(name())) {
            return MailboxStatus.State.WAITING_FOR_SPACE;
        }
        return failures > 0 ? MailboxStatus.State.BACKING_OFF : MailboxStatus.State.WAITING;
    }

    /** Waits until no session is under way, at most so long. */
    boolean awaitSession(Duration most) {
        try {
            if (inSession.tryLock(most.toNanos(), TimeUnit.NANOSECONDS)) {
                inSession.unlock();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
        return false;
    }

    /** Waits for the session at work, at most so long, then closes. */
    void close(Duration grace) {
        service().suspend();
        awaitSession(grace);
        closed = true;
        space.recovered(name());
        synchronized (this) {
            opened.close();
        }
    }
}
