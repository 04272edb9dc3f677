package io.mailroom.testkit;

import io.mailroom.event.Attachment;
import io.mailroom.event.EventFields;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A handler that remembers what it was told, and answers as a test wants it to. Usable from any thread. */
public final class RecordingHandler implements EventHandler {
    private final List<InboundEvent> events = new ArrayList<>();
    private final Deque<EventHandler> answers = new ArrayDeque<>();

    private Consumer<InboundEvent> watcher = event -> {};

    /** One that was told of these events in an earlier life. */
    public static RecordingHandler remembering(List<InboundEvent> events) {
        RecordingHandler handler = new RecordingHandler();
        handler.events.addAll(events);
        return handler;
    }

    /** As if it had never been told anything. */
    public synchronized void forgets() {
        events.clear();
    }

    /** Sees each event before it counts as handled. */
    public synchronized RecordingHandler watchedBy(Consumer<InboundEvent> watcher) {
        this.watcher = watcher;
        return this;
    }

    /** The next event that is not spoken for is answered by this. */
    public synchronized RecordingHandler answersNext(EventHandler answer) {
        answers.add(answer);
        return this;
    }

    /** The next event that is not spoken for is answered so. */
    public RecordingHandler answersNext(Outcome outcome) {
        return answersNext(event -> outcome);
    }

    @Override
    public Outcome handle(InboundEvent event) throws Exception {
        EventHandler answer;
        synchronized (this) {
            watcher.accept(event);
            events.add(event);
            answer = answers.poll();
        }
        return answer == null ? Outcome.ACCEPTED : answer.handle(event);
    }

    /** Every call so far, in order. */
    public synchronized List<InboundEvent> events() {
        return List.copyOf(events);
    }

    /** Subjects of every call so far, in order. */
    public List<String> subjects() {
        return events().stream()
                .map(event -> event.fields().get(EventFields.SUBJECT))
                .toList();
    }

    /** Attachments of the event that came last. */
    public List<Attachment> lastAttachments() {
        List<InboundEvent> all = events();
        return all.get(all.size() - 1).message().attachments();
    }
}
