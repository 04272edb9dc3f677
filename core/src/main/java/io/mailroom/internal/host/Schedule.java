package io.mailroom.internal.host;

import io.mailroom.SpoolException;
import io.mailroom.spi.SessionReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When profiles poll and groups handle: each profile's next poll follows its interval after the end of the last, or at
 * once when more is waiting; each poll is followed by its group's handlers, on another thread when there is one.
 */
final class Schedule {
    /** Threads for polls and handlers, when the application hands in no executor. */
    static final int MOST_THREADS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final List<ProfileRunner> profiles;
    private final Set<GroupRunner> groups = new LinkedHashSet<>();
    private final ScheduledExecutorService executor;
    private final boolean executorIsOurs;
    private volatile boolean stopped;

    Schedule(HostSetup setup, List<ProfileRunner> profiles) {
        this.profiles = profiles;
        profiles.forEach(profile -> groups.add(profile.group()));
        this.executorIsOurs = setup.executor() == null;
        this.executor = executorIsOurs
                ? Executors.newScheduledThreadPool(
                        Math.max(2, Math.min(MOST_THREADS, profiles.size() + groups.size())), new Threads())
                : setup.executor();
    }

    void start() {
        profiles.forEach(profile -> executor.execute(() -> poll(profile)));
        groups.forEach(group -> executor.execute(() -> handle(group)));
    }

    private void poll(ProfileRunner profile) {
        if (stopped) {
            return;
        }
        SessionReport report = profile.receiveUnattended();
        long wait = report.moreWaiting() ? 0 : profile.interval().toMillis();
        submit(() -> {
            executor.execute(() -> handle(profile.group()));
            next(profile, wait);
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a poll tells of its failures itself
    private void next(ProfileRunner profile, long waitMillis) {
        executor.schedule(() -> poll(profile), waitMillis, TimeUnit.MILLISECONDS);
    }

    private void handle(GroupRunner group) {
        try {
            group.drain();
        } catch (SpoolException e) {
            LOG.atError()
                    .addKeyValue("group", group.name())
                    .log("Events wait until the disk is well again. {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("group", group.name())
                    .setCause(e)
                    .log("Handling failed for a reason that is a fault of ours; the next poll tries again");
        }
    }

    private void submit(Runnable submission) {
        try {
            if (!stopped) {
                submission.run();
            }
        } catch (RejectedExecutionException e) {
            stopped = true; // the application shut its executor down before it closed us
            LOG.atInfo().log("The executor takes no more tasks: polling ends");
        }
    }

    /** No further poll begins. */
    void stop() {
        stopped = true;
        if (executorIsOurs) {
            executor.shutdown();
        }
    }

    /** Threads of our own are told to end. */
    void end() {
        if (executorIsOurs) {
            executor.shutdownNow();
        }
    }

    private static final class Threads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            return new Thread(work, "mailroom-" + count.incrementAndGet());
        }
    }
}
