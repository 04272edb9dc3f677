package io.mailroom.testkit;

import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.MailboxHealth;
import io.mailroom.Notice;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.internal.host.PollLimits;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.profile.Profile;
import io.mailroom.spool.Disk;
import io.mailroom.spool.FileStore;
import io.mailroom.spool.MailboxRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A receiver with groups, at a {@link PostOffice}, on a disk in memory and a clock that stands still. */
final class Receiver {
    final PostOffice post = new PostOffice();
    final ManualClock clock = ManualClock.at("2026-01-05T08:00:00Z");
    final List<Notice> notices = new CopyOnWriteArrayList<>();
    final List<MailboxHealth> health = new CopyOnWriteArrayList<>();
    final List<String> rehearsed = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    private Disk disk = new MemoryDisk();
    private Path home = Path.of("/mailroom");
    private PollLimits limits = PollLimits.USUAL;
    private FileStore store = FileStore.NONE;
    private @Nullable ScheduledExecutorService executor = clock.scheduler();
    private final Map<String, EventHandler> handlers = new LinkedHashMap<>();
    private final List<Profile> profiles = new ArrayList<>();
    private final List<ResponseGroup> groups = new ArrayList<>();

    Receiver on(Disk other) {
        disk = other;
        return this;
    }

    Receiver home(Path directory) {
        home = directory;
        return this;
    }

    Receiver sessions(int all, int perServer) {
        limits = new PollLimits(all, perServer);
        return this;
    }

    Receiver fileStore(FileStore other) {
        store = other;
        return this;
    }

    /** Threads of its own, as in production. */
    Receiver onRealThreads() {
        executor = null;
        return this;
    }

    Receiver handler(String name, EventHandler handler) {
        handlers.put(name, handler);
        return this;
    }

    Receiver profile(Profile profile) {
        profiles.add(profile);
        return this;
    }

    Receiver profile(String account) {
        return profile(PostOffice.profile(account, "post.example.com"));
    }

    Receiver group(ResponseGroup.Builder group) {
        groups.add(group.build());
        return this;
    }

    /** A processor of queued events, as in another process of this machine; it has the profiles to send with. */
    QueueHost processor(String group, String name, EventHandler handler) {
        HostSetup.Builder setup = setup();
        profiles.forEach(setup::profile);
        return processor(setup, group, name, handler);
    }

    /** One that has no profile to send with. */
    QueueHost mutedProcessor(String group, String name, EventHandler handler) {
        return processor(setup(), group, name, handler);
    }

    private QueueHost processor(HostSetup.Builder setup, String group, String name, EventHandler handler) {
        return new QueueHost(
                setup.handler(name, handler).build(),
                home.resolve("queued"),
                List.of(group),
                new int[] {0, 1},
                Duration.ofSeconds(1));
    }

    Host build() {
        HostSetup.Builder setup = setup();
        profiles.forEach(setup::profile);
        groups.forEach(setup::group);
        return new Host(setup.build());
    }

    private HostSetup.Builder setup() {
        HostSetup.Builder setup = HostSetup.builder()
                .home(home)
                .driver(post)
                .listener(new Heard())
                .disk(disk)
                .connector((endpoint, timeout) -> {
                    throw new IllegalStateException("A post office needs no network.");
                })
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .registry(new MailboxRegistry())
                .fileStore(store)
                .limits(limits)
                .random(new SplittableRandom(1))
                .executor(executor);
        handlers.forEach(setup::handler);
        return setup;
    }

    Host start() {
        Host host = build();
        host.start();
        clock.runDue();
        return host;
    }

    private final class Heard implements CommunicationsListener {
        @Override
        public void notice(Notice notice) {
            notices.add(notice);
        }

        @Override
        public void healthChanged(MailboxHealth changed) {
            health.add(changed);
        }

        @Override
        public void rehearsed(InboundEvent event, Outcome outcome, String would) {
            rehearsed.add(would);
        }

        @Override
        public void sessionFailed(String profile, CommunicationsException error) {
            failures.add(profile);
        }
    }
}
