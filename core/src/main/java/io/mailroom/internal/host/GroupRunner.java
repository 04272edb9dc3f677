package io.mailroom.internal.host;

import io.mailroom.SpoolException;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.Outcome;
import io.mailroom.event.TransientHandlerException;
import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.spool.SafeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one group and the handler that takes them (steps H1 to H3). Events are handled one after the other, in
 * order of arrival, by whichever thread drains the queue.
 */
final class GroupRunner {
    /** Waiting events from which on polling pauses until the handler has caught up. */
    static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(GroupRunner.class);

    private final HostSetup.Group group;
    private final Announcer announcer;
    private final EventQueue queue;
    private final BiConsumer<EventRecord, Outcome> whenFinished;
    private final ReentrantLock draining = new ReentrantLock();
    private volatile boolean stopping;

    /**
     * @param queued <i>Queued Email Directory</i>
     * @param whenFinished told of each accepted event
     */
    GroupRunner(
            HostSetup setup,
            HostSetup.Group group,
            Path queued,
            Announcer announcer,
            BiConsumer<EventRecord, Outcome> whenFinished) {
        this.group = group;
        this.announcer = announcer;
        this.whenFinished = whenFinished;
        this.queue = EventQueue.open(
                setup.disk(),
                queued.resolve(SafeName.escape(group.name())),
                setup.clock(),
                setup.nanoTime(),
                new Aside());
    }

    String name() {
        return group.name();
    }

    EventQueue queue() {
        return queue;
    }

    /** Events that were in hand when an earlier process died are offered again, flagged. */
    void recover() {
        queue.recoverInterrupted();
    }

    boolean isFull() {
        return queue.waiting() >= MAX_WAITING;
    }

    /** No further event is begun. */
    void stop() {
        stopping = true;
    }

    /** Removes what accepted events left to be removed. Not while events are handled. */
    void tidy() {
        queue.tidy();
    }

    /** Waits until the event in hand has its answer on disk; false when it has not in time. */
    boolean awaitIdle(Duration most) {
        try {
            if (draining.tryLock(most.toNanos(), TimeUnit.NANOSECONDS)) {
                draining.unlock();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
        return false;
    }

    /**
     * Handles what is waiting, until nothing is or the group stops. When another thread is at it already, does nothing.
     *
     * @return number of events handled
     * @throws SpoolException when the disk fails; the event in hand is offered again, flagged
     */
    int drain() {
        if (!draining.tryLock()) {
            return 0;
        }
        int handled = 0;
        try {
            while (!stopping) {
                List<Claim> claims = queue.begin(1);
                if (claims.isEmpty()) {
                    return handled;
                }
                claims.forEach(this::handle);
                handled += claims.size();
            }
            return handled;
        } finally {
            draining.unlock();
        }
    }

    private void handle(Claim claim) {
        EventRecord record = EventRecord.of(claim.event());
        InboundEvent event = event(claim, record);
        Outcome outcome = answer(event);
        switch (outcome.kind()) {
            case ACCEPTED, ACCEPTED_KEEPING_FILES -> accept(claim, record, outcome);
            case FAILED -> logUnlessAside(event, queue.fail(claim, outcome.reason()), outcome);
            case LATER -> {
                queue.pause(claim, outcome.reason());
                log(event, "Handler is not ready: {}", outcome);
            }
        }
        announcer.tell(listener -> listener.handled(event, outcome));
    }

    private void accept(Claim claim, EventRecord record, Outcome outcome) {
        queue.accept(List.of(claim), outcome.kind() == Outcome.Kind.ACCEPTED_KEEPING_FILES);
        whenFinished.accept(record, outcome);
    }

    private void logUnlessAside(InboundEvent event, EventState next, Outcome outcome) {
        if (!next.isPutAside()) {
            log(event, "Handler failed, and is tried once more: {}", outcome);
        }
    }

    private static void log(InboundEvent event, String text, Outcome outcome) {
        LOG.atWarn()
                .addKeyValue("profile", event.profile())
                .addKeyValue("event", event.eventId())
                .addKeyValue("attempt", event.attempt())
                .log(text, outcome.reason());
    }

    private InboundEvent event(Claim claim, EventRecord record) {
        EventFields fields = record.fields()
                .with(Map.of(
                        EventFields.POSSIBLE_DUPLICATE,
                        claim.possibleDuplicate() ? EventFields.TRUE : EventFields.FALSE));
        return new InboundEvent(
                record.profile(),
                record.eventId(),
                claim.attempt(),
                claim.possibleDuplicate(),
                fields,
                InboundMessage.of(fields, record.detail()),
                group.arguments());
    }

    /** Whatever the handler does, it comes to an outcome: no event may stop the others. */
    private Outcome answer(InboundEvent event) {
        try {
            Outcome outcome = group.handler().handle(event);
            return outcome == null ? Outcome.FAILED.because("the handler answered null") : outcome;
        } catch (TransientHandlerException e) {
            return Outcome.LATER.because(words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
            return Outcome.LATER.because("the handler was interrupted");
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            LOG.atDebug()
                    .addKeyValue("profile", event.profile())
                    .addKeyValue("event", event.eventId())
                    .setCause(e)
                    .log("Handler threw");
            return Outcome.FAILED.because(words(e));
        }
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** Says what the queue found: events nobody will offer again, and files that did not go. */
    private final class Aside implements QueueListener {
        @Override
        public void putAside(EventName name, String reason) {
            EventRecord record = queue.show(name).map(EventRecord::of).orElse(null);
            String profile = record == null ? "" : record.profile();
            String eventId = record == null ? name.idStart() : record.eventId();
            LOG.atError()
                    .addKeyValue("profile", profile)
                    .addKeyValue("group", group.name())
                    .addKeyValue("event", eventId)
                    .addKeyValue("file", name.fileName())
                    .log("Event put aside, and waits for somebody to look into it: {}", reason);
            announcer.tell(listener -> listener.putAside(profile, eventId, reason));
        }

        @Override
        public void notRemoved(Path file, SpoolException why) {
            LOG.atWarn()
                    .addKeyValue("group", group.name())
                    .addKeyValue("file", file)
                    .setCause(why)
                    .log("A file could not be removed; it is tried again at the next start");
        }

        @Override
        public void trouble(SpoolException what) {
            LOG.atWarn().addKeyValue("group", group.name()).setCause(what).log("The queue goes on, with trouble");
        }
    }
}
