package io.mailroom.testkit;

import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.MailboxStatus;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventHandler;
import io.mailroom.internal.host.GroupPlan;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.DirectoryFileStore;
import io.mailroom.spool.Disk;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The library at work in a test: one profile with one handler, on a disk and a network that the test gave it. Each one has
 * a registry of mailboxes of its own, as another process would.
 */
public final class Mailroom implements AutoCloseable {
    /** Where its files are on the test's disk. */
    public static final Path HOME = Path.of("/mailroom");

    private static final String GROUP = "Support";
    private static final String HANDLER = "tickets";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Host host;
    private final String profile;
    private final @Nullable QueueHost processor;

    private Mailroom(Host host, String profile, @Nullable QueueHost processor) {
        this.host = host;
        this.profile = profile;
        this.processor = processor;
    }

    /** Begins the set-up. */
    public static Builder with(CommunicationsDriver driver, Profile profile) {
        return new Builder(driver, profile);
    }

    /**
     * One session, then the handler for what waits.
     *
     * @throws CommunicationsException when the session failed
     */
    public SessionReport poll() {
        SessionReport report = host.poll(profile);
        process();
        return report;
    }

    private void process() {
        if (processor != null) {
            processor.process();
        }
    }

    /** The same, but a session or a look into the queue that fails is as good as one that does not. */
    public Mailroom pollWhateverHappens() {
        whateverHappens(() -> host.poll(profile));
        whateverHappens(this::process);
        return this;
    }

    private static void whateverHappens(Runnable step) {
        try {
            step.run();
        } catch (CommunicationsException e) {
            return; // the next poll tries again
        }
    }

    /** From now on it polls and handles by itself, while the test moves the clock. */
    public void start() {
        host.start();
    }

    /** How its one mailbox is doing. */
    public MailboxStatus mailbox() {
        return host.status().mailboxes().get(0);
    }

    /** The host itself. */
    public Host host() {
        return host;
    }

    @Override
    public void close() {
        try {
            host.close();
        } finally {
            if (processor != null) {
                processor.close();
            }
        }
    }

    /** Collects the set-up. */
    public static final class Builder {
        private final CommunicationsDriver driver;
        private final Profile profile;
        private @Nullable Disk disk;
        private @Nullable Connector connector;
        private EventHandler handler = new RecordingHandler();
        private CommunicationsListener listener = new CommunicationsListener() {};
        private MailboxRegistry registry = new MailboxRegistry();
        private ManualClock clock = ManualClock.at("2026-01-05T08:00:00Z");
        private Path home = HOME;
        private boolean queued;
        private @Nullable Path store;

        private Builder(CommunicationsDriver driver, Profile profile) {
            this.driver = driver;
            this.profile = profile;
        }

        public Builder disk(Disk disk) {
            this.disk = disk;
            return this;
        }

        public Builder connector(Connector connector) {
            this.connector = connector;
            return this;
        }

        public Builder handler(EventHandler handler) {
            this.handler = handler;
            return this;
        }

        public Builder listener(CommunicationsListener listener) {
            this.listener = listener;
            return this;
        }

        public Builder clock(ManualClock clock) {
            this.clock = clock;
            return this;
        }

        /** As another part of the same process would have it. */
        public Builder registry(MailboxRegistry registry) {
            this.registry = registry;
            return this;
        }

        /** Its files are there instead of in {@link #HOME}. */
        public Builder home(Path directory) {
            home = directory;
            return this;
        }

        /** Events are queued on disk, and a processor of its own calls the handler. */
        public Builder queued() {
            queued = true;
            return this;
        }

        /** Files of queued events move to a store in this directory of the same disk. */
        public Builder store(Path directory) {
            store = directory;
            return this;
        }

        public Mailroom build() {
            HostSetup setup = setup();
            QueueHost processor = queued
                    ? new QueueHost(setup, home.resolve("queued"), List.of(GROUP), new int[] {0, 1}, LOOK_EVERY)
                    : null;
            return new Mailroom(new Host(setup), profile.name(), processor);
        }

        private HostSetup setup() {
            Disk on = Objects.requireNonNull(disk, "disk");
            HostSetup.Builder setup = HostSetup.builder()
                    .home(home)
                    .profile(queued ? ableToSend() : profile)
                    .driver(driver)
                    .listener(listener)
                    .disk(on)
                    .connector(Objects.requireNonNull(connector, "connector"))
                    .clock(clock)
                    .nanoTime(clock::nanoTime)
                    .registry(registry)
                    .random(new SplittableRandom(1))
                    .executor(clock.scheduler());
            if (store != null) {
                setup.fileStore(new DirectoryFileStore(on, store));
            }
            return queued
                    ? setup.group(group()).handler(HANDLER, handler).build()
                    : setup.plan(GroupPlan.ofProfile(profile.name(), handler)).build();
        }

        /** A group wants profiles that could send. */
        private Profile ableToSend() {
            return profile.toBuilder().set("SMTP Server", "smtp.example.com").build();
        }

        private ResponseGroup group() {
            return ResponseGroup.named(GROUP)
                    .profile(profile.name())
                    .handler(HANDLER)
                    .argument("RealTime", "False")
                    .build();
        }
    }
}
