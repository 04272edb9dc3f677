package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.ServiceEvent;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the service of a profile without a group calls: it may report, and has nobody to raise events to. */
final class SenderClient implements ServiceClient {
    private final String profile;
    private final Announcer announcer;

    SenderClient(String profile, Announcer announcer) {
        this.profile = profile;
        this.announcer = announcer;
    }

    @Override
    public Handover stage(List<ServiceEvent> events) {
        throw new IllegalStateException(
                "Profile " + profile + " belongs to no response group: nobody takes its events.");
    }

    @Override
    public void recover(Collection<String> services, Predicate<String> isRecorded) {
        // nothing was ever staged
    }

    @Override
    public Optional<Set<Path>> filesOfEvents() {
        return Optional.of(Set.of());
    }

    @Override
    public void failed(CommunicationsException error) {
        announcer.tell(listener -> listener.sessionFailed(profile, error));
    }

    @Override
    public void status(String text) {
        announcer.tell(listener -> listener.status(profile, text));
    }
}
