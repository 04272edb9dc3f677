package io.mailroom.internal.host;

import io.mailroom.InvalidProfileException;
import io.mailroom.internal.inbound.InboundWorld;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Resolves profiles and opens their services. Usable from any thread. */
final class Services {
    /** Counts through the life of the process, so that no two services in it share file names. */
    private static final AtomicLong COUNT = new AtomicLong();
    /** When the process began; asking the system for it takes milliseconds. */
    private static final Optional<Instant> BEGAN =
            ProcessHandle.current().info().startInstant();

    private final HostSetup setup;
    private final Path home;
    private final GroupQueues queues;
    private final LoopKey loopKey;
    private final Drivers drivers;
    private final ProfileTokens tokens;
    private final Announcer announcer;
    private final SpaceWatch space;
    private final Consumer<String> pollSoon;
    private final long startNanos;
    private final long startUptimeMillis;

    /**
     * @param home below which the profiles' directories lie
     * @param pollSoon asked for a session with the profile of that name
     */
    Services(
            HostSetup setup,
            Path home,
            GroupQueues queues,
            LoopKey loopKey,
            Announcer announcer,
            Consumer<String> pollSoon) {
        this.setup = setup;
        this.home = home;
        this.queues = queues;
        this.loopKey = loopKey;
        this.drivers = Drivers.discover(setup.drivers());
        this.tokens = new ProfileTokens(setup);
        this.announcer = announcer;
        this.space = new SpaceWatch(announcer);
        this.pollSoon = pollSoon;
        this.startNanos = setup.nanoTime().getAsLong();
        this.startUptimeMillis = uptimeAtLoad(setup);
    }

    /**
     * What a profile's parameters come to.
     *
     * @throws InvalidProfileException with every problem at once
     */
    Settings resolve(Profile profile, Direction direction) {
        CommunicationsDriver driver = drivers.named(profile.driver(), profile.name());
        return ProfileResolver.of(driver.parameters())
                .withDriverDefaults(tokens.defaultsFor(driver, profile))
                .withRules(driver.rules())
                .resolve(profile, direction);
    }

    /** The same for a profile of which is not known yet whether it sends or receives: either will do. */
    Settings resolveForAny(Profile profile) {
        try {
            return resolve(profile, Direction.OUTBOUND);
        } catch (InvalidProfileException cannotSend) {
            try {
                return resolve(profile, Direction.INBOUND);
            } catch (InvalidProfileException cannotReceive) {
                cannotSend.addSuppressed(cannotReceive);
                throw cannotSend;
            }
        }
    }

    /** A profile at work; nothing is started. */
    ProfileRunner open(Settings settings, @Nullable GroupRunner group, HealthRecord health) {
        return new ProfileRunner(settings, () -> open(settings, group), group, health, announcer, space, setup.clock());
    }

    private OpenedService open(Settings settings, @Nullable GroupRunner group) {
        Profile profile = settings.profile();
        CommunicationsDriver driver = drivers.named(profile.driver(), profile.name());
        SpoolName names = new SpoolName(
                ProcessHandle.current().pid(),
                drivers.handle(driver),
                COUNT.incrementAndGet(),
                setup.clock().instant());
        ServiceClient client = group == null
                ? new SenderClient(profile.name(), announcer)
                : new ProfileClient(
                        profile.name(),
                        names.tag(),
                        group,
                        queues,
                        new StoredFiles(setup.fileStore()),
                        announcer,
                        setup.clock(),
                        () -> pollSoon.accept(profile.name()));
        boolean testMode = group != null && group.plan().isTestMode();
        InboundWorld world = new InboundWorld(
                profile.name(),
                driver.channel(),
                testMode ? testHome() : home,
                testMode,
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
        return new OpenedService(
                driver.open(settings, new HostContext(world, setup.connector(), log, tokens.of(settings))), log);
    }

    /** Where everything lies that groups in test mode write. */
    Path testHome() {
        return home.resolve("test-mode");
    }

    /** Where the events of a profile are queued. */
    Path queued(Settings settings) {
        if (!settings.declares(InboundParameters.QUEUED_EMAIL_DIRECTORY)) {
            throw new InvalidProfileException(
                    settings.profile().name(),
                    List.of("its driver, " + settings.profile().driver()
                            + ", does not receive; take it out of the response group"));
        }
        return home.resolve(settings.get(InboundParameters.QUEUED_EMAIL_DIRECTORY));
    }

    private Path logFile(SpoolName names, CommunicationsDriver driver) {
        return home.resolve("log").resolve(names.log(driver.channel(), uptimeMillis()));
    }

    private long uptimeMillis() {
        return startUptimeMillis + (setup.nanoTime().getAsLong() - startNanos) / 1_000_000;
    }

    private static long uptimeAtLoad(HostSetup setup) {
        return BEGAN.map(began -> Math.max(
                        0, Duration.between(began, setup.clock().instant()).toMillis()))
                .orElse(0L);
    }
}
