package io.mailroom.internal.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a host runs on: one timer, as many threads for sessions as may be at once, and for each group as many as it has
 * workers; or an executor that the application hands in, for everything. Idle threads end.
 */
final class Threads {
    private static final long IDLE_SECONDS = 30;

    private final @Nullable ScheduledExecutorService given;
    private final ScheduledExecutorService timer;
    private final Executor polls;
    private final Executor news;
    private final List<ExecutorService> ours = new ArrayList<>();

    Threads(@Nullable ScheduledExecutorService given, PollLimits limits) {
        this.given = given;
        if (given != null) {
            timer = given;
            polls = given;
            news = given;
            return;
        }
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, named("mailroom-timer"));
        one.setRemoveOnCancelPolicy(true);
        ThreadPoolExecutor many = new ThreadPoolExecutor(
                limits.sessions(),
                limits.sessions(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("mailroom-poll"));
        many.allowCoreThreadTimeOut(true);
        timer = one;
        polls = many;
        ours.add(one);
        ours.add(many);
        news = asMany(0, "mailroom-news");
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Executor polls() {
        return polls;
    }

    /** Where listeners are told; as many threads as there are listeners, at most. */
    Executor news() {
        return news;
    }

    /** The workers bound their number themselves. */
    synchronized Executor workers(int fewest) {
        return given != null ? given : asMany(fewest, "mailroom-worker");
    }

    /** As many threads as those who use them ask for. */
    private ExecutorService asMany(int fewest, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                fewest, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
        ours.removeIf(ExecutorService::isTerminated);
        ours.add(pool);
        return pool;
    }

    /** Threads of our own end when they have nothing to do. */
    synchronized void stop(Executor executor) {
        if (executor != given && executor instanceof ExecutorService service) {
            service.shutdown();
        }
    }

    /** Threads of our own are told to end, whatever they do. */
    synchronized void end() {
        ours.forEach(ExecutorService::shutdownNow);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> new Thread(work, name + "-" + count.incrementAndGet());
    }
}
