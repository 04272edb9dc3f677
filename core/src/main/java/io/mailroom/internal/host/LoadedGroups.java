package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.GroupStatus;
import io.mailroom.InvalidProfileException;
import io.mailroom.InvalidResponseGroupException;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileCatalog;
import io.mailroom.profile.Settings;
import io.mailroom.spool.SafeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response groups of a host and the profiles they have loaded, and how both change while they run (contract section
 * 3). Whoever changes something is alone; the others may look from any thread.
 */
final class LoadedGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedGroups.class);

    private final HostSetup setup;
    private final Services services;
    private final ProfileCatalog catalog;
    private final Announcer announcer;
    private final Acknowledging.Sender sender;
    private final BiConsumer<EventRecord, Outcome> whenFinished;
    private final Map<String, GroupPlan> plans = new ConcurrentSkipListMap<>();
    private final Map<String, GroupRunner> running = new ConcurrentSkipListMap<>();
    private final Map<String, ProfileRunner> profiles = new ConcurrentHashMap<>();
    private final GroupQueues queues;
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private final Map<String, HealthRecord> health = new ConcurrentHashMap<>();
    private @Nullable Threads threads;
    private @Nullable PollSchedule schedule;
    private boolean recovered;

    /**
     * @param sender sends acknowledgements
     * @param whenFinished told of each accepted event
     */
    LoadedGroups(
            HostSetup setup,
            Services services,
            ProfileCatalog catalog,
            GroupQueues queues,
            Announcer announcer,
            Acknowledging.Sender sender,
            BiConsumer<EventRecord, Outcome> whenFinished) {
        this.setup = setup;
        this.sender = sender;
        this.services = services;
        this.catalog = catalog;
        this.announcer = announcer;
        this.whenFinished = whenFinished;
        this.queues = queues;
    }

    // ---- looking

    Optional<ProfileRunner> profile(String name) {
        return Optional.ofNullable(profiles.get(Host.key(name)));
    }

    Collection<ProfileRunner> profiles() {
        return profiles.values();
    }

    GroupRunner group(String name) {
        GroupRunner runner = running.get(name);
        if (runner == null) {
            throw new InvalidResponseGroupException(
                    name,
                    List.of(
                            plans.containsKey(name)
                                    ? "it is not active; submit it as active first"
                                    : "there is no group of that name; have: " + plans.keySet()));
        }
        return runner;
    }

    /** The group as it runs. */
    Optional<GroupPlan> plan(String name) {
        return Optional.ofNullable(running.get(name)).map(GroupRunner::plan);
    }

    List<ResponseGroup> submitted() {
        return plans.values().stream().flatMap(plan -> plan.asGroup().stream()).toList();
    }

    List<GroupStatus> status(boolean started) {
        return plans.values().stream()
                .map(plan -> {
                    GroupRunner runner = running.get(plan.name());
                    return runner != null
                            ? runner.status(started)
                            : new GroupStatus(
                                    plan.name(), GroupStatus.State.INACTIVE, plan.isRealTime(), plan.profiles(), 0, 0);
                })
                .toList();
    }

    // ---- the life of the host

    /** Events that were in hand when an earlier process died are offered again. */
    void recover() {
        if (!recovered) {
            queues.findOld(queueDirectories());
            running.values().forEach(GroupRunner::recover);
            recovered = true;
        }
    }

    private Set<Path> queueDirectories() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(setup.home().resolve("queued"));
        running.values()
                .forEach(group -> directories.add(group.queue().directory().getParent()));
        return directories;
    }

    /** From now on everything that is loaded runs. A mailbox that cannot be had now is tried again later. */
    void start(Threads on, PollSchedule polls) {
        threads = on;
        schedule = polls;
        running.values().forEach(group -> group.start(on));
        profiles.values().forEach(this::startPolling);
    }

    private void startPolling(ProfileRunner profile) {
        if (schedule != null) {
            schedule.add(profile);
        }
    }

    /** Things to be done every few seconds. */
    void tick() {
        running.values().forEach(GroupRunner::tick);
    }

    void halt() {
        running.values().forEach(GroupRunner::halt);
        profiles.values().forEach(ProfileRunner::suspend);
    }

    /** Ends all; true when all ended in time. */
    boolean end(long deadline) {
        RuntimeException first = null;
        for (ProfileRunner profile : profiles.values()) {
            try {
                profile.close(Host.left(deadline));
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        boolean ended = true;
        for (GroupRunner group : running.values()) {
            try {
                ended &= group.end(Host.left(deadline), threads);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return ended;
    }

    // ---- profiles

    /** Adds a profile that no group has loaded. */
    void put(Profile profile, boolean receives) {
        Settings settings = receives ? services.resolve(profile, Direction.INBOUND) : services.resolveForAny(profile);
        catalog.put(settings);
        warn(settings);
    }

    private static void warn(Settings settings) {
        String name = settings.profile().name();
        settings.warnings()
                .forEach(warning -> LOG.atWarn().addKeyValue("profile", name).log("{}", warning));
    }

    /** Puts new settings in the place of old ones; a group that has the profile loaded loads it again. */
    void reload(Profile profile) {
        ProfileRunner before = profiles.get(Host.key(profile.name()));
        GroupRunner group = before == null ? null : before.group();
        if (group == null) {
            put(profile, false);
            return;
        }
        Settings settings = services.resolve(profile, Direction.INBOUND);
        checkQueue(queueOf(group.plan(), List.of(settings)), group);
        catalog.put(settings);
        warn(settings);
        unload(List.of(before));
        load(settings, group);
    }

    void pauseProfile(String name) {
        paused.add(Host.key(name));
        profile(name).ifPresent(ProfileRunner::suspend);
    }

    void resumeProfile(String name) {
        paused.remove(Host.key(name));
        profile(name).ifPresent(ProfileRunner::resume);
    }

    // ---- groups

    /** Makes a group be as the plan says: profiles that left are unloaded, then those that joined are loaded. */
    void submit(GroupPlan plan) {
        if (!plan.active()) {
            retire(plan.name());
            plans.put(plan.name(), plan);
            return;
        }
        Map<String, Settings> settings = settingsOf(plan);
        Path queue = queueOf(plan, settings.values());
        GroupRunner group = running.get(plan.name());
        if (group != null && group.plan().isTestMode() != plan.isTestMode()) {
            retire(plan.name()); // its mailboxes, files and events are others then
            group = null;
        }
        if (group != null && !settings.isEmpty()) {
            checkQueue(queue, group);
        }
        join(plan);
        settings.values().forEach(catalog::put);
        if (group == null) {
            group = begin(plan, queue);
        }
        leave(group, settings.keySet());
        group.apply(plan);
        plans.put(plan.name(), plan);
        for (Map.Entry<String, Settings> each : settings.entrySet()) {
            if (!profiles.containsKey(each.getKey())) {
                load(each.getValue(), group);
            }
        }
    }

    private Map<String, Settings> settingsOf(GroupPlan plan) {
        Map<String, Settings> settings = new LinkedHashMap<>();
        for (String name : plan.profiles()) {
            Profile profile = catalog.find(name)
                    .orElseThrow(() -> new InvalidProfileException(
                            name,
                            List.of("Response group " + plan.name() + " names it, but there is no such profile.")));
            settings.put(Host.key(name), services.resolve(profile, Direction.INBOUND));
        }
        return settings;
    }

    private Path queueOf(GroupPlan plan, Collection<Settings> settings) {
        String group = plan.name();
        if (plan.isTestMode()) {
            return services.testHome().resolve("queued").resolve(SafeName.escape(group));
        }
        List<Path> directories =
                settings.stream().map(services::queued).distinct().toList();
        if (directories.size() > 1) {
            throw new InvalidResponseGroupException(
                    group,
                    List.of("its profiles have several directories as \"Queued Email Directory\", " + directories
                            + ", but the events of a group lie in one; give all of them the same"));
        }
        Path queued = directories.isEmpty() ? setup.home().resolve("queued") : directories.get(0);
        return queued.resolve(SafeName.escape(group));
    }

    private static void checkQueue(Path queue, GroupRunner group) {
        Path now = group.queue().directory();
        if (!queue.equals(now)) {
            throw new InvalidResponseGroupException(
                    group.name(),
                    List.of("its events are in " + now
                            + "; a change of \"Queued Email Directory\" would leave them there."
                            + " Delete the group, which handles them, and submit it again"));
        }
    }

    private void join(GroupPlan plan) {
        List<String> joined = new ArrayList<>();
        boolean all = false;
        try {
            for (String name : plan.profiles()) {
                if (catalog.groupOf(name).isEmpty()) {
                    joined.add(name);
                }
                catalog.joinGroup(name, plan.name());
            }
            all = true;
        } finally {
            if (!all) {
                joined.forEach(name -> catalog.leaveGroup(name, plan.name()));
            }
        }
    }

    private GroupRunner begin(GroupPlan plan, Path queue) {
        GroupRunner group = new GroupRunner(setup, plan, queue, announcer, sender, whenFinished);
        queues.add(group.queue());
        if (recovered) {
            group.recover();
        }
        if (threads != null) {
            group.start(threads);
        }
        running.put(plan.name(), group);
        return group;
    }

    private List<ProfileRunner> membersOf(GroupRunner group) {
        return profiles.values().stream()
                .filter(profile -> profile.group() == group)
                .toList();
    }

    private void load(Settings settings, GroupRunner group) {
        String key = Host.key(settings.profile().name());
        HealthRecord sofar = health.computeIfAbsent(
                        key, name -> new HealthRecord(settings.profile().name()))
                .forgiven();
        ProfileRunner profile = services.open(settings, group, sofar);
        if (paused.contains(key)) {
            profile.suspend();
        }
        profiles.put(key, profile);
        startPolling(profile);
    }

    /** Unloads the profiles of a group that do not stay. */
    private void leave(GroupRunner group, Set<String> stay) {
        List<ProfileRunner> leaving = membersOf(group).stream()
                .filter(profile -> !stay.contains(Host.key(profile.name())))
                .toList();
        unload(leaving);
        leaving.forEach(profile -> catalog.leaveGroup(profile.name(), group.name()));
    }

    /** Lets the message in hand finish, then gives the mailboxes up; who takes one next overlaps with nobody. */
    private void unload(List<ProfileRunner> leaving) {
        long deadline = System.nanoTime() + Host.GRACE.toNanos();
        for (ProfileRunner profile : leaving) {
            if (schedule != null) {
                schedule.remove(profile);
            }
            profile.suspend();
        }
        for (ProfileRunner profile : leaving) {
            try {
                profile.close(Host.left(deadline));
            } catch (CommunicationsException e) {
                profile.tell(e); // the disk failed while the mailbox was given up; the next start makes up for it
            }
            profiles.remove(Host.key(profile.name()), profile);
        }
    }

    /** What waits is handled, as far as time allows; then the group is forgotten. */
    void delete(String name) {
        GroupRunner group = running.get(name);
        if (group == null && !plans.containsKey(name)) {
            group(name); // says that there is none
        }
        retire(name);
        plans.remove(name);
    }

    private void retire(String name) {
        GroupRunner group = running.remove(name);
        if (group == null) {
            return;
        }
        leave(group, Set.of());
        finish(group);
        group.end(Host.GRACE, threads);
        int left = group.queue().waiting();
        if (left > 0) {
            LOG.atWarn()
                    .addKeyValue("group", name)
                    .addKeyValue("directory", group.queue().directory())
                    .log("{} events of the group wait on disk until a group of that name is active again", left);
        }
    }

    private void finish(GroupRunner group) {
        try {
            if (threads != null && !group.isPaused()) {
                group.drain(Host.GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry; what waits stays on disk
        }
    }

    boolean drain(String name, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        GroupRunner group = group(name);
        group.holdPolls();
        boolean idle = true;
        for (ProfileRunner profile : membersOf(group)) {
            idle &= profile.awaitSession(Host.left(deadline));
        }
        return group.drain(Host.left(deadline)) && idle;
    }
}
