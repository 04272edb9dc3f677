package io.mailroom;

import io.mailroom.event.EventHandler;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.TokenSource;
import io.mailroom.spool.FileStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handlers of response groups whose argument <i>RealTime</i> is False, for the events that a receiver has queued;
 * in the receiver's process or any other that sees the queue's directory. Several may work on one group at the same time.
 *
 * <pre>{@code
 * try (QueueProcessor processor = QueueProcessor.builder()
 *         .home(Path.of("mailroom-home"))
 *         .group("Support")
 *         .handler("tickets", event -> {
 *             tickets.open(event.fields().get(SENDER_ADDRESS), event.fields().get(SUBJECT));
 *             return Outcome.ACCEPTED;
 *         })
 *         .build()) {
 *     processor.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>The promises are those of a group in real time: nothing is lost; an event comes again only when a process died with it in
 * hand, and is then flagged. No two processors have one event at the same time: each event is taken by a rename that only one
 * of them can make, and carries the token of who took it; a processor that is dead, or has not renewed its lease for a minute
 * and cannot be seen to live, has its events taken over, and whatever it still answers then counts for nothing. A handler that
 * must not be fooled by a process that was stopped for so long keeps {@link io.mailroom.event.InboundEvent#attempt()} with its
 * effect: of two calls for one event the later has the larger one.
 *
 * <p>No thread is started before {@link #start()}. Usable from any thread.
 */
public final class QueueProcessor implements AutoCloseable {
    private final QueueHost host;

    private QueueProcessor(QueueHost host) {
        this.host = host;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Handles events as they come, until {@link #close()}, on threads of its own or the executor given.
     *
     * @throws IllegalStateException when started before, or closed
     */
    public void start() {
        host.start();
    }

    /**
     * Takes over what dead processors had in hand, then handles what waits, on this thread; for programs that run now and
     * then.
     *
     * @return number of events handled
     * @throws SpoolException when the disk fails
     */
    public int process() {
        return host.process();
    }

    /** How its groups are doing. */
    public List<GroupStatus> status() {
        return host.status();
    }

    /**
     * Begins no further event and waits for those in hand.
     *
     * @return false when one was left in the end: it comes again, flagged
     */
    public boolean stop(Duration most) {
        return host.stop(most);
    }

    /** The same, for at most 30 seconds. Closing twice does nothing. */
    @Override
    public void close() {
        host.close();
    }

    /** Collects the set-up. Not thread-safe. */
    public static final class Builder {
        private final HostSetup.Builder setup = HostSetup.builder();
        private @Nullable Path queued;
        private final List<String> groups = new ArrayList<>();
        private final int[] workers = {0, ResponseGroup.USUAL_WORKERS};
        private Duration lookEvery = Duration.ofSeconds(1);

        private Builder() {}

        /** The receiver's home directory; the queues are in {@code queued} below it. {@code mailroom} by default. */
        public Builder home(Path home) {
            setup.home(home);
            return this;
        }

        /** The queues, when the profiles say another <i>Queued Email Directory</i>. */
        public Builder queued(Path directory) {
            this.queued = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /** One more group whose events are handled. */
        public Builder group(String name) {
            groups.add(Objects.requireNonNull(name, "name"));
            return this;
        }

        /** A handler, by the name that groups have as {@code ProcessName}. */
        public Builder handler(String name, EventHandler handler) {
            setup.handler(name, handler);
            return this;
        }

        /** Threads for each group: kept while nothing is to be done, and at most; 0 and 5 when nothing is said. */
        public Builder workers(int fewest, int most) {
            if (fewest < 0 || most < 1 || most > ResponseGroup.MOST_WORKERS || fewest > most) {
                throw new IllegalArgumentException("The fewest workers are 0 or more, the most 1 to "
                        + ResponseGroup.MOST_WORKERS + " and no fewer than that; " + fewest + " and " + most
                        + " are not.");
            }
            workers[0] = fewest;
            workers[1] = most;
            return this;
        }

        /** From one look for new events to the next; 1 s by default. A look that takes long is made less often. */
        public Builder lookEvery(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("A time above zero, not " + interval + ".");
            }
            this.lookEvery = interval;
            return this;
        }

        /**
         * A profile that acknowledgements leave with, right after the event is accepted; give it the name it has at the receiver.
         * Its outbox lies in {@code processing} below the home directory. What a profile owes that is not given here leaves
         * from the receiver, or from another processor that has it, within a minute.
         */
        public Builder profile(Profile profile) {
            setup.profile(profile);
            return this;
        }

        /** A driver that ServiceLoader does not find, or in place of the one it finds. */
        public Builder driver(CommunicationsDriver driver) {
            setup.driver(driver);
            return this;
        }

        /** Values for all profiles of a driver, below what each profile sets; by parameter name. */
        public Builder driverDefaults(String driver, Map<String, String> defaults) {
            setup.driverDefaults(driver, defaults);
            return this;
        }

        /** Where the access tokens of a profile come from. */
        public Builder tokens(String profile, TokenSource source) {
            setup.tokens(profile, source);
            return this;
        }

        /** The store that the receiver moves files to. */
        public Builder fileStore(FileStore store) {
            setup.fileStore(store);
            return this;
        }

        /** One more who hears what goes on. */
        public Builder listener(CommunicationsListener listener) {
            setup.listener(listener);
            return this;
        }

        /** The clock of time stamps; the system's in UTC by default. */
        public Builder clock(Clock clock) {
            setup.clock(clock);
            return this;
        }

        /** Runs everything; stays the application's to shut down. Without it start makes threads of its own. */
        public Builder executor(ScheduledExecutorService executor) {
            setup.executor(Objects.requireNonNull(executor, "executor"));
            return this;
        }

        /**
         * Opens the queues.
         *
         * @throws InvalidProfileException with every problem of the first profile that cannot send
         * @throws SpoolException when a directory cannot be used
         * @throws IllegalStateException when no group is named
         */
        public QueueProcessor build() {
            if (groups.isEmpty()) {
                throw new IllegalStateException("No group is named; say whose events are to be handled.");
            }
            HostSetup all = setup.build();
            Path directory = queued != null ? queued : all.home().resolve("queued");
            return new QueueProcessor(new QueueHost(all, directory, groups, workers.clone(), lookEvery));
        }
    }
}
