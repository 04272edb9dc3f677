package io.mailroom.smtp.outbox;

import io.mailroom.smtp.OutboxEntry;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.RetryPolicy;
import java.time.Instant;
import java.util.List;

/** A message in the outbox. Its journal guards itself; the rest is guarded by the {@link OutboxQueue} it is in. */
public final class OutboxItem {
    private final String id;
    private final Journal journal;
    private Instant dueAt;
    private boolean sending;

    public OutboxItem(String id, Journal journal) {
        this.id = id;
        this.journal = journal;
        this.dueAt = journal.next();
    }

    /** The common part of the names of its files. */
    public String id() {
        return id;
    }

    public Journal journal() {
        return journal;
    }

    /** True when no try has led to anything, if there was one. */
    public boolean isUntouched() {
        return journal.results().stream().allMatch(each -> each.status() == Status.DEFERRED);
    }

    /** What the outbox does with it while nobody sends it. */
    public State stateAtRest(RetryPolicy retry) {
        List<RecipientResult> results = journal.results();
        boolean doubt = hasAny(results, Status.IN_DOUBT);
        boolean open = hasAny(results, Status.DEFERRED);
        boolean retried = !journal.isDirect() && journal.tries() < retry.mostTries();
        if (retried && (open || doubt && retry.whenInDoubt())) {
            return State.WAITING;
        }
        if (journal.isDirect() && journal.tries() == 0 && open && !doubt) {
            return State.WAITING; // somebody said retry
        }
        if (doubt) {
            return State.IN_DOUBT;
        }
        return open || hasAny(results, Status.REFUSED) ? State.GIVEN_UP : State.DONE;
    }

    private static boolean hasAny(List<RecipientResult> results, Status status) {
        return results.stream().anyMatch(each -> each.status() == status);
    }

    Instant dueAt() {
        return dueAt;
    }

    /** Not before this, and not before its journal says. */
    void dueFrom(Instant earliest) {
        dueAt = earliest.isAfter(journal.next()) ? earliest : journal.next();
    }

    void dueNow(Instant now) {
        dueAt = now;
    }

    boolean isSending() {
        return sending;
    }

    void sending(boolean begun) {
        sending = begun;
    }

    OutboxEntry entry(RetryPolicy retry) {
        return new OutboxEntry(
                id,
                journal.message().messageId(),
                sending ? State.SENDING : stateAtRest(retry),
                journal.message().sizeBytes(),
                journal.at(),
                journal.next(),
                journal.tries(),
                journal.results());
    }
}
