package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends for a processor of queued events, with the profiles that it was given. Their outboxes lie in {@link #HOME} below the home
 * directory: the receiver's are the receiver's alone. Usable from any thread.
 */
final class ProcessorMail implements OwnMail.Profiles {
    /** Name of the directory that has the outboxes. */
    static final String HOME = "processing";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorMail.class);

    private final Map<String, Settings> settings = new LinkedHashMap<>();
    private final Senders senders;

    /** @throws io.mailroom.InvalidProfileException for the first profile that cannot send, with all its problems */
    ProcessorMail(HostSetup setup, LoopKey loopKey, Announcer announcer) {
        Services services =
                new Services(setup, setup.home().resolve(HOME), new GroupQueues(setup), loopKey, announcer, profile -> {
                    throw new IllegalStateException("Nothing is received here.");
                });
        for (Profile profile : setup.profiles()) {
            settings.put(Host.key(profile.name()), services.resolve(profile, Direction.OUTBOUND));
        }
        this.senders = new Senders(services);
    }

    /** Goes on with what an earlier process left in the outboxes. */
    void start() {
        for (Settings each : settings.values()) {
            try {
                senders.of(each).start();
            } catch (CommunicationsException e) {
                LOG.atWarn()
                        .addKeyValue("profile", each.profile().name())
                        .log("Nothing is sent from here for now. {}", e.getMessage());
            }
        }
    }

    @Override
    public boolean has(String profile) {
        return settings.containsKey(Host.key(profile));
    }

    @Override
    public Settings settings(String profile) {
        Settings known = settings.get(Host.key(profile));
        if (known == null) {
            throw new IllegalStateException("This processor has no profile " + profile + ".");
        }
        return known;
    }

    @Override
    public Optional<GroupPlan> group(String name) {
        return Optional.empty(); // administrators are told by the receiver
    }

    @Override
    public void invoke(String profile, Command command) {
        ProfileRunner sender = senders.of(settings(profile));
        sender.start();
        sender.invoke(command);
    }

    /** Lets what is in hand finish. */
    void end(long deadlineNanos) {
        senders.end(deadlineNanos);
    }
}
