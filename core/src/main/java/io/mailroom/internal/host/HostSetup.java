package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventHandler;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.TokenSource;
import io.mailroom.spool.Disk;
import io.mailroom.spool.FileStore;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.wire.Connector;
import io.mailroom.wire.SocketConnector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Host} or a {@link QueueHost} is made of. What the public builders do not offer is here for tests: the disk,
 * the network and the time are handed in through its builder and nowhere else. Immutable.
 */
public final class HostSetup {
    private final Path home;
    private final List<Profile> profiles;
    private final List<GroupPlan> plans;
    private final List<ResponseGroup> groups;
    private final Map<String, EventHandler> handlers;
    private final List<CommunicationsDriver> drivers;
    private final Map<String, Map<String, String>> driverDefaults;
    private final Map<String, TokenSource> tokens;
    private final List<CommunicationsListener> listeners;
    private final Disk disk;
    private final Connector connector;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final MailboxRegistry registry;
    private final FileStore fileStore;
    private final PollLimits limits;
    private final RandomGenerator random;
    private final @Nullable ScheduledExecutorService executor;

    private HostSetup(Builder builder) {
        home = builder.home.toAbsolutePath().normalize();
        profiles = List.copyOf(builder.profiles);
        plans = List.copyOf(builder.plans);
        groups = List.copyOf(builder.groups);
        handlers = Map.copyOf(builder.handlers);
        drivers = List.copyOf(builder.drivers);
        driverDefaults = Map.copyOf(builder.driverDefaults);
        tokens = Map.copyOf(builder.tokens);
        listeners = List.copyOf(builder.listeners);
        disk = builder.disk;
        connector = builder.connector;
        clock = builder.clock;
        nanoTime = builder.nanoTime;
        registry = builder.registry;
        fileStore = builder.fileStore;
        limits = builder.limits;
        random = builder.random;
        executor = builder.executor;
    }

    /** As in production, with nothing to do yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The library's home directory, absolute. */
    public Path home() {
        return home;
    }

    /** All profiles; those without a group only send. */
    List<Profile> profiles() {
        return profiles;
    }

    /** Who handles whose events, beside the response groups. */
    List<GroupPlan> plans() {
        return plans;
    }

    List<ResponseGroup> groups() {
        return groups;
    }

    /** Handlers of response groups, by name. */
    Map<String, EventHandler> handlers() {
        return handlers;
    }

    /** Drivers registered by hand. */
    List<CommunicationsDriver> drivers() {
        return drivers;
    }

    /** By driver name: values the administrator set for all profiles. */
    Map<String, Map<String, String>> driverDefaults() {
        return driverDefaults;
    }

    /** By name of the profile: where its tokens come from. */
    Map<String, TokenSource> tokens() {
        return tokens;
    }

    List<CommunicationsListener> listeners() {
        return listeners;
    }

    /** The only way to files. */
    Disk disk() {
        return disk;
    }

    /** The only way to the network. */
    Connector connector() {
        return connector;
    }

    /** The only clock. */
    Clock clock() {
        return clock;
    }

    /** Monotonic, in nanoseconds. */
    LongSupplier nanoTime() {
        return nanoTime;
    }

    /** Of mailboxes in use. */
    MailboxRegistry registry() {
        return registry;
    }

    /** Takes the files of events that are queued for a processor; {@link FileStore#NONE} when they stay. */
    FileStore fileStore() {
        return fileStore;
    }

    /** How much polling goes on at once. */
    PollLimits limits() {
        return limits;
    }

    /** What waiting times vary by. */
    RandomGenerator random() {
        return random;
    }

    /** Runs polls and handlers; null when the host makes its own at start. */
    @Nullable
    ScheduledExecutorService executor() {
        return executor;
    }

    /** Collects a set-up: whoever builds one names only what is not as usual. Not thread-safe. */
    public static final class Builder {
        private Path home = Path.of("mailroom");
        private final List<Profile> profiles = new ArrayList<>();
        private final List<GroupPlan> plans = new ArrayList<>();
        private final List<ResponseGroup> groups = new ArrayList<>();
        private final Map<String, EventHandler> handlers = new LinkedHashMap<>();
        private final List<CommunicationsDriver> drivers = new ArrayList<>();
        private final Map<String, Map<String, String>> driverDefaults = new LinkedHashMap<>();
        private final Map<String, TokenSource> tokens = new LinkedHashMap<>();
        private final List<CommunicationsListener> listeners = new ArrayList<>();
        private Disk disk = new LocalDisk();
        private Connector connector = new SocketConnector();
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private MailboxRegistry registry = MailboxRegistry.ofProcess();
        private FileStore fileStore = FileStore.NONE;
        private PollLimits limits = PollLimits.USUAL;
        private RandomGenerator random = new SplittableRandom();
        private @Nullable ScheduledExecutorService executor;

        private Builder() {}

        /** {@code mailroom} in the working directory when nothing is said. */
        public Builder home(Path directory) {
            home = Objects.requireNonNull(directory, "home");
            return this;
        }

        public Builder profile(Profile profile) {
            profiles.add(Objects.requireNonNull(profile, "profile"));
            return this;
        }

        public Builder plan(GroupPlan plan) {
            plans.add(Objects.requireNonNull(plan, "plan"));
            return this;
        }

        public Builder group(ResponseGroup group) {
            groups.add(Objects.requireNonNull(group, "group"));
            return this;
        }

        public Builder handler(String name, EventHandler handler) {
            handlers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(handler, "handler"));
            return this;
        }

        public Builder driver(CommunicationsDriver driver) {
            drivers.add(Objects.requireNonNull(driver, "driver"));
            return this;
        }

        public Builder driverDefaults(String driver, Map<String, String> defaults) {
            driverDefaults.put(Objects.requireNonNull(driver, "driver"), Map.copyOf(defaults));
            return this;
        }

        public Builder tokens(String profile, TokenSource source) {
            tokens.put(Objects.requireNonNull(profile, "profile"), Objects.requireNonNull(source, "source"));
            return this;
        }

        public Builder listener(CommunicationsListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        public Builder disk(Disk other) {
            disk = Objects.requireNonNull(other, "disk");
            return this;
        }

        public Builder connector(Connector other) {
            connector = Objects.requireNonNull(other, "connector");
            return this;
        }

        public Builder clock(Clock other) {
            clock = Objects.requireNonNull(other, "clock");
            return this;
        }

        public Builder nanoTime(LongSupplier monotonic) {
            nanoTime = Objects.requireNonNull(monotonic, "monotonic");
            return this;
        }

        /** That of the process when nothing is said. */
        public Builder registry(MailboxRegistry other) {
            registry = Objects.requireNonNull(other, "registry");
            return this;
        }

        public Builder fileStore(FileStore store) {
            fileStore = Objects.requireNonNull(store, "store");
            return this;
        }

        public Builder limits(PollLimits other) {
            limits = Objects.requireNonNull(other, "limits");
            return this;
        }

        public Builder random(RandomGenerator other) {
            random = Objects.requireNonNull(other, "random");
            return this;
        }

        /** Without one the host makes threads of its own. */
        public Builder executor(@Nullable ScheduledExecutorService other) {
            executor = other;
            return this;
        }

        public HostSetup build() {
            return new HostSetup(this);
        }
    }
}
