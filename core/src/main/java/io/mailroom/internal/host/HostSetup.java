package io.mailroom.internal.host;

import io.mailroom.CommunicationsListener;
import io.mailroom.event.EventHandler;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spool.Disk;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Host} is made of. What the public builder does not offer is here for tests: the disk and the network
 * are handed in through this constructor and nowhere else.
 *
 * @param home the library's home directory
 * @param profiles all profiles; those without a group only send
 * @param groups who handles whose events
 * @param drivers registered by hand
 * @param driverDefaults by driver name: values the administrator set for all profiles
 * @param listeners hear what goes on
 * @param disk the only way to files
 * @param connector the only way to the network
 * @param clock the only clock
 * @param nanoTime monotonic, in nanoseconds
 * @param registry of mailboxes in use
 * @param executor runs polls and handlers; null when the host makes its own at start
 */
public record HostSetup(
        Path home,
        List<Profile> profiles,
        List<Group> groups,
        List<CommunicationsDriver> drivers,
        Map<String, Map<String, String>> driverDefaults,
        List<CommunicationsListener> listeners,
        Disk disk,
        Connector connector,
        Clock clock,
        LongSupplier nanoTime,
        MailboxRegistry registry,
        @Nullable ScheduledExecutorService executor) {

    public HostSetup {
        home = home.toAbsolutePath().normalize();
        profiles = List.copyOf(profiles);
        groups = List.copyOf(groups);
        drivers = List.copyOf(drivers);
        listeners = List.copyOf(listeners);
        driverDefaults = Map.copyOf(driverDefaults);
    }

    /**
     * Profiles that share a handler.
     *
     * @param name of the group; its events lie in a directory of that name
     * @param profiles names of the profiles
     * @param arguments passed on with every event
     * @param handler takes the events
     */
    public record Group(String name, List<String> profiles, Map<String, String> arguments, EventHandler handler) {
        public Group {
            profiles = List.copyOf(profiles);
            arguments = Map.copyOf(arguments);
        }
    }
}
