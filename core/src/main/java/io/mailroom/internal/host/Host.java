package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import io.mailroom.InvalidProfileException;
import io.mailroom.MailboxStatus;
import io.mailroom.ReceiverStatus;
import io.mailroom.ResponseGroup;
import io.mailroom.Signals;
import io.mailroom.event.EventHandler;
import io.mailroom.event.Outcome;
import io.mailroom.internal.housekeeping.Inventory;
import io.mailroom.profile.Organizations;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileCatalog;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spi.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All profiles and groups of one application. Made in one go, so that every problem of set-up shows before anything
 * runs; then driven from outside, by {@link #poll}, or by its {@link PollSchedule}; and changed while it runs. Changes
 * follow each other; everything else may come from any thread at any time.
 */
public final class Host implements AutoCloseable {
    /** How long close waits for the sessions and the handlers at work. */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final long TICK_SECONDS = 5;

    private final HostSetup setup;
    private final Signals signals;
    private final AdministratorMail administrators;
    private final Announcer announcer;
    private final Services services;
    private final ProfileCatalog catalog;
    private final LoadedGroups groups;
    private final Housekeeping housekeeping;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, EventHandler> handlers;
    private final Senders senders;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile @Nullable PollSchedule schedule;
    private @Nullable Threads threads;
    private @Nullable ScheduledFuture<?> ticking;
    private volatile boolean closed;

    /**
     * Resolves every profile and opens every service; touches neither the network nor, beyond the queues, the disk.
     *
     * @throws InvalidProfileException for the first profile that cannot be used, with all its problems
     */
    public Host(HostSetup setup) {
        this.setup = setup;
        this.signals = new Signals(setup.clock());
        LoopKey loopKey = new LoopKey(setup.disk(), setup.home());
        OwnMail ownMail = new OwnMail(setup.clock(), loopKey, new Known());
        this.administrators = new AdministratorMail(ownMail, setup.clock());
        List<CommunicationsListener> listeners = new ArrayList<>(setup.listeners());
        listeners.add(administrators);
        this.announcer = new Announcer(signals, listeners);
        GroupQueues queues = new GroupQueues(setup);
        this.services = new Services(setup, setup.home(), queues, loopKey, announcer, this::mailArrived);
        this.senders = new Senders(services);
        this.catalog = new ProfileCatalog(Organizations.of(Map.of()));
        this.handlers = new ConcurrentHashMap<>(setup.handlers());
        this.groups = new LoadedGroups(setup, services, catalog, queues, announcer, ownMail, this::finished);
        this.housekeeping = new Housekeeping(setup, this::allSettings, queues);
        setup.profiles().forEach(profile -> groups.put(profile, isInPlan(profile.name())));
        setup.profiles().forEach(profile -> names.add(profile.name()));
        setup.plans().forEach(groups::submit);
        setup.groups().forEach(group -> groups.submit(GroupPlan.of(group, handlers)));
    }

    private boolean isInPlan(String profile) {
        return setup.plans().stream().anyMatch(plan -> isAmong(plan.profiles(), profile))
                || setup.groups().stream().anyMatch(group -> group.isActive() && isAmong(group.profiles(), profile));
    }

    private static boolean isAmong(List<String> profiles, String profile) {
        return profiles.stream().anyMatch(profile::equalsIgnoreCase);
    }

    /** Starts all services and recovers what an earlier process left in hand, without polling. */
    public void open() {
        change(() -> {
            groups.recover();
            groups.profiles().forEach(ProfileRunner::start);
        });
    }

    /** Starts polling and handling on the executor of the set-up, or on threads of our own. */
    public void start() {
        change(() -> {
            if (schedule != null) {
                throw new IllegalStateException("Started before; close, and build another to start again.");
            }
            groups.recover();
            Threads started = new Threads(setup.executor(), setup.limits());
            PollSchedule polls =
                    new PollSchedule(started, setup.limits(), new Backoff(setup.random()), setup.nanoTime());
            announcer.tellOn(started.news());
            threads = started;
            schedule = polls;
            groups.start(started, polls);
            ticking = started.timer().scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        });
    }

    /** What is done every few seconds, now. What goes wrong is logged. */
    public void tick() {
        try {
            groups.tick();
            administrators.sendDue();
            housekeeping.tick();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("What is done every few seconds failed; it is tried again");
        }
    }

    /** What was counted so far. */
    public Signals signals() {
        return signals;
    }

    /** What {@link OwnMail} may know of us. */
    private final class Known implements OwnMail.Profiles {
        @Override
        public boolean has(String profile) {
            return true;
        }

        @Override
        public Settings settings(String profile) {
            return Host.this.settings(profile);
        }

        @Override
        public Optional<GroupPlan> group(String name) {
            return groups.plan(name);
        }

        @Override
        public void invoke(String profile, Command command) {
            Host.this.invoke(profile, command);
        }
    }

    /** One session of a profile, then its handlers, all on this thread. */
    public SessionReport poll(String profile) {
        ProfileRunner runner = receiver(profile);
        change(groups::recover);
        try {
            return runner.receive();
        } finally {
            if (runner.group() != null) {
                runner.group().drainHere();
            }
            housekeeping.tick();
        }
    }

    /** The profile's next session begins now, or right after the one under way. */
    public void pollSoon(String profile) {
        ProfileRunner runner = receiver(profile);
        PollSchedule polls = schedule;
        if (polls != null) {
            polls.pollSoon(runner);
        }
    }

    private void mailArrived(String profile) {
        PollSchedule polls = schedule;
        groups.profile(profile)
                .filter(runner -> runner.health().failures() == 0)
                .ifPresent(runner -> {
                    if (polls != null) {
                        polls.pollSoon(runner);
                    }
                });
    }

    /** Carries out a command of a profile's driver on this thread. */
    public CommandResult invoke(String profile, Command command) {
        Settings settings = settings(profile);
        ProfileCatalog.Use use = catalog.retain(profile, "a command, " + command.name());
        try {
            ProfileRunner runner = groups.profile(profile).orElseGet(() -> sender(settings));
            GroupRunner group = runner.group();
            if (group != null && group.plan().isTestMode()) {
                return new TestModeResult(command);
            }
            runner.start();
            return runner.invoke(command);
        } finally {
            use.close();
        }
    }

    private ProfileRunner sender(Settings settings) {
        checkNotClosed();
        return senders.of(settings);
    }

    /** The messages of a profile that were put aside. Starts its service, which takes the mailbox. */
    public FailedMessages failed(String profile) {
        ProfileRunner runner = receiver(profile);
        checkNotClosed();
        runner.start();
        return runner.failed();
    }

    /** What a profile's parameters come to. */
    public Settings settings(String profile) {
        return catalog.settings(profile).orElseThrow(() -> unknown(profile));
    }

    private List<Settings> allSettings() {
        return names().stream().flatMap(name -> catalog.settings(name).stream()).toList();
    }

    /** What lies in the directories of all profiles. */
    public Inventory inventory() {
        checkNotClosed();
        return housekeeping.inventory();
    }

    /** Polls of the profile do nothing from now on. */
    public void pause(String profile) {
        settings(profile);
        groups.pauseProfile(profile);
    }

    /** Ends a pause. */
    public void resume(String profile) {
        settings(profile);
        groups.resumeProfile(profile);
    }

    private ProfileRunner receiver(String profile) {
        checkNotClosed();
        settings(profile);
        return groups.profile(profile)
                .orElseThrow(() -> new IllegalStateException("Profile " + profile
                        + " belongs to no active response group and has no handler: it only sends."));
    }

    private InvalidProfileException unknown(String name) {
        return new InvalidProfileException(name, List.of("There is no profile of that name; have: " + names()));
    }

    /** Names of all profiles, in the order they were given. */
    public List<String> names() {
        synchronized (names) {
            return List.copyOf(names);
        }
    }

    // ---- changes

    /** A handler that groups may name from now on. */
    public void register(String name, EventHandler handler) {
        handlers.put(name, handler);
    }

    /** Adds a group or changes one, and makes it so. */
    public void submit(ResponseGroup group) {
        change(() -> groups.submit(GroupPlan.of(group, handlers)));
    }

    /** Adds a profile or changes one, and makes it so. */
    public void submit(Profile profile) {
        change(() -> {
            groups.reload(profile);
            senders.close(profile.name());
            synchronized (names) {
                if (!isAmong(List.copyOf(names), profile.name())) {
                    names.add(profile.name());
                }
            }
        });
    }

    /** Deletes a profile that nobody uses. */
    public void deleteProfile(String profile) {
        change(() -> {
            catalog.remove(profile);
            senders.close(profile);
            synchronized (names) {
                names.removeIf(profile.strip()::equalsIgnoreCase);
            }
        });
    }

    /** Ends a group and forgets it. */
    public void deleteGroup(String group) {
        change(() -> groups.delete(group));
    }

    /** Nothing of the group is fetched or handled from now on. */
    public void pauseGroup(String group) {
        groups.group(group).pause();
    }

    /** Ends a pause, or what a drain left. */
    public void resumeGroup(String group) {
        groups.group(group).resume();
    }

    /** Fetches nothing more for the group, and waits until what it has is handled. */
    public boolean drain(String group, Duration most) throws InterruptedException {
        return groups.drain(group, most);
    }

    /** The groups as they were submitted, by name. */
    public List<ResponseGroup> groups() {
        return groups.submitted();
    }

    /** How all is going. */
    public ReceiverStatus status() {
        Instant now = setup.clock().instant();
        boolean running = schedule != null && !closed;
        return new ReceiverStatus(
                groups.status(running),
                groups.profiles().stream()
                        .map(runner -> runner.status(nextPoll(runner, now), isWatched(runner)))
                        .sorted(Comparator.comparing(MailboxStatus::profile))
                        .toList());
    }

    private boolean isWatched(ProfileRunner runner) {
        PollSchedule polls = schedule;
        return polls != null && polls.isWatched(runner);
    }

    private Optional<Instant> nextPoll(ProfileRunner runner, Instant now) {
        PollSchedule polls = schedule;
        OptionalLong nanos = polls == null ? OptionalLong.empty() : polls.nanosToNext(runner);
        return nanos.isEmpty() ? Optional.empty() : Optional.of(now.plusNanos(nanos.getAsLong()));
    }

    private void change(Runnable change) {
        changes.lock();
        try {
            checkNotClosed();
            change.run();
        } finally {
            changes.unlock();
        }
    }

    private void finished(EventRecord record, Outcome outcome) {
        groups.profile(record.profile()).ifPresent(runner -> runner.service().finished(record.trackingId(), outcome));
    }

    private void checkNotClosed() {
        if (closed) {
            throw new IllegalStateException("Closed.");
        }
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        stop(GRACE);
    }

    /**
     * Closes, with a limit of time for what is under way.
     *
     * @return false when a session or a handler did not end in time
     */
    public boolean stop(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        groups.halt(); // before anything is waited for: no further event, no further message
        PollSchedule polls = schedule;
        if (polls != null) {
            polls.stop();
        }
        changes.lock();
        try {
            if (closed) {
                return true;
            }
            closed = true;
            return end(deadline);
        } finally {
            changes.unlock();
        }
    }

    private boolean end(long deadline) {
        if (ticking != null) {
            ticking.cancel(false);
        }
        housekeeping.close();
        boolean ended;
        try {
            senders.end(deadline);
        } finally {
            try {
                ended = groups.end(deadline);
            } finally {
                announcer.awaitTold(left(deadline));
                if (threads != null) {
                    threads.end();
                }
            }
        }
        return ended;
    }

    static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }
}
