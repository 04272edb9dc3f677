package io.mailroom;

import java.util.Objects;

/**
 * Something the administrator of a response group should hear of (contract section 8). Each happening is told once, through
 * {@link CommunicationsListener#notice}; whether and how it reaches a person is the listener's.
 *
 * @param kind what happened
 * @param group the response group
 * @param profile the profile whose message it is about; empty when it is about none
 * @param eventId the event it is about; empty when it is about none
 * @param text one or two sentences for a person: what happened, where, what to do. No text of the message
 */
public record Notice(Kind kind, String group, String profile, String eventId, String text) {
    /** What happened. */
    public enum Kind {
        /** The handler failed with an event for the first time; it is tried once more. */
        HANDLER_ERROR,
        /** An event is put aside: two handler errors, two abnormal ends with it in hand, one of each, or its file is damaged. */
        PUT_ASIDE,
        /** The handler has had an event for a long time and says nothing. Its other events go on, as far as there are workers. */
        HANDLER_SILENT,
        /** A file could not be removed. */
        FILE_NOT_REMOVED,
        /** A disk is full, or nearly: nothing is fetched until there is space. Told once for each group and pause. */
        DISK_FULL,
        /** The group's task died of a fault; it was started again. */
        TASK_DIED
    }

    public Notice {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(text, "text");
    }
}
