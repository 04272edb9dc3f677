package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import io.mailroom.Signals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners, each in a lane of its own: what one of them throws, or that it never returns, is its own trouble.
 * Until it is given an executor it tells them on the thread that has the news. Usable from any thread.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final Signals signals;
    private final List<Lane> lanes;
    private volatile @Nullable Executor executor;

    /** @param signals ours, told on the spot: it neither throws nor blocks */
    Announcer(Signals signals, List<CommunicationsListener> listeners) {
        this.signals = signals;
        this.lanes = listeners.stream().map(Lane::new).toList();
    }

    /** From now on news is told there, one piece after the other for each listener. */
    void tellOn(Executor executor) {
        this.executor = executor;
    }

    void tell(Consumer<CommunicationsListener> news) {
        news.accept(signals);
        lanes.forEach(lane -> lane.tell(news));
    }

    /** Waits until all that was announced is told, at most so long. */
    void awaitTold(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        lanes.forEach(lane -> lane.awaitEmpty(deadline));
    }

    /** What waits for one listener. Guarded by itself; the listener is called outside. */
    private final class Lane {
        private final CommunicationsListener listener;
        private final Deque<Consumer<CommunicationsListener>> waiting = new ArrayDeque<>();
        private boolean telling;
        private long leftOut;

        Lane(CommunicationsListener listener) {
            this.listener = listener;
        }

        void tell(Consumer<CommunicationsListener> news) {
            Executor elsewhere = executor;
            if (elsewhere == null) {
                tellNow(news);
            } else if (enqueue(news)) {
                try {
                    elsewhere.execute(this::tellAll);
                } catch (RejectedExecutionException ended) {
                    tellAll();
                }
            }
        }

        /** True when somebody has to begin telling. */
        private synchronized boolean enqueue(Consumer<CommunicationsListener> news) {
            if (waiting.size() >= CommunicationsListener.MOST_NEWS) {
                if (leftOut++ == 0) {
                    LOG.atWarn().log("The listener is behind by {} pieces of news; more is left out", waiting.size());
                }
                return false;
            }
            waiting.add(news);
            boolean begin = !telling;
            telling = true;
            return begin;
        }

        private void tellAll() {
            for (Consumer<CommunicationsListener> news = next(); news != null; news = next()) {
                tellNow(news);
            }
        }

        private synchronized @Nullable Consumer<CommunicationsListener> next() {
            Consumer<CommunicationsListener> news = waiting.poll();
            if (news == null) {
                telling = false;
                notifyAll();
                if (leftOut > 0) {
                    LOG.atWarn().log("The listener has caught up; it did not hear of {} pieces of news", leftOut);
                    leftOut = 0;
                }
            }
            return news;
        }

        private void tellNow(Consumer<CommunicationsListener> news) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                LOG.atWarn().setCause(e).log("The listener threw; it is told of what comes next all the same");
            }
        }

        synchronized void awaitEmpty(long deadline) {
            try {
                for (long left = deadline - System.nanoTime();
                        telling && left > 0;
                        left = deadline - System.nanoTime()) {
                    wait(Math.max(1, left / 1_000_000));
                }
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
