package io.mailroom.smtp;

import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.SmtpSender.UploadProgress;
import io.mailroom.smtp.outbox.Journal;
import io.mailroom.smtp.outbox.OutboxFiles;
import io.mailroom.smtp.outbox.OutboxItem;
import io.mailroom.smtp.outbox.OutboxQueue;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on disk that wait to be sent, and what the threads do that send them. What {@link #queue} has answered
 * survives a power cut and leaves once: before the end of a message is sent, that it may have been taken is on disk, and
 * nobody sends it again by itself from there on unless the server says no (or the profile says
 * {@code Retry When In Doubt}).
 *
 * <p>Usable from any thread.
 */
public final class Outbox {
    /** Most messages at once: 100,000. */
    public static final int MOST_MESSAGES = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final String profile;
    private final OutboxDispatch dispatch;
    private final OutboxFiles files;
    private final OutboxQueue queue;
    private volatile @Nullable OutboxListener listener;

    Outbox(OutboxDispatch dispatch) {
        this.profile = dispatch.profile();
        this.dispatch = dispatch;
        this.files = dispatch.files();
        this.queue = new OutboxQueue(dispatch.retry(), MOST_MESSAGES, dispatch.clock());
    }

    /** Tells this one, and nobody else from now on. */
    public void listener(OutboxListener heard) {
        listener = heard;
    }

    /** Takes over what an earlier process left. */
    void recover() {
        try {
            dispatch.sent().load();
            dispatch.shared().recover();
            files.removeDeadDrafts();
            for (String id : files.ids()) {
                recover(id);
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "reading the outbox", "nothing was sent", failed);
        }
    }

    private void recover(String id) throws IOException {
        Optional<Journal> journal = files.journal(id);
        if (journal.isEmpty()) {
            LOG.atWarn().addKeyValue("profile", profile).log("The journal of {} is damaged; it is left alone", id);
        } else if (journal.get().profile().equals(profile)) {
            OutboxItem item = new OutboxItem(id, journal.get());
            boolean done = item.stateAtRest(dispatch.retry()) == State.DONE;
            if (done || item.isUntouched() && !files.hasMessage(id)) {
                // it died between the last step and tidying up, or before the first
                files.remove(id, dispatch.keepsSent());
            } else {
                queue.add(item);
            }
        }
    }

    /**
     * Puts a message into the outbox. When this returns it survives a power cut.
     *
     * @throws InvalidMessageException when it must not be sent as it is
     * @throws io.mailroom.SpoolException when it could not be stored; it will not be sent
     */
    public OutboxEntry queue(OutboundMessage message) {
        requireRoom();
        return queue.add(dispatch.commit(dispatch.draft(message, false)));
    }

    /** Sends now, once. */
    SendResult sendDirect(OutboundMessage message, UploadProgress progress) {
        requireRoom();
        if (!queue.beginPassing()) {
            throw unusable("closed");
        }
        try {
            OutboxDispatch.Draft draft = dispatch.draft(message, true);
            OutboxDispatch.Passed passed = dispatch.sendDirect(draft, progress);
            if (passed.stays()) {
                queue.add(draft.item()); // somebody may want to look, and to say retry or discard
            }
            return passed.result();
        } finally {
            queue.endPassing();
        }
    }

    private void requireRoom() {
        queue.whyNone().ifPresent(why -> {
            throw unusable(why);
        });
    }

    private IllegalStateException unusable(String why) {
        return new IllegalStateException("The outbox of " + profile + " is " + why + ".");
    }

    /** Sends what is due, one after the other, in this thread. */
    void sendDue() {
        for (OutboxItem item = queue.takeDue(); item != null; item = queue.takeDue()) {
            sendQueued(item);
        }
    }

    /** What a thread of the outbox does until the outbox is closed. */
    void work() {
        while (!queue.isClosed()) {
            OutboxItem item = queue.takeDue();
            if (item != null) {
                sendQueued(item);
            } else {
                queue.awaitDue();
            }
        }
    }

    private void sendQueued(OutboxItem item) {
        Instant earliest = Instant.MIN;
        OutboxEntry entry;
        try {
            earliest = dispatch.sendQueued(item);
        } finally {
            entry = queue.release(item, earliest);
        }
        if (entry.state() != State.WAITING) {
            tell(entry);
        }
    }

    private void tell(OutboxEntry entry) {
        OutboxListener heard = listener;
        if (heard != null) {
            try {
                heard.settled(entry);
            } catch (RuntimeException theirs) {
                LOG.atWarn().addKeyValue("profile", profile).setCause(theirs).log("A listener to the outbox failed");
            }
        }
    }

    /** Every message, the oldest first. */
    public List<OutboxEntry> list() {
        return queue.list();
    }

    /** One message. */
    public Optional<OutboxEntry> find(String id) {
        return queue.find(id);
    }

    /** The message itself, as it is sent. */
    public Content content(String id) {
        return files.content(id);
    }

    /** Tries a message again now, for all recipients that were not sent to: also those given up or in doubt. */
    public boolean retry(String id) {
        try {
            return queue.retry(
                    id, item -> dispatch.shared().add(id, item.journal().retry()));
        } catch (IOException failed) {
            throw changing(failed);
        }
    }

    /** Gives a message up for good and removes it. */
    public boolean discard(String id) {
        try {
            return queue.discard(id, item -> dispatch.remove(id, false));
        } catch (IOException failed) {
            throw changing(failed);
        }
    }

    private io.mailroom.SpoolException changing(IOException failed) {
        return SpoolFailure.of(
                profile, files.directory(), "changing the outbox", "the message stays as it was", failed);
    }

    void suspend(boolean suspend) {
        queue.suspend(suspend);
    }

    /** Nothing more is begun. */
    void close() {
        queue.close();
    }

    /** Waits for what has been begun; false when that takes too long. */
    boolean awaitIdle(Duration longest) {
        return queue.awaitIdle(longest);
    }

    /** Brings the files in order for the next process; after {@link #close()}. */
    void tidy() {
        try {
            dispatch.shared().close();
            dispatch.sent().close();
        } catch (IOException failed) {
            throw SpoolFailure.of(
                    profile, files.directory(), "closing the outbox", "the next start puts it in order", failed);
        }
    }
}
