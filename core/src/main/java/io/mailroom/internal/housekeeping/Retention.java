package io.mailroom.internal.housekeeping;

import io.mailroom.spool.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages that were kept long enough, once an hour in each directory for which there are limits, a few names at a
 * time. Where there are none it touches nothing. Usable from any thread.
 */
public final class Retention {
    /** From the end of one round through the directories to the next. */
    public static final Duration EVERY = Duration.ofHours(1);

    /** Most names that one call looks at. */
    static final int MOST_NAMES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Disk disk;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Supplier<Optional<Set<Path>>> inUse;
    private final Deque<Map.Entry<Path, RetentionLimits>> waiting = new ArrayDeque<>();
    private @Nullable RetentionRound round;
    private long nextNanos;

    /**
     * @param nanoTime monotonic
     * @param inUse files that must stay; empty when that cannot be told
     */
    public Retention(Disk disk, Clock clock, LongSupplier nanoTime, Supplier<Optional<Set<Path>>> inUse) {
        this.disk = disk;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.inUse = inUse;
        this.nextNanos = nanoTime.getAsLong();
    }

    /**
     * Goes on with what is to be done now; to be called every few seconds.
     *
     * @param limits of all directories, asked when a round begins
     */
    public synchronized void goOn(Supplier<Map<Path, RetentionLimits>> limits) {
        if (round == null && waiting.isEmpty()) {
            if (nanoTime.getAsLong() - nextNanos < 0) {
                return;
            }
            limits.get().entrySet().stream()
                    .filter(each -> !each.getValue().keepsAll())
                    .forEach(waiting::add);
            nextNanos = nanoTime.getAsLong() + EVERY.toNanos();
        }
        try {
            goOn();
        } catch (IOException e) {
            LOG.atWarn()
                    .log(
                            "What was kept long enough could not be removed from {}; it is tried again in an hour. {}",
                            round == null ? "a directory" : round.directory(),
                            e.toString());
            end();
        }
    }

    private void goOn() throws IOException {
        if (round == null) {
            Map.Entry<Path, RetentionLimits> next = waiting.poll();
            if (next == null) {
                return;
            }
            try {
                round = new RetentionRound(disk, next.getKey(), next.getValue(), clock.instant(), inUse);
            } catch (NoSuchFileException e) {
                return; // nothing was put there yet
            }
        }
        if (!round.goOn(MOST_NAMES)) {
            tell(round);
            end();
        }
    }

    private static void tell(RetentionRound done) {
        if (done.removed() > 0) {
            LOG.atInfo()
                    .addKeyValue("directory", done.directory())
                    .addKeyValue("messages", done.removed())
                    .addKeyValue("bytes", done.removedBytes())
                    .log("Removed messages that were kept long enough");
        }
    }

    private void end() {
        RetentionRound ended = round;
        round = null;
        try {
            if (ended != null) {
                ended.close();
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("Closing the listing of {} failed", ended.directory());
        }
    }

    /** Stops in the middle of a round. */
    public synchronized void close() {
        waiting.clear();
        end();
    }
}
