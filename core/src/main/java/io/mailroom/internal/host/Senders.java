package io.mailroom.internal.host;

import io.mailroom.profile.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The services of profiles that no group has loaded: they only send. Each is opened when it is first asked for. Usable from any
 * thread.
 */
final class Senders {
    private final Services services;
    private final Map<String, ProfileRunner> open = new ConcurrentHashMap<>();

    Senders(Services services) {
        this.services = services;
    }

    /** The one of a profile; the caller starts it. */
    ProfileRunner of(Settings settings) {
        String name = settings.profile().name();
        return open.computeIfAbsent(Host.key(name), key -> services.open(settings, null, new HealthRecord(name)));
    }

    /** The next one asked for has the profile's new settings. */
    void close(String profile) {
        ProfileRunner sender = open.remove(Host.key(profile));
        if (sender != null) {
            sender.close(Host.GRACE);
        }
    }

    /** Lets all finish what is in hand. */
    void end(long deadlineNanos) {
        open.values().forEach(sender -> sender.close(Host.left(deadlineNanos)));
    }
}
