package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.event.EventFields;
import io.mailroom.event.LocalFiles;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.ServiceEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the service of one profile calls: its events go to the queue of the profile's group. What was staged before the profile
 * came to the group is looked for in the others' queues as well.
 */
final class ProfileClient implements ServiceClient {
    private final String profile;
    private final String tag;
    private final GroupRunner group;
    private final GroupQueues queues;
    private final StoredFiles stored;
    private final Announcer announcer;
    private final Clock clock;
    private final Runnable pollSoon;

    /** @param tag what the names of the service's files share */
    ProfileClient(
            String profile,
            String tag,
            GroupRunner group,
            GroupQueues queues,
            StoredFiles stored,
            Announcer announcer,
            Clock clock,
            Runnable pollSoon) {
        this.profile = profile;
        this.tag = tag;
        this.group = group;
        this.queues = queues;
        this.stored = stored;
        this.announcer = announcer;
        this.clock = clock;
        this.pollSoon = pollSoon;
    }

    @Override
    public Handover stage(List<ServiceEvent> events) {
        if (events.isEmpty()) {
            return () -> {};
        }
        List<QueuedEvent> queued = events.stream().map(this::queued).toList();
        List<EventName> staged = group.queue().stage(tag, queued);
        return () -> {
            group.queue()
                    .removeMovedFiles(queued.stream().map(QueuedEvent::header).toList());
            group.published(profile, staged);
            group.queue().publish(staged);
            events.forEach(event -> announcer.tell(listener -> listener.received(profile, event.eventId())));
        };
    }

    private QueuedEvent queued(ServiceEvent event) {
        GroupPlan plan = group.plan();
        if (plan.isRealTime()) {
            return EventRecord.toQueue(event, event.fields(), profile, clock.instant(), plan, List.of());
        }
        Map<String, String> moved = stored.put(profile, event);
        EventFields fields =
                moved.isEmpty() ? LocalFiles.announce(event.fields()) : LocalFiles.moved(event.fields(), moved);
        return EventRecord.toQueue(event, fields, profile, clock.instant(), plan, List.copyOf(moved.values()));
    }

    @Override
    public void recover(Collection<String> services, Predicate<String> isRecorded) {
        Set<String> ours = Set.copyOf(services);
        queues.all().forEach(queue -> queue.recoverStaged(ours::contains, header -> isRecorded.test(header.digest())));
    }

    @Override
    public void pollSoon() {
        pollSoon.run();
    }

    @Override
    public Optional<Set<Path>> filesOfEvents() {
        Set<Path> files = new HashSet<>();
        boolean allRead = true;
        for (EventQueue queue : queues.all()) {
            allRead &= queue.eachHeader((name, header) -> files.addAll(header.files()))
                    .isEmpty();
        }
        return allRead ? Optional.of(files) : Optional.empty();
    }

    @Override
    public void failed(CommunicationsException error) {
        announcer.tell(listener -> listener.sessionFailed(profile, error));
    }

    @Override
    public void quarantined(String file, String reason) {
        announcer.tell(listener -> listener.quarantined(profile, file, reason));
    }

    @Override
    public void loopback(String eventId, String file) {
        announcer.tell(listener -> listener.loopback(profile, eventId, file));
    }

    @Override
    public void status(String text) {
        announcer.tell(listener -> listener.status(profile, text));
    }
}
