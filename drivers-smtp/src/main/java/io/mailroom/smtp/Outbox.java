package io.mailroom.smtp;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.SmtpSender.UploadProgress;
import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import io.mailroom.smtp.outbox.Journal;
import io.mailroom.smtp.outbox.OutboxFiles;
import io.mailroom.smtp.outbox.SentIndex;
import io.mailroom.smtp.protocol.Submission.DotGuard;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on disk that wait to be sent, and the threads that send them. What {@link #queue} has answered survives a
 * power cut and leaves once: before the end of a message is sent, that it may have been taken is on disk, and nobody
 * sends it again by itself from there on unless the server says no (or the profile says {@code Retry When In Doubt}).
 *
 * <p>Usable from any thread.
 */
public final class Outbox {
    /** Most messages at once: 100,000. */
    public static final int MOST_MESSAGES = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    private final String profile;
    private final SmtpSender sender;
    private final OutboxFiles files;
    private final RetryPolicy retry;
    private final SentIndex sent;
    private final boolean keepsSent;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Item> items = new HashMap<>();
    private final TreeSet<Item> waiting =
            new TreeSet<>(Comparator.comparing((Item item) -> item.dueAt).thenComparing(item -> item.id));
    private volatile @Nullable OutboxListener listener;
    private boolean suspended;
    private boolean closed;

    /** A message and whether a thread has it. Guarded by the lock, but for the journal, which guards itself. */
    private static final class Item {
        private final String id;
        private final Journal journal;
        private Instant dueAt;
        private boolean sending;

        Item(String id, Journal journal) {
            this.id = id;
            this.journal = journal;
            this.dueAt = journal.next();
        }
    }

    Outbox(
            String profile,
            SmtpSender sender,
            OutboxFiles files,
            SentIndex sent,
            RetryPolicy retry,
            boolean keepsSent,
            Clock clock) {
        this.profile = profile;
        this.sender = sender;
        this.files = files;
        this.sent = sent;
        this.retry = retry;
        this.keepsSent = keepsSent;
        this.clock = clock;
    }

    /** Tells this one, and nobody else from now on. */
    public void listener(OutboxListener heard) {
        listener = heard;
    }

    /** Takes over what an earlier process left. */
    void recover() {
        lock.lock();
        try {
            sent.load();
            files.removeDeadDrafts();
            for (String id : files.ids()) {
                Optional<Journal> journal = files.journal(id);
                if (journal.isEmpty()) {
                    LOG.atWarn()
                            .addKeyValue("profile", profile)
                            .log("The journal of {} is damaged; it is left alone", id);
                } else if (journal.get().profile().equals(profile)) {
                    recover(new Item(id, journal.get()));
                }
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "reading the outbox", failed);
        } finally {
            lock.unlock();
        }
    }

    private void recover(Item item) throws IOException {
        boolean untouched = item.journal.results().stream().allMatch(each -> each.status() == Status.DEFERRED);
        if (stateOf(item) == State.DONE || untouched && !files.hasMessage(item.id)) {
            files.remove(item.id, keepsSent); // it died between the last step and tidying up, or before the first
        } else {
            put(item);
        }
    }

    /** Into the list, and into the line when it waits. Guarded by the lock. */
    private void put(Item item) {
        items.put(item.id, item);
        waiting.remove(item);
        if (stateOf(item) == State.WAITING) {
            item.dueAt = later(item.journal.next(), item.dueAt);
            waiting.add(item);
            changed.signal();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Puts a message into the outbox. When this returns it survives a power cut.
     *
     * @throws InvalidMessageException when it must not be sent as it is
     * @throws io.mailroom.SpoolException when it could not be stored; it will not be sent
     */
    public OutboxEntry queue(OutboundMessage message) {
        Item item = store(message, false);
        try {
            files.commit(item.id, item.journal.head());
        } catch (IOException failed) {
            dropDraft(item.id);
            throw SpoolFailure.of(profile, files.directory(), "storing a message", failed);
        }
        lock.lock();
        try {
            put(item);
            return entryOf(item);
        } finally {
            lock.unlock();
        }
    }

    /** Sends now, once, leaving a trace on disk only from the final dot to the answer. */
    SendResult sendDirect(OutboundMessage message, UploadProgress progress) {
        Item item = store(message, true);
        boolean[] dotSent = {false};
        SendResult result;
        try {
            DotGuard guard = recipients -> {
                if (dotSent[0]) {
                    files.append(item.id, item.journal.dot(recipients));
                } else {
                    byte[] head = item.journal.head();
                    byte[] dot = item.journal.dot(recipients);
                    byte[] lines = java.util.Arrays.copyOf(head, head.length + dot.length);
                    System.arraycopy(dot, 0, lines, head.length, dot.length);
                    files.commitJournal(item.id, lines);
                    dotSent[0] = true;
                }
            };
            result = deliver(item, item.journal.message().envelope(), guard, progress);
            settleDirect(item, dotSent[0], result);
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "recording what became of a message", failed);
        } finally {
            dropDraft(item.id);
        }
        return result;
    }

    private void settleDirect(Item item, boolean dotSent, SendResult result) throws IOException {
        boolean inDoubt = result.hasAny(Status.IN_DOUBT);
        if (dotSent) {
            byte[] lines = item.journal.settled(result.recipients(), clock.instant());
            if (inDoubt) {
                files.append(item.id, lines);
                lock.lock();
                try {
                    put(item); // somebody may want to look, and to say retry or discard
                } finally {
                    lock.unlock();
                }
            } else {
                files.note(item.id, lines);
                files.remove(item.id, keepsSent && result.isSent());
            }
        }
    }

    private Item store(OutboundMessage message, boolean direct) {
        lock.lock();
        try {
            if (closed || items.size() >= MOST_MESSAGES) {
                throw new IllegalStateException(
                        closed ? "The outbox of " + profile + " is closed." : "The outbox of " + profile + " is full.");
            }
        } finally {
            lock.unlock();
        }
        try {
            ComposedMessage[] composed = new ComposedMessage[1];
            String id = files.draft(
                    out -> composed[0] = sender.composer().compose(message, new java.io.BufferedOutputStream(out)));
            return new Item(id, new Journal(profile, composed[0], direct, clock.instant()));
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "writing a message", failed);
        }
    }

    private SendResult deliver(Item item, Envelope envelope, DotGuard guard, UploadProgress progress) {
        ComposedMessage message = item.journal.message();
        SendResult result = sender.deliver(message, envelope, files.content(item.id), guard, progress::sent);
        if (result.hasAny(Status.SENT) || result.hasAny(Status.IN_DOUBT)) {
            remember(message);
        }
        return result;
    }

    /** So that a report about it is recognised; what fails here costs no more than that. */
    private void remember(ComposedMessage message) {
        try {
            sent.add(message.messageId(), message.envelope().request().flatMap(DsnRequest::ownEnvelopeId));
        } catch (IOException failed) {
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .log("Reports about {} will not be recognised: {}", message.messageId(), failed.getMessage());
        }
    }

    /** Sends what is due, one after the other, in this thread. */
    void sendDue() {
        for (Item item = takeDue(); item != null; item = takeDue()) {
            sendQueued(item);
        }
    }

    /** What a thread of the outbox does until the outbox is closed. */
    void work() {
        while (!isClosed()) {
            Item item = takeDue();
            if (item != null) {
                sendQueued(item);
            } else {
                sleep();
            }
        }
    }

    private void sendQueued(Item item) {
        try {
            List<String> open = item.journal.open(retry.whenInDoubt() && !item.journal.isDirect());
            Envelope envelope = item.journal.message().envelope().to(open);
            DotGuard guard = recipients -> files.append(item.id, item.journal.dot(recipients));
            SendResult result = deliver(item, envelope, guard, (sent, total) -> {});
            Instant next = clock.instant()
                    .plus(retry.after(
                            item.journal.tries() + 1,
                            ThreadLocalRandom.current().nextDouble()));
            files.append(item.id, item.journal.settled(result.recipients(), next));
            if (stateAtRest(item) == State.DONE) {
                files.remove(item.id, keepsSent);
            }
        } catch (IOException failed) {
            CommunicationsException error =
                    SpoolFailure.of(profile, files.directory(), "recording what became of a message", failed);
            LOG.atError()
                    .addKeyValue("profile", profile)
                    .log("{} waits in the outbox: {}", item.id, error.getMessage());
            item.dueAt = clock.instant().plus(retry.first());
        } catch (RuntimeException bug) {
            LOG.atError().addKeyValue("profile", profile).setCause(bug).log("{} waits in the outbox", item.id);
            item.dueAt = clock.instant().plus(retry.first());
        } finally {
            release(item);
        }
    }

    private void release(Item item) {
        OutboxEntry entry;
        lock.lock();
        try {
            item.sending = false;
            entry = entryOf(item);
            if (entry.state() == State.DONE) {
                items.remove(item.id);
            } else {
                put(item);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
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

    private @Nullable Item takeDue() {
        lock.lock();
        try {
            if (closed || suspended) {
                return null;
            }
            Item due = waiting.isEmpty() ? null : waiting.first();
            if (due == null || due.dueAt.isAfter(clock.instant())) {
                return null;
            }
            waiting.remove(due);
            due.sending = true;
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void sleep() {
        lock.lock();
        try {
            long nanos = LONGEST_SLEEP.toNanos();
            while (nanos > 0
                    && !closed
                    && (suspended || waiting.isEmpty() || timeToFirst().toNanos() > 0)) {
                long wish =
                        suspended || waiting.isEmpty() ? nanos : timeToFirst().toNanos();
                nanos = Math.min(nanos, changed.awaitNanos(Math.min(nanos, wish)));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private Duration timeToFirst() {
        return Duration.between(clock.instant(), waiting.first().dueAt);
    }

    /** Every message, the oldest first. */
    public List<OutboxEntry> list() {
        lock.lock();
        try {
            List<OutboxEntry> entries = new ArrayList<>();
            items.values().forEach(item -> entries.add(entryOf(item)));
            entries.sort(Comparator.comparing(OutboxEntry::queuedAt).thenComparing(OutboxEntry::id));
            return entries;
        } finally {
            lock.unlock();
        }
    }

    /** One message. */
    public Optional<OutboxEntry> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(items.get(id)).map(this::entryOf);
        } finally {
            lock.unlock();
        }
    }

    /** The message itself, as it is sent. */
    public Content content(String id) {
        return files.content(id);
    }

    /** Tries a message again now, for all recipients that were not sent to: also those given up or in doubt. */
    public boolean retry(String id) {
        return change(id, item -> {
            files.append(id, item.journal.retry());
            waiting.remove(item);
            item.dueAt = clock.instant();
            put(item);
        });
    }

    /** Gives a message up for good and removes it. */
    public boolean discard(String id) {
        return change(id, item -> {
            files.remove(id, false);
            waiting.remove(item);
            items.remove(id);
        });
    }

    private interface Change {
        void apply(Item item) throws IOException;
    }

    /** False when there is no such message, or it is being sent. */
    private boolean change(String id, Change change) {
        lock.lock();
        try {
            Item item = items.get(id);
            if (item == null || item.sending) {
                return false;
            }
            change.apply(item);
            changed.signalAll();
            return true;
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "changing the outbox", failed);
        } finally {
            lock.unlock();
        }
    }

    private State stateOf(Item item) {
        return item.sending ? State.SENDING : stateAtRest(item);
    }

    private State stateAtRest(Item item) {
        List<RecipientResult> results = item.journal.results();
        boolean direct = item.journal.isDirect();
        boolean doubt = results.stream().anyMatch(each -> each.status() == Status.IN_DOUBT);
        boolean open = results.stream().anyMatch(each -> each.status() == Status.DEFERRED);
        boolean retried = !direct && item.journal.tries() < retry.mostTries();
        if (retried && (open || doubt && retry.whenInDoubt())) {
            return State.WAITING;
        }
        if (direct && item.journal.tries() == 0 && open && !doubt) {
            return State.WAITING; // somebody said retry
        }
        if (doubt) {
            return State.IN_DOUBT;
        }
        boolean unsent =
                results.stream().anyMatch(each -> each.status() == Status.DEFERRED || each.status() == Status.REFUSED);
        return unsent ? State.GIVEN_UP : State.DONE;
    }

    private OutboxEntry entryOf(Item item) {
        Journal journal = item.journal;
        return new OutboxEntry(
                item.id,
                journal.message().messageId(),
                stateOf(item),
                journal.message().sizeBytes(),
                journal.at(),
                journal.next(),
                journal.tries(),
                journal.results());
    }

    private void dropDraft(String id) {
        try {
            files.removeDraft(id);
        } catch (IOException left) {
            LOG.atWarn().addKeyValue("profile", profile).log("A draft stays behind: {}", left.getMessage());
        }
    }

    void suspend(boolean suspend) {
        lock.lock();
        try {
            suspended = suspend;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
