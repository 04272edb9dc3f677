package io.mailroom.internal.host;

import io.mailroom.Notice;
import io.mailroom.SpoolException;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueueListener;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a queue found: events nobody will offer again, files that did not go, and that there is work. */
final class QueueNews implements QueueListener {
    private static final Logger LOG = LoggerFactory.getLogger(QueueNews.class);

    private final String group;
    private final Announcer announcer;
    private final Supplier<EventQueue> queue;
    private final Runnable whenPublished;

    QueueNews(String group, Announcer announcer, Supplier<EventQueue> queue, Runnable whenPublished) {
        this.group = group;
        this.announcer = announcer;
        this.queue = queue;
        this.whenPublished = whenPublished;
    }

    @Override
    public void published() {
        whenPublished.run();
    }

    @Override
    public void putAside(EventName name, String reason) {
        EventRecord record = queue.get().show(name).map(EventRecord::of).orElse(null);
        String profile = record == null ? "" : record.profile();
        String eventId = record == null ? name.idStart() : record.eventId();
        LOG.atError()
                .addKeyValue("profile", profile)
                .addKeyValue("group", group)
                .addKeyValue("event", eventId)
                .addKeyValue("file", name.fileName())
                .log("Event put aside, and waits for somebody to look into it: {}", reason);
        announcer.tell(listener -> listener.putAside(profile, eventId, reason));
        notice(
                Notice.Kind.PUT_ASIDE,
                profile,
                eventId,
                "An event is put aside as " + name.fileName() + ": " + reason
                        + " Look into it, then retry or discard it.");
    }

    @Override
    public void interrupted(EventName name) {
        LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("file", name.fileName())
                .log("A process ended with this event in hand; it is offered again, flagged as a possible duplicate");
    }

    @Override
    public void notRemoved(Path file, SpoolException why) {
        LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("file", file)
                .setCause(why)
                .log("A file could not be removed; it is tried again at the next start");
        announcer.tell(listener -> listener.notRemoved(group, file, why));
        notice(
                Notice.Kind.FILE_NOT_REMOVED,
                "",
                "",
                "A file could not be removed, which is tried again at the next start. " + why.getMessage());
    }

    @Override
    public void trouble(SpoolException what) {
        LOG.atWarn().addKeyValue("group", group).setCause(what).log("The queue goes on, with trouble");
    }

    private void notice(Notice.Kind kind, String profile, String eventId, String text) {
        Notice notice = new Notice(kind, group, profile, eventId, text);
        announcer.tell(listener -> listener.notice(notice));
    }
}
