package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the parts of a queue share: its files, the names in memory, and the moves between states that more than one of them
 * makes. Usable from any thread.
 */
final class QueueMoves {
    final EventDirectory files;
    final Clock clock;
    final WaitingEvents waiting;
    final QueueListener listener;

    QueueMoves(EventDirectory files, Clock clock, WaitingEvents waiting, QueueListener listener) {
        this.files = files;
        this.clock = clock;
        this.waiting = waiting;
        this.listener = listener;
    }

    /** Moves an event whose file is damaged out of the way, with the reason. */
    void putAside(EventName name, DamagedEventException damage) {
        EventName next = name.damaged();
        String reason = "The event file is damaged: " + damage.getMessage() + ".";
        files.note(next, clock.instant(), reason);
        if (moveOrOwe(name, next)) {
            listener.putAside(next, reason);
        }
    }

    /** Makes a move, or has it made later when the disk refuses. False when the event is not there any more. */
    boolean moveOrOwe(EventName from, EventName to) {
        try {
            files.rename(from, to);
            return true;
        } catch (NoSuchFileException e) {
            return false; // removed by hand, or taken over by another processor
        } catch (IOException e) {
            waiting.owe(from, to);
            throw failure("renaming " + from.fileName(), e);
        }
    }

    /** Called for an event whose rest is over, or whose move is owed. */
    Optional<EventName> bringBack(EventName from, EventName to) {
        try {
            files.rename(from, to);
            return Optional.of(to);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            waiting.owe(from, to);
            throw failure("renaming " + from.fileName(), e);
        }
    }

    /** Removes an event that nobody will handle: its files first, durably. */
    void removeAfterItsFiles(EventName name, EventHeader header) throws IOException {
        Set<Path> from = new HashSet<>();
        boolean all = files.removeLocalFilesOf(header, from);
        if (all && (header.stored().isEmpty() || files.removeFilesOf(header, from))) {
            files.force(from);
            files.delete(name);
        }
    }

    /**
     * The files were moved to the store, and the events can no longer be taken back: where they were made they go, durably,
     * because nobody looks for them once the events are visible.
     */
    void removeMovedFiles(Collection<EventHeader> headers) {
        Set<Path> from = new HashSet<>();
        try {
            for (EventHeader header : headers) {
                if (!header.stored().isEmpty()) {
                    header.files().forEach(file -> from.add(file.getParent())); // whoever removed them may have died
                    if (!files.removeLocalFilesOf(header, from)) {
                        throw new IOException("see the log for each");
                    }
                }
            }
            files.force(from);
        } catch (IOException e) {
            throw failure("removing files that were moved to the file store", e);
        }
    }

    SpoolException failure(String what, IOException cause) {
        return SpoolFailure.of(null, files.path(), what, cause);
    }
}
