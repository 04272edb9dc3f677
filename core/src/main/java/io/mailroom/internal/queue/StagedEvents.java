package io.mailroom.internal.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The receivers' side of a queue: events on their way to being visible. Usable from any thread. */
final class StagedEvents {
    private final QueueMoves moves;
    /** Events on their way, by tag of the service; whoever has none here need not look at the directory. */
    private final Map<String, Integer> onTheWay = new ConcurrentHashMap<>();

    private volatile boolean unforced;

    StagedEvents(QueueMoves moves) {
        this.moves = moves;
    }

    /** Something of the service was found, staged or half-written. */
    void found(String tag) {
        onTheWay.merge(tag, 1, Integer::sum);
    }

    boolean isAnyOnTheWay() {
        return !onTheWay.isEmpty();
    }

    private void arrived(List<EventName> names) {
        names.forEach(name -> onTheWay.computeIfPresent(name.tag(), (tag, count) -> count > 1 ? count - 1 : null));
    }

    List<EventName> stage(String tag, List<QueuedEvent> events) {
        onTheWay.merge(tag, events.size(), Integer::sum);
        Map<EventName, QueuedEvent> named = new LinkedHashMap<>();
        for (QueuedEvent event : events) {
            long sequence = moves.waiting.nextSequence(moves.clock.millis());
            named.put(EventName.staged(sequence, event.header().eventId(), tag), event);
        }
        boolean done = false;
        try {
            moves.files.write(named);
            moves.files.force();
            done = true;
            return List.copyOf(named.keySet());
        } catch (IOException e) {
            throw moves.failure("staging events", e);
        } finally {
            if (!done) {
                named.keySet().forEach(moves.files::removeQuietly);
            }
        }
    }

    void publish(List<EventName> staged) {
        if (staged.isEmpty()) {
            return;
        }
        boolean any = false;
        try {
            unforced = true;
            for (EventName name : staged) {
                moves.files.rename(name, name.published());
                moves.waiting.add(name.published());
                any = true;
            }
            forcePublished();
            arrived(staged);
        } catch (IOException e) {
            throw moves.failure("publishing events", e);
        } finally {
            if (any) {
                moves.listener.published();
            }
        }
    }

    private void forcePublished() throws IOException {
        moves.files.force();
        unforced = false;
    }

    void withdraw(List<EventName> staged) {
        for (EventName name : staged) {
            try {
                moves.files.delete(name);
                arrived(List.of(name));
            } catch (IOException e) {
                throw moves.failure("withdrawing " + name.fileName(), e);
            }
        }
    }

    void recover(Predicate<String> isOurs, Predicate<EventHeader> isRecorded) {
        List<String> tags = onTheWay.keySet().stream().filter(isOurs).toList();
        if (tags.isEmpty() && !unforced) {
            return;
        }
        decide(isOurs, isRecorded);
        tags.forEach(onTheWay::remove);
    }

    private void decide(Predicate<String> isOurs, Predicate<EventHeader> isRecorded) {
        moves.files.removeParts(isOurs);
        List<EventName> staged = new ArrayList<>();
        moves.files.each(name -> {
            if (name.state() == EventState.STAGED && isOurs.test(name.tag())) {
                staged.add(name);
            }
        });
        staged.sort(EventName.BY_ARRIVAL);
        List<EventName> recorded = new ArrayList<>();
        try {
            if (unforced) {
                forcePublished(); // an earlier publish could not
            }
            for (EventName name : staged) {
                if (isToBePublished(name, isRecorded)) {
                    recorded.add(name);
                }
            }
        } catch (IOException e) {
            throw moves.failure("recovering staged events", e);
        }
        publish(recorded);
    }

    /** Puts aside or drops what is not. */
    private boolean isToBePublished(EventName name, Predicate<EventHeader> isRecorded) throws IOException {
        EventHeader header;
        try {
            header = moves.files.read(name).header();
        } catch (NoSuchFileException e) {
            return false; // removed by hand
        } catch (DamagedEventException e) {
            moves.putAside(name, e); // it was whole once, and may be recorded: the server may no longer have it
            return false;
        }
        boolean recorded = isRecorded.test(header);
        if (recorded) {
            moves.removeMovedFiles(List.of(header));
        } else {
            moves.removeAfterItsFiles(name, header);
        }
        return recorded;
    }
}
