package io.mailroom.internal.host;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls one task from as many threads as there is work for, within a bound; the threads are an executor's, or that of
 * whoever drains. Usable from any thread.
 */
final class Workers {
    private final BooleanSupplier task;
    private final Consumer<Throwable> whenItDies;
    private final Set<Thread> atWork = new HashSet<>();
    private @Nullable Executor executor;
    private int most;
    private int active;
    private boolean halted;
    private long calls;

    /**
     * @param task does one piece of work; false when there is none
     * @param whenItDies hears what the task threw on a thread of the executor; the next call begins anew
     */
    Workers(BooleanSupplier task, Consumer<Throwable> whenItDies, int most) {
        this.task = task;
        this.whenItDies = whenItDies;
        this.most = most;
    }

    /** From now on a call begins work on this executor. */
    synchronized void start(Executor on) {
        executor = on;
    }

    synchronized void most(int workers) {
        most = workers;
    }

    /** No further piece of work is begun. */
    synchronized void halt() {
        halted = true;
    }

    synchronized void go() {
        halted = false;
    }

    synchronized int active() {
        return active;
    }

    /** There may be work. */
    void call() {
        Executor on;
        synchronized (this) {
            calls++;
            if (executor == null || halted || active >= most) {
                return;
            }
            active++;
            on = executor;
        }
        try {
            on.execute(this::work);
        } catch (RejectedExecutionException e) {
            synchronized (this) { // the application shut its executor down: what waits is handled after the next start
                active--;
                notifyAll();
            }
        }
    }

    private void work() {
        try (Shift shift = new Shift()) {
            shift.run();
        } catch (RuntimeException | Error e) {
            whenItDies.accept(e);
        }
    }

    /** Works on the calling thread until nothing is left, unless it is at work already or enough others are. */
    int runHere() {
        synchronized (this) {
            if (halted || active >= most || atWork.contains(Thread.currentThread())) {
                return 0;
            }
            active++;
        }
        try (Shift shift = new Shift()) {
            return shift.run();
        }
    }

    private synchronized boolean mayGoOn() {
        return !halted && !Thread.currentThread().isInterrupted();
    }

    /** One thread's time at work. */
    private final class Shift implements AutoCloseable {
        private final Thread thread = Thread.currentThread();
        private long callsSeen;
        private boolean over;

        Shift() {
            synchronized (Workers.this) {
                atWork.add(thread);
                callsSeen = calls;
            }
        }

        int run() {
            int done = 0;
            while (mayGoOn()) {
                if (task.getAsBoolean()) {
                    done++;
                } else if (nobodyCalled()) {
                    return done;
                }
            }
            return done;
        }

        /** Ends the shift in the same breath, so that whoever calls from now on starts another. */
        private boolean nobodyCalled() {
            synchronized (Workers.this) {
                if (callsSeen == calls) {
                    close();
                    return true;
                }
                callsSeen = calls;
                return false;
            }
        }

        @Override
        public void close() {
            synchronized (Workers.this) {
                if (!over) {
                    over = true;
                    atWork.remove(thread);
                    active--;
                    Workers.this.notifyAll();
                }
            }
        }
    }

    /**
     * Waits until nobody works but, perhaps, the caller itself.
     *
     * @return false when somebody still did in the end
     */
    synchronized boolean awaitIdle(long mostNanos) throws InterruptedException {
        long deadline = System.nanoTime() + mostNanos;
        int own = atWork.contains(Thread.currentThread()) ? 1 : 0;
        while ((halted ? atWork.size() : active) > own) { // those who come too late find that there is nothing to do
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }
}
