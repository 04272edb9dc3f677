package io.mailroom;

import java.util.List;
import java.util.Objects;

/**
 * How one response group is doing.
 *
 * @param name of the group
 * @param state what it is doing now
 * @param realTime true when the receiver calls its handler, false when a {@link QueueProcessor} does
 * @param profiles names of its profiles
 * @param waiting events that wait for the handler, as far as this process knows; of a queued group those that it has
 *     published since it started
 * @param inHand events that the handler has now
 */
public record GroupStatus(String name, State state, boolean realTime, List<String> profiles, int waiting, int inHand) {

    /** What a group is doing. */
    public enum State {
        /** It is not to run, or the receiver has not been started. */
        INACTIVE,
        /** Its profiles are polled and its events handled. */
        RUNNING,
        /** Nothing is polled, no event is begun. */
        PAUSED
    }

    public GroupStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        profiles = List.copyOf(profiles);
    }
}
