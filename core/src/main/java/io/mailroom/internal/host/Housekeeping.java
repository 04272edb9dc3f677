package io.mailroom.internal.host;

import io.mailroom.event.EventFields;
import io.mailroom.internal.housekeeping.Inventory;
import io.mailroom.internal.housekeeping.ProfilePlaces;
import io.mailroom.internal.housekeeping.Retention;
import io.mailroom.internal.housekeeping.RetentionLimits;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.profile.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a host keeps in order on disk for all its profiles together. Usable from any thread. */
final class Housekeeping {
    private final HostSetup setup;
    private final Supplier<Collection<Settings>> profiles;
    private final GroupQueues queues;
    private final Retention retention;
    private final Inventory inventory;

    /** @param profiles of the host, as they are at the moment */
    Housekeeping(HostSetup setup, Supplier<Collection<Settings>> profiles, GroupQueues queues) {
        this.setup = setup;
        this.profiles = profiles;
        this.queues = queues;
        this.retention = new Retention(setup.disk(), setup.clock(), setup.nanoTime(), this::messagesOfEvents);
        this.inventory = new Inventory(setup.disk(), setup.clock(), this::places, this::allQueues);
    }

    /** Goes on removing what was kept long enough; to be called every few seconds. */
    void tick() {
        retention.goOn(this::limits);
    }

    Inventory inventory() {
        return inventory;
    }

    void close() {
        retention.close();
    }

    private List<ProfilePlaces> places() {
        return profiles.get().stream()
                .map(settings -> new ProfilePlaces(settings, setup.home()))
                .toList();
    }

    private Map<Path, RetentionLimits> limits() {
        Map<Path, RetentionLimits> limits = new LinkedHashMap<>();
        for (ProfilePlaces each : places()) {
            each.retention().forEach((directory, wanted) -> limits.merge(directory, wanted, RetentionLimits::or));
        }
        return limits;
    }

    private Collection<EventQueue> allQueues() {
        Set<Path> parents = new HashSet<>();
        parents.add(setup.home().resolve("queued"));
        places().stream()
                .filter(ProfilePlaces::receives)
                .forEach(each -> parents.add(each.directories().queued()));
        queues.findOld(parents);
        return queues.all();
    }

    /** Stored messages that events name; empty when one of them cannot be read. */
    private Optional<Set<Path>> messagesOfEvents() {
        Set<Path> messages = new HashSet<>();
        boolean allRead = true;
        for (EventQueue queue : allQueues()) {
            allRead &= queue.eachEvent((name, event) -> {
                        String message = event.fields().getOrDefault(EventFields.ORIG_MSG_FILE, "");
                        if (!message.isEmpty()) {
                            messages.add(Path.of(message));
                        }
                    })
                    .isEmpty();
        }
        return allRead ? Optional.of(messages) : Optional.empty();
    }
}
