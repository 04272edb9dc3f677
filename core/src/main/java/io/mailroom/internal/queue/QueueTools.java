package io.mailroom.internal.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What people do with the events of a queue. Usable from any thread. */
final class QueueTools {
    private final QueueMoves moves;

    QueueTools(QueueMoves moves) {
        this.moves = moves;
    }

    List<EventName> list(Predicate<EventState> states, int most) {
        OldestNames oldest = new OldestNames(most);
        moves.files.each(name -> {
            if (states.test(name.state())) {
                oldest.offer(name);
            }
        });
        return oldest.inOrder();
    }

    Optional<QueuedEvent> show(EventName name) {
        try {
            return Optional.of(moves.files.read(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw moves.failure("reading " + name.fileName(), e);
        }
    }

    Optional<String> note(EventName name) {
        return moves.files.readNote(name);
    }

    EventName retry(EventName name) {
        if (!name.state().isPutAside() && name.state() != EventState.PAUSED && name.state() != EventState.ERROR) {
            throw new IllegalArgumentException(name.fileName() + " is neither resting nor put aside");
        }
        EventName next = name.retried();
        try {
            moves.files.rename(name, next);
            moves.files.force();
        } catch (IOException e) {
            throw moves.failure("retrying " + name.fileName(), e);
        }
        moves.waiting.add(next);
        moves.listener.published();
        return next;
    }

    void discard(EventName name) {
        if (name.state().isHandling() || name.state() == EventState.STAGED) {
            throw new IllegalArgumentException(name.fileName() + " is in hand");
        }
        try {
            Optional<EventHeader> header = moves.files.headerIfSound(name);
            moves.files.renameIfThere(name, name.accepted());
            moves.files.force();
            moves.files.forgetNote(name);
            if (header.isPresent()) {
                moves.removeAfterItsFiles(name.accepted(), header.get());
            } else {
                moves.files.delete(name.accepted());
            }
        } catch (IOException e) {
            throw moves.failure("discarding " + name.fileName(), e);
        }
    }

    List<EventName> eachHeader(BiConsumer<EventName, EventHeader> headers) {
        return each(moves.files::readHeader, headers);
    }

    List<EventName> eachEvent(BiConsumer<EventName, QueuedEvent> events) {
        return each(moves.files::read, events);
    }

    /** @param stems of notes; those of which there is no event go */
    void removeNotesOfNothing(Set<String> stems) {
        if (stems.isEmpty()) {
            return;
        }
        Set<String> left = new HashSet<>(stems);
        moves.files.each(name -> left.remove(name.stem()));
        try {
            moves.files.removeNotes(left);
        } catch (IOException e) {
            throw moves.failure("removing notes of events that are gone", e);
        }
    }

    private interface Reader<T> {
        T read(EventName name) throws IOException;
    }

    private <T> List<EventName> each(Reader<T> reader, BiConsumer<EventName, T> consumer) {
        List<EventName> unreadable = new ArrayList<>();
        moves.files.each(name -> {
            try {
                consumer.accept(name, reader.read(name));
            } catch (NoSuchFileException e) {
                return; // gone meanwhile
            } catch (DamagedEventException e) {
                unreadable.add(name);
            } catch (IOException e) {
                throw moves.failure("reading " + name.fileName(), e);
            }
        });
        return unreadable;
    }
}
