package io.mailroom.internal.queue;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of an event. All that changes while the event lives is in the name, so that each step is one rename.
 *
 * <pre>
 * CIR_019a8d5e2f400000_9f86d081884c7d65_0_1_2_1.retry.xevt
 *      |                |                | | | | `- state
 *      |                |                | | | `- 1 when an earlier attempt may have had its effect
 *      |                |                | | `- attempts begun
 *      |                |                | `- abnormal ends with the event in hand
 *      |                |                `- failures of the handler
 *      |                `- first 16 digits of the event id
 *      `- order of arrival: milliseconds since 1970 and a counter of 16 bits
 * </pre>
 *
 * @param sequence order of arrival
 * @param idStart first 16 hexadecimal digits of the event id
 * @param errors failures of the handler
 * @param abnormalEnds times the process died with the event in hand
 * @param attempts times it was begun
 * @param possibleDuplicate an earlier attempt may have had its effect
 * @param state where it stands
 * @param tag of the service that staged it, or of the processor that has it in hand or accepted it; else empty
 */
public record EventName(
        long sequence,
        String idStart,
        int errors,
        int abnormalEnds,
        int attempts,
        boolean possibleDuplicate,
        EventState state,
        String tag) {
    /** By arrival. */
    public static final Comparator<EventName> BY_ARRIVAL =
            Comparator.comparingLong(EventName::sequence).thenComparing(EventName::idStart);

    private static final int ID_LENGTH = 16;

    private static final Pattern NAME =
            Pattern.compile("CIR_([0-9a-f]{16})_([0-9a-f]{16})_([0-9a-f]{1,7})_([0-9a-f]{1,7})_([0-9a-f]{1,7})_([01])"
                    + "(?:\\.([0-9a-f_]{1,80}))?(\\.staged|\\.evt|\\.xevt|\\.paused|\\.error|\\.retry\\.evt"
                    + "|\\.retry\\.xevt|\\.crash|\\.failed|\\.done)");
    /** Errors and abnormal ends after which an event is put aside. */
    private static final int MOST_STRIKES = 2;

    public EventName {
        Objects.requireNonNull(idStart, "idStart");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(tag, "tag");
    }

    /** The name of a new event. */
    static EventName staged(long sequence, String eventId, String tag) {
        return new EventName(sequence, eventId.substring(0, ID_LENGTH), 0, 0, 0, false, EventState.STAGED, tag);
    }

    /** Reads a name; empty when it is none. */
    public static Optional<EventName> parse(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        EventState state = EventState.WAITING;
        for (EventState each : EventState.values()) {
            if (each.extension().equals(matcher.group(8))) {
                state = each;
            }
        }
        String tag = matcher.group(7);
        if (tag == null ? state == EventState.STAGED : !state.isOwned()) {
            return Optional.empty();
        }
        return Optional.of(new EventName(
                Long.parseUnsignedLong(matcher.group(1), 16),
                matcher.group(2),
                Integer.parseInt(matcher.group(3), 16),
                Integer.parseInt(matcher.group(4), 16),
                Integer.parseInt(matcher.group(5), 16),
                matcher.group(6).equals("1"),
                state,
                tag == null ? "" : tag));
    }

    /** As the file is called. */
    public String fileName() {
        return stem() + "_" + Integer.toHexString(errors) + "_" + Integer.toHexString(abnormalEnds) + "_"
                + Integer.toHexString(attempts) + (possibleDuplicate ? "_1" : "_0")
                + (tag.isEmpty() ? "" : "." + tag) + state.extension();
    }

    /** What never changes: {@code CIR_S_I}. */
    public String stem() {
        return "CIR_" + HexFormat.of().toHexDigits(sequence) + "_" + idStart;
    }

    EventName published() {
        return with(errors, abnormalEnds, attempts, possibleDuplicate, EventState.WAITING);
    }

    /** @param processor token of who begins it */
    EventName begun(String processor) {
        EventState next = state == EventState.RETRY ? EventState.RETRY_HANDLING : EventState.HANDLING;
        return new EventName(sequence, idStart, errors, abnormalEnds, attempts + 1, possibleDuplicate, next, processor);
    }

    /** Begun, but the handler was never called. */
    EventName returned() {
        EventState next = state == EventState.RETRY_HANDLING ? EventState.RETRY : EventState.WAITING;
        return with(errors, abnormalEnds, attempts - 1, possibleDuplicate, next);
    }

    EventName failedOnce() {
        boolean last = errors + 1 + abnormalEnds >= MOST_STRIKES;
        return with(errors + 1, abnormalEnds, attempts, possibleDuplicate, last ? EventState.FAILED : EventState.ERROR);
    }

    EventName paused() {
        return with(errors, abnormalEnds, attempts, possibleDuplicate, EventState.PAUSED);
    }

    /** Found in hand after the process died. */
    EventName interrupted() {
        boolean last = errors + abnormalEnds + 1 >= MOST_STRIKES || state == EventState.RETRY_HANDLING;
        return with(errors, abnormalEnds + 1, attempts, true, last ? EventState.CRASH : EventState.RETRY);
    }

    EventName damaged() {
        return with(errors, abnormalEnds, attempts, possibleDuplicate, EventState.CRASH);
    }

    /** Still its processor's, who removes its files. */
    EventName accepted() {
        return new EventName(
                sequence, idStart, errors, abnormalEnds, attempts, possibleDuplicate, EventState.DONE, processor());
    }

    /** Who has it in hand or accepted it; empty when nobody. */
    String processor() {
        return state == EventState.STAGED ? "" : tag;
    }

    /** True for a name that the same event had before this one, which a power cut may have kept beside it. */
    boolean isOlderThan(EventName other) {
        return attempts < other.attempts || other.state == EventState.DONE && other.tag.isEmpty();
    }

    /** Rested long enough after trouble. */
    EventName rested() {
        return with(errors, abnormalEnds, attempts, possibleDuplicate, EventState.WAITING);
    }

    /** A person wants it tried again: old failures no longer count, but the doubt stays. */
    EventName retried() {
        return with(0, 0, attempts, possibleDuplicate, EventState.WAITING);
    }

    /** Never begun before: several such may be begun at once. */
    boolean isFresh() {
        return attempts == 0;
    }

    private EventName with(int errors, int abnormalEnds, int attempts, boolean duplicate, EventState state) {
        return new EventName(sequence, idStart, errors, abnormalEnds, attempts, duplicate, state, "");
    }
}
