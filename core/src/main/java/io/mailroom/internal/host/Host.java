package io.mailroom.internal.host;

import io.mailroom.InvalidProfileException;
import io.mailroom.internal.inbound.InboundWorld;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Organizations;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileCatalog;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All profiles and groups of one application. Made in one go, so that every problem of set-up shows before anything
 * runs; then driven from outside, by {@link #poll}, or by its {@link Schedule}.
 */
public final class Host implements AutoCloseable {
    /** How long close waits for the session and the handler at work. */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    /** Counts through the life of the process, so that no two services in it share file names. */
    private static final AtomicLong SERVICES = new AtomicLong();

    private final HostSetup setup;
    private final Announcer announcer;
    private final Drivers drivers;
    private final ProfileCatalog catalog;
    private final LoopKey loopKey;
    private final Map<String, ProfileRunner> profiles = new LinkedHashMap<>();
    private final List<GroupRunner> groups = new ArrayList<>();
    private final long startNanos;
    private final long startUptimeMillis;
    private @Nullable Schedule schedule;
    private boolean recovered;
    private boolean closed;

    /**
     * Resolves every profile and opens every service; touches neither the network nor, beyond the queues, the disk.
     *
     * @throws InvalidProfileException for the first profile that cannot be used, with all its problems
     */
    public Host(HostSetup setup) {
        this.setup = setup;
        this.announcer = new Announcer(setup.listeners());
        this.drivers = Drivers.discover(setup.drivers());
        this.loopKey = new LoopKey(setup.disk(), setup.home());
        this.catalog = new ProfileCatalog(Organizations.of(Map.of()));
        this.startNanos = setup.nanoTime().getAsLong();
        this.startUptimeMillis = uptimeAtLoad(setup);
        Map<String, Settings> resolved = new LinkedHashMap<>();
        for (Profile profile : setup.profiles()) {
            resolved.put(key(profile.name()), resolve(profile));
        }
        setup.groups().forEach(group -> open(group, resolved));
        resolved.forEach((key, settings) -> {
            if (!profiles.containsKey(key)) {
                profiles.put(key, open(settings, null));
            }
        });
    }

    private Settings resolve(Profile profile) {
        CommunicationsDriver driver = drivers.named(profile.driver(), profile.name());
        boolean receives = setup.groups().stream()
                .anyMatch(group -> group.profiles().stream().anyMatch(profile.name()::equalsIgnoreCase));
        Settings settings = ProfileResolver.of(driver.parameters())
                .withDriverDefaults(setup.driverDefaults().getOrDefault(driver.name(), Map.of()))
                .withRules(driver.rules())
                .resolve(profile, receives ? Direction.INBOUND : Direction.OUTBOUND);
        catalog.put(settings);
        settings.warnings()
                .forEach(warning ->
                        LOG.atWarn().addKeyValue("profile", profile.name()).log("{}", warning));
        return settings;
    }

    private void open(HostSetup.Group group, Map<String, Settings> resolved) {
        GroupRunner runner = null;
        for (String name : group.profiles()) {
            Settings settings = resolved.get(key(name));
            if (settings == null) {
                throw new InvalidProfileException(
                        name, List.of("Response group " + group.name() + " names it, but there is no such profile."));
            }
            catalog.joinGroup(name, group.name());
            if (runner == null) {
                Path queued = setup.home().resolve(settings.get(InboundParameters.QUEUED_EMAIL_DIRECTORY));
                runner = new GroupRunner(setup, group, queued, announcer, this::finished);
                groups.add(runner);
            }
            profiles.put(key(name), open(settings, runner));
        }
    }

    private ProfileRunner open(Settings settings, @Nullable GroupRunner group) {
        Profile profile = settings.profile();
        CommunicationsDriver driver = drivers.named(profile.driver(), profile.name());
        Instant now = setup.clock().instant();
        long serviceHandle = SERVICES.incrementAndGet();
        SpoolName names = new SpoolName(ProcessHandle.current().pid(), drivers.handle(driver), serviceHandle, now);
        ServiceClient client = group == null
                ? new SenderClient(profile.name(), announcer)
                : new ProfileClient(profile.name(), names.tag(), group, announcer, setup.clock());
        InboundWorld world = new InboundWorld(
                profile.name(),
                driver.channel(),
                setup.home(),
                setup.disk(),
                setup.clock(),
                this::uptimeMillis,
                names,
                setup.registry(),
                client,
                loopKey::seal);
        DebugLog log = settings.declares(InboundParameters.LOG_DEBUG) && settings.get(InboundParameters.LOG_DEBUG)
                ? new DebugLog(profile.name(), setup.disk(), () -> logFile(names, driver), setup.clock())
                : null;
        CommunicationsService service = driver.open(settings, new HostContext(world, setup.connector(), log));
        return new ProfileRunner(profile.name(), settings, service, group, log, announcer);
    }

    private Path logFile(SpoolName names, CommunicationsDriver driver) {
        return setup.home().resolve("log").resolve(names.log(driver.channel(), uptimeMillis()));
    }

    /** Starts all services and recovers what an earlier process left in hand, without polling. */
    public synchronized void open() {
        checkNotClosed();
        recover();
        profiles.values().forEach(ProfileRunner::start);
    }

    private void recover() {
        if (!recovered) {
            groups.forEach(GroupRunner::recover);
            recovered = true;
        }
    }

    /** Starts polling and handling on the executor of the set-up, or on threads of our own. */
    public synchronized void start() {
        if (schedule != null) {
            throw new IllegalStateException("Started before; close, and build another to start again.");
        }
        open();
        schedule = new Schedule(
                setup,
                profiles.values().stream().filter(ProfileRunner::receives).toList());
        schedule.start();
    }

    /** One session of a profile, then its handlers, all on this thread. */
    public SessionReport poll(String profile) {
        ProfileRunner runner = profile(profile);
        synchronized (this) {
            checkNotClosed();
            recover();
            runner.start();
        }
        try {
            return runner.receive();
        } finally {
            if (runner.group() != null) {
                runner.group().drain();
            }
        }
    }

    /** Carries out a command of a profile's driver on this thread. */
    public CommandResult invoke(String profile, Command command) {
        ProfileRunner runner = profile(profile);
        synchronized (this) {
            checkNotClosed();
            runner.start();
        }
        return runner.invoke(command);
    }

    /** What a profile's parameters come to. */
    public Settings settings(String profile) {
        return profile(profile).settings();
    }

    /** Polls of the profile do nothing from now on. */
    public void pause(String profile) {
        profile(profile).suspend();
    }

    /** Ends a pause. */
    public void resume(String profile) {
        profile(profile).resume();
    }

    private ProfileRunner profile(String name) {
        return Optional.ofNullable(profiles.get(key(name)))
                .orElseThrow(() -> new InvalidProfileException(
                        name, List.of("There is no profile of that name; have: " + names())));
    }

    /** Names of all profiles, in the order they were given. */
    public List<String> names() {
        return profiles.values().stream().map(ProfileRunner::name).toList();
    }

    private void finished(EventRecord record, io.mailroom.event.Outcome outcome) {
        ProfileRunner runner = profiles.get(key(record.profile()));
        if (runner != null) {
            runner.service().finished(record.trackingId(), outcome);
        }
    }

    private void checkNotClosed() {
        if (closed) {
            throw new IllegalStateException("Closed.");
        }
    }

    private long uptimeMillis() {
        return startUptimeMillis + (setup.nanoTime().getAsLong() - startNanos) / 1_000_000;
    }

    private static long uptimeAtLoad(HostSetup setup) {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(
                        0, Duration.between(start, setup.clock().instant()).toMillis()))
                .orElse(0L);
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        groups.forEach(GroupRunner::stop);
        if (schedule != null) {
            schedule.stop();
        }
        long deadline = System.nanoTime() + GRACE.toNanos();
        profiles.values().forEach(ProfileRunner::suspend);
        RuntimeException first = null;
        for (ProfileRunner runner : profiles.values()) {
            try {
                runner.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        groups.forEach(group -> awaitHandler(group, deadline));
        if (schedule != null) {
            schedule.end();
        }
        if (first != null) {
            throw first;
        }
    }

    private static void awaitHandler(GroupRunner group, long deadline) {
        if (group.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
            group.tidy();
        } else {
            LOG.atWarn()
                    .addKeyValue("group", group.name())
                    .log("The handler did not end in time; its event is offered again at the next start, flagged");
        }
    }
}
