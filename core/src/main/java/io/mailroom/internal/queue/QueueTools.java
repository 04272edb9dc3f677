package io.mailroom.internal.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    List<EventName> eachHeader(Consumer<EventHeader> headers) {
        List<EventName> unreadable = new ArrayList<>();
        moves.files.each(name -> {
            try {
                headers.accept(moves.files.readHeader(name));
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
