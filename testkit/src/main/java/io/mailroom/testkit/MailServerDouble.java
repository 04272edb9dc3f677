package io.mailroom.testkit;

import io.mailroom.wire.Connector;
import java.util.List;

/**
 * A server in memory that holds one mailbox, as {@link DriverContract} and {@link DurabilityContract} need it: the same
 * verbs whatever the protocol.
 */
public interface MailServerDouble {
    /** What {@link Flaw#LISTS_HUGE_SIZES} lists. */
    long HUGE_BYTES = 9L * 1024 * 1024;

    /** The steps of a session that every protocol has. */
    enum Step {
        /** The client asks what there is. */
        LIST,
        /** It asks for a message. */
        RETRIEVE,
        /** It marks one deleted. */
        MARK_DELETED,
        /** It commits and says goodbye. */
        FINISH
    }

    /** Ways to differ from a good server, where the protocol allows the difference. */
    enum Flaw {
        /** A session that breaks deletes what was marked in it. */
        COMMITS_ON_DROP,
        /** What was deleted and committed is there again. */
        KEEPS_MAIL,
        /** It has no ids for its messages, or not the same in the next session. */
        RENUMBERS,
        /** It has no ids for its messages at all. */
        NAMES_NOTHING,
        /** All messages have the same id. */
        NAMES_ALL_ALIKE,
        /** The commit deletes every other marked message, and is answered with an error when one is left. */
        COMMITS_HALF,
        /** Every other login is refused, because somebody else is in the mailbox. */
        IS_BUSY_AT_TIMES,
        /** It lists nine mebibytes for each message, so that each comes in a group of its own. */
        LISTS_HUGE_SIZES,
        /** It cannot remove some of the marked messages and leave others. */
        REMOVES_ALL_THAT_IS_MARKED,
        /** Another client has marked a message of its own deleted, which is to stay. */
        SOMEBODY_MARKS_TOO
    }

    /** The only way to it. */
    Connector connector();

    /** Puts a message at the end of the mailbox; lines end in CRLF. */
    void holds(String uid, byte[] message);

    /** Names of what the mailbox holds now, as they were given. */
    List<String> uids();

    /** The messages themselves, in the order of {@link #uids()}. */
    List<byte[]> messages();

    /** The next time the client comes to that step, the connection drops instead. */
    void dropsTheConnectionAt(Step step);

    /** The next time the client comes to that step it is carried out, but the connection drops before the answer. */
    void losesTheAnswerTo(Step step);

    /** The next time the client comes to that step, the server says no. */
    void refusesOnce(Step step);

    /** Switches a flaw on. False when the protocol cannot have it; the tests of it are left out then. */
    boolean with(Flaw flaw);

    /** True when it goes on holding what was deleted and committed. */
    boolean keepsMail();

    /** True as long as what {@link Flaw#SOMEBODY_MARKS_TOO} put there is there. */
    default boolean keepsWhatOthersMarked() {
        return true;
    }

    /** Asked before each mark and each commit. */
    void observedBy(Observer observer);

    /** Told what is about to happen to the mailbox, before it happens. */
    interface Observer {
        /** A message is about to be marked deleted: its raw bytes must be safe by now. */
        default void marking(String uid, byte[] message) {}

        /** The session is about to commit: each of these messages must have its outcome. */
        default void committing(List<byte[]> marked) {}
    }
}
