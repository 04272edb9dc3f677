package io.mailroom;

import io.mailroom.event.EventFields;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.SafeName;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The events of one response group that are not accepted yet, for people: to see what waits, and to decide about what was put
 * aside (contract section 8). Works on the files, whether a receiver runs or not. Usable from any thread.
 */
public final class QueuedEvents {
    /** Most events that are listed at once. */
    public static final int MOST_LISTED = 100_000;

    private final EventQueue queue;

    private QueuedEvents(EventQueue queue) {
        this.queue = queue;
    }

    /** Where an event stands. */
    public enum State {
        /** Written, and not on record yet: its session is under way, or broke. */
        STAGED,
        /** Waits for the handler. */
        WAITING,
        /** The handler has it. */
        HANDLING,
        /** Something the handler needs is away; waits again within five minutes. */
        PAUSED,
        /** The handler failed once; waits again within five minutes. */
        ERROR,
        /** Waits for its second attempt after an abnormal end. */
        RETRY,
        /** The handler has it after an abnormal end. */
        RETRY_HANDLING,
        /** Put aside: the process ended with it in hand, or its file is damaged. */
        CRASH,
        /** Put aside: the handler failed. */
        FAILED,
        /** Accepted; its files are going. */
        DONE
    }

    /**
     * One event, as it stood when it was listed.
     *
     * @param id name of its file without the part that changes, such as {@code CIR_019b8c1e3f400000_9f86d081884c7d65}
     * @param file name of its file
     * @param state where it stands
     * @param profile whose mailbox held the message; empty when the file cannot be read
     * @param eventId stable id of the message; its first 16 digits when the file cannot be read
     * @param attempts how often it was begun
     * @param failures of the handler
     * @param abnormalEnds how often the process died with it in hand
     * @param possibleDuplicate an earlier attempt may have had its effect
     * @param note why it stands where it stands, one line; empty when there is nothing to say
     */
    public record Entry(
            String id,
            String file,
            State state,
            String profile,
            String eventId,
            int attempts,
            int failures,
            int abnormalEnds,
            boolean possibleDuplicate,
            String note) {
        public Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(state, "state");
        }

        /** True when only a person brings it back. */
        public boolean isPutAside() {
            return state == State.CRASH || state == State.FAILED;
        }
    }

    /**
     * The events of a group below a home directory, in its usual place.
     *
     * @throws InvalidResponseGroupException when no group of that name has a queue there
     */
    public static QueuedEvents of(Path home, String group) {
        return in(home.resolve("queued").resolve(SafeName.escape(group)), group);
    }

    /**
     * The events of a group whose profiles name another <i>Queued Email Directory</i>.
     *
     * @param directory of the group, below that directory
     * @throws InvalidResponseGroupException when there is no such directory
     */
    public static QueuedEvents in(Path directory, String group) {
        Path whole = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(whole, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidResponseGroupException(
                    group,
                    List.of("it has no queue: there is no directory " + whole
                            + "; look for the name of the group, and of the home directory"));
        }
        return new QueuedEvents(
                EventQueue.open(new LocalDisk(), whole, Clock.systemUTC(), System::nanoTime, QueueListener.NONE));
    }

    /**
     * Events, the oldest first.
     *
     * @param wanted which of them
     * @param most how many at most, 1 to {@link #MOST_LISTED}
     */
    public List<Entry> list(Predicate<Entry> wanted, int most) {
        if (most < 1 || most > MOST_LISTED) {
            throw new IllegalArgumentException("most must be 1 to " + MOST_LISTED + ", not " + most);
        }
        return queue.list(state -> state != EventState.DONE, MOST_LISTED).stream()
                .map(this::entry)
                .filter(wanted)
                .limit(most)
                .toList();
    }

    private Entry entry(EventName name) {
        String profile = "";
        String eventId = name.idStart();
        String note = queue.note(name).orElse("");
        try {
            QueuedEvent event = queue.show(name).orElse(null);
            profile = event == null ? "" : event.header().profile();
            eventId = event == null ? eventId : event.header().eventId();
        } catch (SpoolException damaged) {
            note = note.isEmpty() ? damaged.getMessage() : note;
        }
        return new Entry(
                name.stem(),
                name.fileName(),
                State.valueOf(name.state().name()),
                profile,
                eventId,
                name.attempts(),
                name.errors(),
                name.abnormalEnds(),
                name.possibleDuplicate(),
                note);
    }

    /**
     * The event of an id.
     *
     * @param id as {@link Entry#id()}, {@link Entry#file()}, or at least 8 digits from the start of the event id
     * @throws IllegalArgumentException when there is none, or more than one
     */
    public Entry find(String id) {
        List<EventName> found = queue.list(state -> state != EventState.DONE, MOST_LISTED).stream()
                .filter(name -> isMeant(name, id.strip()))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    (found.isEmpty() ? "There is no event " : "There is more than one event ") + id + " in "
                            + queue.directory() + ". List the events, and name one as it is listed.");
        }
        return entry(found.get(0));
    }

    private static boolean isMeant(EventName name, String id) {
        boolean byDigits =
                id.matches("[0-9a-f]{8,64}") && (name.idStart().startsWith(id) || id.startsWith(name.idStart()));
        return byDigits || name.stem().equals(id) || name.fileName().equals(id);
    }

    /**
     * What an event says.
     *
     * @throws SpoolException when its file cannot be read
     * @throws IllegalArgumentException when it is gone
     */
    public EventFields fields(Entry entry) {
        QueuedEvent event = queue.show(name(entry)).orElseThrow(() -> gone(entry));
        Map<String, String> fields = new LinkedHashMap<>(event.fields());
        fields.keySet().removeIf(name -> name.startsWith("~") || name.startsWith("!"));
        return EventFields.of(fields);
    }

    /**
     * Lets an event that rests or was put aside be handled again, durably, its failures forgotten.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public void retry(Entry entry) {
        queue.retry(name(entry));
    }

    /**
     * Removes an event that nobody handles, durably, and then its files.
     *
     * @throws IllegalArgumentException when it is in hand
     */
    public void discard(Entry entry) {
        queue.discard(name(entry));
    }

    private static EventName name(Entry entry) {
        return EventName.parse(entry.file()).orElseThrow(() -> gone(entry));
    }

    private static IllegalArgumentException gone(Entry entry) {
        return new IllegalArgumentException("The event " + entry.id() + " is gone.");
    }
}
