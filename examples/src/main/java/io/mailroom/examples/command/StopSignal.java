package io.mailroom.examples.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and the like: closes what is at work, and holds the process until the command is through. */
final class StopSignal implements AutoCloseable {
    /** How long the process is held at most. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch through = new CountDownLatch(1);
    private final Runnable atWork;
    private final Thread hook = new Thread(this::stop, "mailroom-stop");

    private StopSignal(Runnable atWork) {
        this.atWork = atWork;
    }

    /**
     * Listens from now on.
     *
     * @param atWork run once, on another thread, when the process is asked to stop
     */
    static StopSignal closing(Runnable atWork) {
        StopSignal signal = new StopSignal(atWork);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits until the process is asked to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Waits until the process is asked to stop, at most so long; true when it is. */
    boolean await(Duration most) throws InterruptedException {
        return asked.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops waiting, for a reason of our own. */
    void ask() {
        asked.countDown();
    }

    private void stop() {
        asked.countDown();
        try {
            atWork.run();
            through.await(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command is through; the process may end. */
    @Override
    public void close() {
        through.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // the hook runs, and has just been let go
        }
    }
}
