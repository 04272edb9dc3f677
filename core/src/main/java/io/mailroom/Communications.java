package io.mailroom;

import io.mailroom.event.EventHandler;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.wire.SocketConnector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The front door: profiles in, events out.
 *
 * <pre>{@code
 * try (Communications mailroom = Communications.builder()
 *         .home(Path.of("mailroom-home"))
 *         .profile(Profile.load(Path.of("support.properties")))
 *         .onMessage("support@example.com", event -> {
 *             tickets.open(event.fields().get(SENDER_ADDRESS), event.fields().get(SUBJECT));
 *             return Outcome.ACCEPTED;
 *         })
 *         .build()) {
 *     mailroom.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>No thread is started before {@link #start()}, and none at all when an executor is handed in; {@link #poll} does all
 * its work on the calling thread. Usable from any thread.
 */
public final class Communications implements AutoCloseable {
    private final Host host;

    private Communications(Host host) {
        this.host = host;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts polling every profile that has a handler, each by its <i>PollingInterval</i>, until {@link #close()}.
     *
     * @throws CommunicationsException when a service cannot start: its directories cannot be used, or somebody else has
     *     the mailbox
     * @throws IllegalStateException when started before
     */
    public void start() {
        host.start();
    }

    /**
     * One session with a profile's server on this thread, and then the handlers of what waits, also on this thread.
     *
     * @return what the session came to; when {@link SessionReport#moreWaiting()} is true, the next may follow at once
     * @throws CommunicationsException when the session failed; events that waited have been handled all the same, nothing
     *     is lost, and the next poll tries again
     */
    public SessionReport poll(String profile) {
        return host.poll(profile);
    }

    /**
     * Carries out a command of the profile's driver, such as sending a message, on this thread.
     *
     * @throws CommunicationsException when it could not be carried out
     */
    public CommandResult invoke(String profile, Command command) {
        return host.invoke(profile, command);
    }

    /** Polls of this profile do nothing until {@link #resume}; the message in hand is finished. */
    public void pause(String profile) {
        host.pause(profile);
    }

    /** Ends a pause. */
    public void resume(String profile) {
        host.resume(profile);
    }

    /** Names of all profiles, in the order they were given. */
    public List<String> profiles() {
        return host.names();
    }

    /** What a profile's parameters come to, and where each value is from. */
    public Settings settings(String profile) {
        return host.settings(profile);
    }

    /**
     * Stops: no further message is begun; the session and the handler at work finish, for at most 30 seconds; then all
     * connections, locks and threads of our own end. What was not finished is told apart at the next start. Closing
     * twice does nothing.
     */
    @Override
    public void close() {
        host.close();
    }

    /** Collects the set-up. Not thread-safe. */
    public static final class Builder {
        private Path home = Path.of("mailroom");
        private final List<Profile> profiles = new ArrayList<>();
        private final List<HostSetup.Group> groups = new ArrayList<>();
        private final List<CommunicationsDriver> drivers = new ArrayList<>();
        private final Map<String, Map<String, String>> driverDefaults = new LinkedHashMap<>();
        private final List<CommunicationsListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();
        private @Nullable ScheduledExecutorService executor;

        private Builder() {}

        /** The library's home directory: spool, indexes, queues and logs lie below it. {@code mailroom} by default. */
        public Builder home(Path home) {
            this.home = Objects.requireNonNull(home, "home");
            return this;
        }

        /** Adds a profile. Without a handler it only sends. */
        public Builder profile(Profile profile) {
            profiles.add(Objects.requireNonNull(profile, "profile"));
            return this;
        }

        /** The handler of one profile's messages. */
        public Builder onMessage(String profile, EventHandler handler) {
            groups.add(new HostSetup.Group(
                    profile, List.of(profile), Map.of(), Objects.requireNonNull(handler, "handler")));
            return this;
        }

        /** A driver that ServiceLoader does not find, or in place of the one it finds. */
        public Builder driver(CommunicationsDriver driver) {
            drivers.add(Objects.requireNonNull(driver, "driver"));
            return this;
        }

        /** Values for all profiles of a driver, below what each profile sets; by parameter name. */
        public Builder driverDefaults(String driver, Map<String, String> defaults) {
            driverDefaults.put(driver, Map.copyOf(defaults));
            return this;
        }

        /** One more who hears what goes on; each is told by itself. */
        public Builder listener(CommunicationsListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** The clock of time stamps; the system's in UTC by default. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Runs polls and handlers; stays the application's to shut down. Without it start makes threads of its own. */
        public Builder executor(ScheduledExecutorService executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Resolves every profile and finds its driver. Touches no network.
         *
         * @throws InvalidProfileException with every problem of the first profile that cannot be used
         * @throws SpoolException when the queue directories cannot be used
         */
        public Communications build() {
            return new Communications(new Host(new HostSetup(
                    home,
                    profiles,
                    groups,
                    drivers,
                    driverDefaults,
                    listeners,
                    new LocalDisk(),
                    new SocketConnector(),
                    clock,
                    System::nanoTime,
                    MailboxRegistry.ofProcess(),
                    executor)));
        }
    }
}
