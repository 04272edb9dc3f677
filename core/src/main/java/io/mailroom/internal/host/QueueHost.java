package io.mailroom.internal.host;

import io.mailroom.GroupStatus;
import io.mailroom.InputArguments;
import io.mailroom.Signals;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spool.SafeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the events that receivers queued for some groups, in this process or another. Looks into the directories now and
 * again, less often the longer a look takes. Usable from any thread.
 */
public final class QueueHost implements AutoCloseable {
    /** A look may take this share of the time. */
    private static final long LOOK_SHARE = 20;

    private static final long TICK_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(QueueHost.class);

    private final HostSetup setup;
    private final Announcer announcer;
    private final Map<String, EventHandler> handlers;
    private final ProcessorMail mail;
    private final long lookEveryNanos;
    private final List<GroupRunner> groups = new ArrayList<>();
    private @Nullable Threads threads;
    private @Nullable ScheduledFuture<?> ticking;
    private volatile boolean closed;

    /**
     * @param setup its disk, clock, listeners, handlers and file store; and profiles that acknowledgements leave with
     * @param directory of the queues
     * @param names of the groups
     * @param workers the fewest and the most for each group
     * @param lookEvery from one look into a directory to the next, at least
     * @throws io.mailroom.InvalidProfileException for the first profile that cannot send
     */
    public QueueHost(HostSetup setup, Path directory, List<String> names, int[] workers, Duration lookEvery) {
        this.setup = setup;
        this.announcer = new Announcer(new Signals(setup.clock()), setup.listeners());
        this.handlers = setup.handlers();
        this.lookEveryNanos = lookEvery.toNanos();
        LoopKey loopKey = new LoopKey(setup.disk(), setup.home());
        this.mail = new ProcessorMail(setup, loopKey, announcer);
        OwnMail ownMail = new OwnMail(setup.clock(), loopKey, mail);
        for (String name : names) {
            GroupPlan plan = new GroupPlan(name, List.of(), Map.of(), this::handle, true, workers[0], workers[1], null);
            Path queue = directory.toAbsolutePath().normalize().resolve(SafeName.escape(name));
            groups.add(new GroupRunner(setup, plan, queue, announcer, ownMail, (record, outcome) -> {}));
        }
    }

    private Outcome handle(InboundEvent event) throws Exception {
        String name = event.arguments().getOrDefault(InputArguments.PROCESS_NAME.name(), "");
        EventHandler handler = handlers.get(name);
        return handler == null
                ? Outcome.LATER.because("this processor has no handler \"" + name + "\"; have: " + handlers.keySet())
                : handler.handle(event);
    }

    /** Handles what waits now, on this thread. */
    public int process() {
        checkNotClosed();
        int handled = 0;
        for (GroupRunner group : groups) {
            group.look();
            group.sendDue();
            handled += group.drainHere();
        }
        return handled;
    }

    /** Handles what comes, on the executor of the set-up or threads of our own. */
    public synchronized void start() {
        checkNotClosed();
        if (threads != null) {
            throw new IllegalStateException("Started before; close, and build another to start again.");
        }
        Threads started = new Threads(setup.executor(), setup.limits());
        threads = started;
        announcer.tellOn(started.news());
        mail.start();
        for (GroupRunner group : groups) {
            group.start(started);
            look(started, group);
        }
        ticking = started.timer()
                .scheduleWithFixedDelay(
                        () -> groups.forEach(GroupRunner::tick), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    /** One look, and an appointment for the next; what the disk refuses now it may not refuse then. */
    @SuppressWarnings("FutureReturnValueIgnored") // a look has nobody to answer to
    private void look(Threads on, GroupRunner group) {
        if (closed) {
            return;
        }
        long took = group.lookUnattended();
        try {
            on.timer()
                    .schedule(
                            () -> on.polls().execute(() -> look(on, group)),
                            Math.max(lookEveryNanos, took * LOOK_SHARE),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atInfo()
                    .addKeyValue("group", group.name())
                    .log("The executor takes no more tasks: nobody looks any more");
        }
    }

    /** How the groups are doing. */
    public List<GroupStatus> status() {
        boolean running = threads != null && !closed;
        return groups.stream().map(group -> group.status(running)).toList();
    }

    private void checkNotClosed() {
        if (closed) {
            throw new IllegalStateException("Closed.");
        }
    }

    /**
     * Begins no further event and waits for those in hand.
     *
     * @return false when one was left in the end
     */
    public synchronized boolean stop(Duration most) {
        if (closed) {
            return true;
        }
        closed = true;
        long deadline = System.nanoTime() + most.toNanos();
        if (ticking != null) {
            ticking.cancel(false);
        }
        groups.forEach(GroupRunner::halt);
        boolean ended = true;
        try {
            for (GroupRunner group : groups) {
                ended &= group.end(Host.left(deadline), threads);
            }
            mail.end(deadline);
        } finally {
            announcer.awaitTold(Host.left(deadline));
            if (threads != null) {
                threads.end();
            }
        }
        return ended;
    }

    @Override
    public void close() {
        stop(Host.GRACE);
    }
}
