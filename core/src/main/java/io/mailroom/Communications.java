package io.mailroom;

import io.mailroom.event.EventHandler;
import io.mailroom.internal.host.GroupPlan;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.internal.host.PollLimits;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spi.SessionReport;
import io.mailroom.spi.TokenSource;
import io.mailroom.spool.FileStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

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
     * Starts every active response group and every profile that has a handler of its own, until {@link #close()}: each
     * profile is polled by its <i>PollingInterval</i>, and events are handled as they come. A mailbox that cannot be had
     * now, because somebody else has it or its directories cannot be used, is told to the listener like a session that
     * failed, and tried again; the others go on.
     *
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

    /**
     * Asks for a session with the profile's server now, or right after the one under way, whatever the polling interval
     * says; also while sessions fail. Does nothing before {@link #start()}.
     */
    public void pollSoon(String profile) {
        host.pollSoon(profile);
    }

    /**
     * The messages of a profile that were put aside because reading them failed, or ended the process three times.
     *
     * @throws MailboxInUseException when another process receives for the profile: it has the messages, too
     * @throws CommunicationsException when the profile's service cannot start
     */
    public FailedMessages failed(String profile) {
        return host.failed(profile);
    }

    /** The files in the directories of all profiles, and what each belongs to. */
    public SpoolFiles spool() {
        return new SpoolFiles(host.inventory());
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

    // ---- response groups

    /**
     * Registers a handler, which response groups name as {@code ProcessName}; one that has the name is replaced, for
     * groups that are submitted from now on.
     */
    public void handler(String name, EventHandler handler) {
        host.register(name, Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Submits group changes: adds a response group, or makes the one of that name be as this one says. Profiles that are
     * not in it any more are unloaded, each after the message in hand; then those that are new to it are loaded; events
     * that are begun from now on get the new arguments. A group that is not active any more is stopped; what waits for
     * its handler stays on disk.
     *
     * <p>To move a profile, submit its old group without it, then the new one with it: it is nobody's in between, its mail
     * waits on the server, and no two receivers overlap.
     *
     * @throws InvalidProfileException when a profile is unknown, cannot receive, or belongs to another active group, which
     *     is named; nothing was changed
     * @throws InvalidResponseGroupException when the handler is not registered; nothing was changed
     */
    public void submit(ResponseGroup group) {
        host.submit(Objects.requireNonNull(group, "group"));
    }

    /**
     * Submits profile changes: adds a profile, or puts it in the place of the one of that name. A group that has it loaded
     * unloads it after the message in hand and loads it with the new settings.
     *
     * @throws InvalidProfileException with every problem of it; nothing was changed
     */
    public void submit(Profile profile) {
        host.submit(Objects.requireNonNull(profile, "profile"));
    }

    /**
     * Deletes a response group, which applies by itself: its profiles are unloaded, and what waits is handled, for at most
     * 30 seconds. What is left then stays on disk until a group of that name is active again.
     *
     * @throws InvalidResponseGroupException when there is none of that name
     */
    public void deleteGroup(String group) {
        host.deleteGroup(group);
    }

    /**
     * Deletes a profile; one that is not there is no error.
     *
     * @throws ProfileInUseException when it is in an active group, or somebody is sending with it
     */
    public void deleteProfile(String profile) {
        host.deleteProfile(profile);
    }

    /** Nothing is fetched for the group, and no event begun, until {@link #resumeGroup}; what is in hand is finished. */
    public void pauseGroup(String group) {
        host.pauseGroup(group);
    }

    /** Ends a pause of a group, or what {@link #drain} left. */
    public void resumeGroup(String group) {
        host.resumeGroup(group);
    }

    /**
     * Fetches nothing more for a group, and waits until the handler is done with what was fetched; this thread helps.
     * Events that rest after a failure are not waited for. The group stays without polls until {@link #resumeGroup}.
     *
     * @return false when something was left after that time
     */
    public boolean drain(String group, Duration most) throws InterruptedException {
        return host.drain(group, most);
    }

    /** The response groups as they were submitted last, by name. */
    public List<ResponseGroup> groups() {
        return host.groups();
    }

    /** What was counted so far, for each profile. */
    public Signals signals() {
        return host.signals();
    }

    /** How every group and every mailbox is doing. */
    public ReceiverStatus status() {
        return host.status();
    }

    /**
     * Stops as {@link #close()} does, with another limit of time.
     *
     * @return false when a session or a handler did not end in time; it is told apart at the next start
     */
    public boolean stop(Duration most) {
        return host.stop(most);
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
        private final HostSetup.Builder setup = HostSetup.builder();

        private Builder() {}

        /** The library's home directory: spool, indexes, queues and logs lie below it. {@code mailroom} by default. */
        public Builder home(Path home) {
            setup.home(home);
            return this;
        }

        /** Adds a profile. Without a handler it only sends. */
        public Builder profile(Profile profile) {
            setup.profile(profile);
            return this;
        }

        /**
         * The handler of one profile's messages, which is called for one after the other. The profile is then in a group of
         * its own, under its own name.
         */
        public Builder onMessage(String profile, EventHandler handler) {
            setup.plan(GroupPlan.ofProfile(profile, Objects.requireNonNull(handler, "handler")));
            return this;
        }

        /** Adds a response group; its profiles and its handler may be added before or after. */
        public Builder group(ResponseGroup group) {
            setup.group(group);
            return this;
        }

        /** A handler that response groups name as {@code ProcessName}. */
        public Builder handler(String name, EventHandler handler) {
            setup.handler(name, handler);
            return this;
        }

        /**
         * How many sessions with servers there are at the same time; mailboxes wait their turn. 16 and 8 when nothing is
         * said.
         *
         * @param all with all servers together, 1 or more; as many threads poll
         * @param perServer with one server, 1 or more
         */
        public Builder sessions(int all, int perServer) {
            setup.limits(new PollLimits(all, perServer));
            return this;
        }

        /**
         * Where the files of events go whose group is not in real time; without it they stay in Incoming, and the processor
         * has to see that directory.
         */
        public Builder fileStore(FileStore store) {
            setup.fileStore(store);
            return this;
        }

        /** A driver that ServiceLoader does not find, or in place of the one it finds. */
        public Builder driver(CommunicationsDriver driver) {
            setup.driver(driver);
            return this;
        }

        /** Values for all profiles of a driver, below what each profile sets; by parameter name. */
        public Builder driverDefaults(String driver, Map<String, String> defaults) {
            setup.driverDefaults(driver, defaults);
            return this;
        }

        /**
         * Where the access tokens of a profile come from. They are used for every account in it that has no password,
         * receiving and sending; the profile's own OAuth parameters are not looked at then.
         */
        public Builder tokens(String profile, TokenSource source) {
            setup.tokens(profile, source);
            return this;
        }

        /** One more who hears what goes on; each is told by itself. */
        public Builder listener(CommunicationsListener listener) {
            setup.listener(listener);
            return this;
        }

        /** The clock of time stamps; the system's in UTC by default. */
        public Builder clock(Clock clock) {
            setup.clock(clock);
            return this;
        }

        /** Runs polls and handlers; stays the application's to shut down. Without it start makes threads of its own. */
        public Builder executor(ScheduledExecutorService executor) {
            setup.executor(Objects.requireNonNull(executor, "executor"));
            return this;
        }

        /**
         * Resolves every profile and finds its driver. Touches no network.
         *
         * @throws InvalidProfileException with every problem of the first profile that cannot be used, or when two active
         *     groups name one profile
         * @throws InvalidResponseGroupException when a group cannot be used
         * @throws SpoolException when the queue directories cannot be used
         */
        public Communications build() {
            return new Communications(new Host(setup.build()));
        }
    }
}
