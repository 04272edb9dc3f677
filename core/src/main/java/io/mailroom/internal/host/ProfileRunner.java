package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.Receiver;
import io.mailroom.spi.SessionReport;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One profile at work: its service, and one session at a time. */
final class ProfileRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileRunner.class);

    private final String name;
    private final Settings settings;
    private final CommunicationsService service;
    private final @Nullable GroupRunner group;
    private final @Nullable DebugLog log;
    private final Announcer announcer;
    private final ReentrantLock inSession = new ReentrantLock();
    private boolean started;

    ProfileRunner(
            String name,
            Settings settings,
            CommunicationsService service,
            @Nullable GroupRunner group,
            @Nullable DebugLog log,
            Announcer announcer) {
        this.name = name;
        this.settings = settings;
        this.service = service;
        this.group = group;
        this.log = log;
        this.announcer = announcer;
    }

    String name() {
        return name;
    }

    Settings settings() {
        return settings;
    }

    CommunicationsService service() {
        return service;
    }

    @Nullable
    GroupRunner group() {
        return group;
    }

    boolean receives() {
        return group != null && service.receiver().isPresent();
    }

    Duration interval() {
        return settings.get(InboundParameters.POLLING_INTERVAL);
    }

    /** Starts the service; a second time does nothing. */
    synchronized void start() {
        if (!started) {
            service.start();
            started = true;
        }
    }

    /**
     * One session. Nothing is asked of the server while the group has more events waiting than it may.
     *
     * @throws CommunicationsException when it failed; the next one tries again
     */
    SessionReport receive() {
        Receiver receiver = service.receiver()
                .orElseThrow(() -> new IllegalStateException("Profile " + name + " only sends; it has no mailbox."));
        if (group != null && group.isFull()) {
            announcer.tell(listener -> listener.status(
                    name, "waiting for the handler: " + GroupRunner.MAX_WAITING + " events are queued"));
            return SessionReport.EMPTY;
        }
        inSession.lock();
        try {
            SessionReport report = receiver.receive();
            announcer.tell(listener -> listener.sessionEnded(name, report));
            return report;
        } finally {
            inSession.unlock();
        }
    }

    /** The same for a poll that nobody waits for: what goes wrong is logged and announced. */
    SessionReport receiveUnattended() {
        try {
            return receive();
        } catch (CommunicationsException e) {
            LOG.atWarn()
                    .addKeyValue("profile", name)
                    .addKeyValue("kind", e.kind())
                    .log("Session failed; the next poll tries again. {}", e.getMessage());
            announcer.tell(listener -> listener.sessionFailed(name, e));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("profile", name)
                    .setCause(e)
                    .log("Session failed for a reason that is a fault of ours; the next poll tries again");
        }
        return SessionReport.EMPTY;
    }

    CommandResult invoke(Command command) {
        return service.invoke(command);
    }

    /** No further message is begun. */
    void suspend() {
        service.suspend();
    }

    void resume() {
        service.resume();
    }

    /** Waits for the session at work, at most so long, then closes. */
    void close(Duration grace) {
        service.suspend();
        boolean ended = false;
        try {
            ended = inSession.tryLock(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry: close without waiting
        }
        try {
            service.close();
        } finally {
            if (ended) {
                inSession.unlock();
            }
            if (log != null) {
                log.close();
            }
        }
    }
}
