package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventHandler;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.TokenSource;
import io.mailroom.spool.Disk;
import io.mailroom.spool.FileStore;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Host} is made of. What the public builder does not offer is here for tests: the disk and the network
 * are handed in through this constructor and nowhere else.
 *
 * @param home the library's home directory
 * @param profiles all profiles; those without a group only send
 * @param plans who handles whose events, beside the response groups
 * @param groups response groups
 * @param handlers of response groups, by name
 * @param drivers registered by hand
 * @param driverDefaults by driver name: values the administrator set for all profiles
 * @param tokens by name of the profile: where its tokens come from
 * @param listeners hear what goes on
 * @param disk the only way to files
 * @param connector the only way to the network
 * @param clock the only clock
 * @param nanoTime monotonic, in nanoseconds
 * @param registry of mailboxes in use
 * @param fileStore takes the files of events that are queued for a processor; {@link FileStore#NONE} when they stay
 * @param limits how much polling goes on at once
 * @param random what waiting times vary by
 * @param executor runs polls and handlers; null when the host makes its own at start
 */
public record HostSetup(
        Path home,
        List<Profile> profiles,
        List<GroupPlan> plans,
        List<ResponseGroup> groups,
        Map<String, EventHandler> handlers,
        List<CommunicationsDriver> drivers,
        Map<String, Map<String, String>> driverDefaults,
        Map<String, TokenSource> tokens,
        List<CommunicationsListener> listeners,
        Disk disk,
        Connector connector,
        Clock clock,
        LongSupplier nanoTime,
        MailboxRegistry registry,
        FileStore fileStore,
        PollLimits limits,
        RandomGenerator random,
        @Nullable ScheduledExecutorService executor) {

    public HostSetup {
        home = home.toAbsolutePath().normalize();
        profiles = List.copyOf(profiles);
        plans = List.copyOf(plans);
        groups = List.copyOf(groups);
        handlers = Map.copyOf(handlers);
        drivers = List.copyOf(drivers);
        listeners = List.copyOf(listeners);
        driverDefaults = Map.copyOf(driverDefaults);
        tokens = Map.copyOf(tokens);
    }
}
