package io.mailroom.internal.host;

import io.mailroom.Acknowledgement;
import io.mailroom.GroupStatus;
import io.mailroom.Notice;
import io.mailroom.SpoolException;
import io.mailroom.event.EventHandler;
import io.mailroom.event.Outcome;
import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One response group at work: its queue, its workers, and the handler they call. A group whose events are queued for a
 * processor has no workers here. Usable from any thread.
 */
final class GroupRunner {
    /** Waiting events from which on polling pauses until the handler has caught up. */
    static final int MAX_WAITING = 10_000;
    /** The same for the events of one profile, so that those of the others need not wait behind too many. */
    static final int MAX_WAITING_OF_PROFILE = 1_000;

    /** How often it looks for what other processes, and people, did. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(GroupRunner.class);

    private final Announcer announcer;
    private final EventQueue queue;
    private final Acknowledging acknowledging;
    private final EventsTogether together;
    private final Handling handling;
    private final Workers workers;
    private final Backlog backlog = new Backlog();
    private final LongSupplier nanoTime;
    private volatile long lookNanos;
    private volatile GroupPlan plan;
    private volatile boolean paused;
    private boolean recovered;
    private @Nullable Executor executor;

    /**
     * @param directory of the group's events
     * @param sender sends acknowledgements
     * @param whenFinished told of each accepted event
     */
    GroupRunner(
            HostSetup setup,
            GroupPlan plan,
            Path directory,
            Announcer announcer,
            Acknowledging.Sender sender,
            BiConsumer<EventRecord, Outcome> whenFinished) {
        this.plan = plan;
        this.nanoTime = setup.nanoTime();
        this.announcer = announcer;
        this.workers = new Workers(this::handleOne, this::died, plan.mostWorkers());
        this.queue = EventQueue.open(
                setup.disk(),
                directory,
                setup.clock(),
                setup.nanoTime(),
                new QueueNews(plan.name(), announcer, this::queue, workers::call),
                setup.fileStore());
        this.acknowledging = new Acknowledging(plan.name(), queue.owedMail(), setup.clock(), sender);
        this.together = new EventsTogether(queue, setup.nanoTime());
        this.handling =
                new Handling(plan.name(), queue, together, new Chosen(), acknowledging, announcer, setup, whenFinished);
        apply(plan);
    }

    String name() {
        return plan.name();
    }

    GroupPlan plan() {
        return plan;
    }

    EventQueue queue() {
        return queue;
    }

    /** Events begun from now on go to the plan's handler, with its arguments. */
    void apply(GroupPlan next) {
        plan = next;
        workers.most(next.mostWorkers());
        if (next.isRealTime() && !paused) {
            together.go();
            workers.go();
            workers.call();
        } else {
            stopWorkers();
        }
    }

    /** Events that were in hand when an earlier process died are offered again, flagged. */
    synchronized void recover() {
        if (plan.isRealTime()) {
            queue.recoverInterrupted();
            recovered = true;
        } else {
            queue.recoverOwedMail();
        }
        lookNanos = nanoTime.getAsLong();
    }

    /** From now on events are handled on threads of the executor. */
    synchronized void start(Threads threads) {
        if (executor == null) {
            executor = threads.workers(plan.fewestWorkers());
            workers.start(executor);
        }
        workers.call();
    }

    /** Events were published for a profile. */
    void published(String profile, List<EventName> events) {
        if (plan.isRealTime()) {
            backlog.published(profile, events);
        }
    }

    /** True when nothing should be fetched for a profile until the handler has caught up. */
    boolean isFull(String profile) {
        if (!plan.isRealTime()) {
            return false; // the disk's reserve is the bound
        }
        int waiting = queue.waiting();
        if (waiting == 0) {
            backlog.clear();
        }
        return waiting >= MAX_WAITING || backlog.of(profile) >= MAX_WAITING_OF_PROFILE;
    }

    /** Nothing is fetched and no further event begun until the end of the pause. */
    void pause() {
        paused = true;
        stopWorkers();
    }

    /** Nothing is fetched; what waits is handled. */
    void holdPolls() {
        paused = true;
    }

    void resume() {
        paused = false;
        apply(plan);
    }

    boolean isPaused() {
        return paused;
    }

    /** Handles what is waiting on this thread, unless enough others are at it. */
    int drainHere() {
        return workers.runHere();
    }

    /**
     * Waits until nothing waits and nothing is in hand, helping on this thread.
     *
     * @return false when something was left in the end
     */
    boolean drain(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            boolean helped = workers.runHere() > 0;
            if (!workers.awaitIdle(deadline - System.nanoTime())) {
                return false;
            }
            if (queue.waiting() == 0 || !plan.isRealTime()) {
                return true;
            }
            if (!helped && workers.runHere() == 0) {
                return queue.waiting() == 0;
            }
        }
    }

    /**
     * Looks for what others published, brought back or left when they died.
     *
     * @return how long the look took, in nanoseconds
     */
    synchronized long look() {
        long began = System.nanoTime();
        if (queue.rescan() || !recovered) {
            queue.recoverInterrupted();
            recovered = true;
        }
        workers.call();
        return System.nanoTime() - began;
    }

    /** The same for a look that nobody waits for: what goes wrong is told. */
    long lookUnattended() {
        try {
            return look();
        } catch (RuntimeException e) {
            died(e);
            return 0;
        }
    }

    /** To be called every few seconds: what rested long enough is begun again, and what hangs is told. */
    synchronized void tick() {
        handling.tellOfSilence();
        if (handling.inHand() + together.held() > 0) {
            queue.renewLease();
        }
        unattended(together::acceptAll);
        if (nanoTime.getAsLong() - lookNanos >= LOOK_EVERY.toNanos()) {
            lookNanos = nanoTime.getAsLong();
            lookAround();
        }
        workers.call();
    }

    /** What other processes did: acknowledgements that are due, events that a person brought back. */
    private void lookAround() {
        try {
            if (!plan.isRealTime()) {
                queue.recoverOwedMail();
            }
            sendDue();
        } catch (RuntimeException e) {
            died(e);
        }
        if (plan.isRealTime() && queue.waiting() == 0) {
            lookUnattended();
        }
    }

    /** Gives the outbox the acknowledgements that are due. */
    void sendDue() {
        acknowledging.sendDue();
    }

    /** No further event is begun. */
    void halt() {
        stopWorkers();
    }

    /**
     * Waits for the events in hand.
     *
     * @return false when one was left in the end; it is offered again at the next start, flagged
     */
    boolean end(Duration most, @Nullable Threads threads) {
        stopWorkers();
        boolean idle = awaitIdle(most);
        if (idle) {
            queue.close();
        } else {
            LOG.atWarn()
                    .addKeyValue("group", name())
                    .log("The handler did not end in time; its event is offered again at the next start, flagged");
        }
        synchronized (this) {
            if (threads != null && executor != null) {
                threads.stop(executor);
            }
        }
        return idle;
    }

    private boolean awaitIdle(Duration most) {
        try {
            return workers.awaitIdle(most.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
            return false;
        }
    }

    GroupStatus status(boolean running) {
        GroupStatus.State state = !running || !plan.active()
                ? GroupStatus.State.INACTIVE
                : paused ? GroupStatus.State.PAUSED : GroupStatus.State.RUNNING;
        return new GroupStatus(name(), state, plan.isRealTime(), plan.profiles(), queue.waiting(), handling.inHand());
    }

    private boolean handleOne() {
        Optional<Claim> next = together.next();
        if (next.isEmpty()) {
            return false;
        }
        backlog.begun(next.get().name());
        if (queue.waiting() + together.held() > 0) {
            workers.call();
        }
        try {
            handling.handle(next.get());
        } finally {
            together.handled();
        }
        return true;
    }

    /** No further event is begun, and none is left begun that no handler has. */
    private void stopWorkers() {
        workers.halt();
        unattended(together::stop);
    }

    private void unattended(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            died(e);
        }
    }

    private void died(Throwable cause) {
        if (cause instanceof SpoolException) {
            LOG.atError()
                    .addKeyValue("group", name())
                    .log("Events wait until the disk is well again. {}", cause.getMessage());
            return;
        }
        LOG.atError().addKeyValue("group", name()).setCause(cause).log("The group's task died; it is started again");
        Notice notice = new Notice(
                Notice.Kind.TASK_DIED,
                name(),
                "",
                "",
                "The group's task died of " + cause.getClass().getSimpleName()
                        + " and was started again; the log says where. No event is lost by it.");
        announcer.tell(listener -> listener.notice(notice));
    }

    /** The plan's handler and arguments, as they are at the moment. */
    private final class Chosen implements Handling.Chooser {
        @Override
        public EventHandler handlerFor(EventRecord record) {
            EventHandler handler = plan.handler();
            return handler != null
                    ? handler
                    : event -> Outcome.LATER.because("the group's events are queued for a processor from now on");
        }

        @Override
        public Map<String, String> argumentsOf(EventRecord record) {
            return plan.arguments().isEmpty() ? record.arguments() : plan.arguments();
        }

        @Override
        public @Nullable Acknowledgement wordsFor(EventRecord record) {
            return plan.asGroup().isPresent() ? plan.acknowledgement() : record.words();
        }

        @Override
        public boolean isTestMode() {
            return plan.isTestMode();
        }
    }
}
