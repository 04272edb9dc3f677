package io.mailroom.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the thread that moves its {@link ManualClock}, those of one time in the order they were given. A task that
 * throws ends, as in any executor, and says so through its future.
 */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final ManualClock clock;
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
    private long given;
    private boolean shutdown;

    ManualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    void runUntil(long nanos) {
        for (Task<?> task = nextDue(nanos); task != null; task = nextDue(nanos)) {
            clock.moveTo(task.dueNanos);
            task.run();
        }
    }

    private synchronized @Nullable Task<?> nextDue(long nanos) {
        Task<?> first = tasks.peek();
        return first != null && first.dueNanos <= nanos ? tasks.remove() : null;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // execute has nobody to give it to
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, dueIn(delay, unit), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        return add(new Task<>(Executors.callable(command), dueIn(first, unit), unit.toNanos(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        return add(new Task<>(Executors.callable(command), dueIn(first, unit), -unit.toNanos(delay)));
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
        tasks.removeIf(task -> task.isPeriodic());
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> waiting = new ArrayList<>(tasks);
        tasks.clear();
        return waiting;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown && tasks.isEmpty();
    }

    /** Waits for nothing: only the test moves the time. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    private long dueIn(long delay, TimeUnit unit) {
        return clock.nanoTime() + Math.max(0, unit.toNanos(delay));
    }

    private synchronized <V> Task<V> add(Task<V> task) {
        if (shutdown) {
            throw new RejectedExecutionException("The scheduler is shut down");
        }
        task.number = given++;
        tasks.add(task);
        return task;
    }

    private synchronized void addAgain(Task<?> task) {
        if (!shutdown) {
            task.number = given++;
            tasks.add(task);
        }
    }

    private synchronized void forget(Task<?> task) {
        tasks.remove(task);
    }

    private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        /** Positive: from start to start. Negative: from end to start. 0: once. */
        private final long periodNanos;

        private long dueNanos;
        private long number;

        Task(Callable<V> callable, long dueNanos, long periodNanos) {
            super(callable);
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
        }

        @Override
        public void run() {
            if (!isPeriodic()) {
                super.run();
            } else if (runAndReset()) {
                dueNanos = periodNanos > 0 ? dueNanos + periodNanos : clock.nanoTime() - periodNanos;
                addAgain(this);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            forget(this);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public boolean isPeriodic() {
            return periodNanos != 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - clock.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> that = (Task<?>) other;
            int byTime = Long.compare(dueNanos, that.dueNanos);
            return byTime != 0 ? byTime : Long.compare(number, that.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
