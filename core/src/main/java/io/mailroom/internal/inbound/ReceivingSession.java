package io.mailroom.internal.inbound;

import io.mailroom.internal.inbound.GroupWork.Tally;
import io.mailroom.internal.inbound.Reading.Verdict;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink.MessageTooLargeException;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that takes messages in, group by group:
 *
 * <pre>
 * list | for each group: retrieve (M1, M2: B1), mark deleted (M3), read to settle (M4 to M8) | leftovers (Q1) | finish (Q2)
 * </pre>
 *
 * Where the protocol can commit without an end (IMAP), a session goes on with further batches of what it has listed.
 *
 * A group that fails to be stored or recorded breaks the session without finishing it, so the server keeps everything
 * that was marked in it; what was recorded before is told apart in the next session. One object a session, one thread.
 */
final class ReceivingSession {
    /** Most messages of a group: each barrier is taken once for all of them. */
    static final int MAX_GROUP_MESSAGES = 100;
    /** Listed bytes after which a group is full; a larger message is a group of its own. */
    static final long MAX_GROUP_BYTES = 8L * 1024 * 1024;

    /** Messages after which a session takes no further batch: others want their turn, and handlers theirs. */
    static final int MOST_WITH_ONE_LISTING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReceivingSession.class);

    private final InboundParts parts;
    private final Mailbox mailbox;
    private final int batchSize;
    private final BooleanSupplier suspended;
    private final Map<MessageRef, ContentDigest> fetched = new LinkedHashMap<>();
    private final Tally tally = new Tally();
    private int begun;
    private int leftOnServer;
    private boolean endedEarly;
    private boolean lineClosed;

    ReceivingSession(InboundParts parts, Mailbox mailbox, int batchSize, BooleanSupplier suspended) {
        this.parts = parts;
        this.mailbox = mailbox;
        this.batchSize = batchSize;
        this.suspended = suspended;
    }

    /**
     * Runs the session to its end. Anything it throws means that the server commits nothing since the last commit.
     *
     * @param mayGoOn whether a further batch may follow
     */
    SessionReport run(BooleanSupplier mayGoOn) {
        List<MessageRef> listing = mailbox.list();
        parts.copies().listed(listing);
        List<MessageRef> waiting = waiting(listing);
        takeBatch(waiting);
        while (hasMoreToTake(waiting) && mayGoOn.getAsBoolean() && commits(listing)) {
            takeBatch(waiting);
        }
        if (lineClosed) {
            return report(listing, waiting); // what earlier groups marked comes again, and is told apart by its record
        }
        takeLeftovers(listing);
        mailbox.finish();
        parts.copies().committed();
        return report(listing, waiting);
    }

    private void takeBatch(List<MessageRef> waiting) {
        int end = Math.min(begun + batchSize, waiting.size());
        List<MessageRef> batch = waiting.subList(begun, end);
        begun = end;
        for (List<MessageRef> group : groups(batch)) {
            if (suspended.getAsBoolean() || endedEarly) {
                break;
            }
            takeIn(group);
        }
    }

    private boolean hasMoreToTake(List<MessageRef> waiting) {
        return begun < Math.min(waiting.size(), MOST_WITH_ONE_LISTING) && !endedEarly && !suspended.getAsBoolean();
    }

    /** What is settled is committed batch by batch, so that the index stays as small as it is with a session for each. */
    private boolean commits(List<MessageRef> listing) {
        takeLeftovers(listing);
        if (!mailbox.commit()) {
            return false;
        }
        parts.copies().committed();
        return true;
    }

    private SessionReport report(List<MessageRef> listing, List<MessageRef> waiting) {
        return new SessionReport(
                listing.size(),
                tally.of(Verdict.EVENT),
                tally.of(Verdict.FAILED),
                tally.of(Verdict.LOOPBACK),
                leftOnServer,
                waiting.size() > begun || endedEarly);
    }

    private List<MessageRef> waiting(List<MessageRef> listing) {
        List<MessageRef> waiting = new ArrayList<>();
        for (MessageRef ref : listing) {
            if (ref.markedDeleted()) {
                continue; // by another client, or by us when its outcome was on record: in both cases no new mail
            }
            if (ref.sizeBytes() > parts.settings().maxMessageBytes()
                    || parts.unwanted().contains(ref)) {
                leftOnServer++;
                parts.unwanted().leave(ref, "larger than \"Max Message Size\"");
            } else if (!parts.copies().isDoneWith(ref)) {
                waiting.add(ref);
            }
        }
        return waiting;
    }

    private void takeIn(List<MessageRef> group) {
        List<MessageRef> fitting = fitting(group);
        Intake intake = new Intake(parts.files(), parts.settings().maxMessageBytes());
        Map<MessageRef, StoredMessage> stored;
        try {
            mailbox.retrieve(fitting, intake);
            parts.leftovers().comeAgain(intake.digests());
            stored = intake.commit(parts.spool());
        } catch (MessageTooLargeException e) {
            intake.discard(parts.spool());
            intake.atWork().ifPresent(ref -> parts.unwanted().leave(ref, e.getMessage()));
            endedEarly = true;
            lineClosed = true;
            leftOnServer++;
            return;
        } catch (IOException e) {
            intake.discard(parts.spool());
            throw SpoolFailure.of(parts.profile(), parts.spool().directories().incoming(), "storing a message", e);
        } catch (RuntimeException e) {
            intake.discard(parts.spool());
            throw e;
        }
        intake.refusals().forEach((ref, reply) -> {
            leftOnServer++;
            parts.unwanted().report(ref, "the server answered \"" + reply + "\"");
        });
        stored.forEach((ref, message) -> fetched.put(ref, message.digest()));
        List<StoredMessage> taken = parts.copies().take(mailbox, stored);
        parts.work().carryOut(taken, parts.copies()::record, tally);
        endedEarly |= tally.of(Verdict.FAILED) > 0; // F1: finish, so that the server forgets it, and connect again
    }

    /** The messages of a group there is room for; the others wait on the server. */
    private List<MessageRef> fitting(List<MessageRef> group) {
        long room = parts.spool().roomBytes();
        List<MessageRef> fitting = new ArrayList<>();
        for (MessageRef ref : group) {
            long size = Math.max(0, ref.sizeBytes());
            if (size <= room) {
                room -= size;
                fitting.add(ref);
            } else {
                leftOnServer++;
                parts.unwanted().report(ref, "the volume of the spool has no room for it");
            }
        }
        return fitting;
    }

    private void takeLeftovers(List<MessageRef> listing) {
        List<StoredMessage> last = parts.leftovers().lastCopies(listing, fetched);
        if (!last.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("profile", parts.profile())
                    .addKeyValue("messages", last.size())
                    .log("The server deleted messages of a session that broke; their stored copies are used");
            parts.work().carryOut(last, parts.copies()::record, tally);
        }
    }

    private static List<List<MessageRef>> groups(List<MessageRef> batch) {
        List<List<MessageRef>> groups = new ArrayList<>();
        List<MessageRef> group = new ArrayList<>();
        long bytes = 0;
        for (MessageRef ref : batch) {
            long size = Math.max(0, ref.sizeBytes());
            if (!group.isEmpty() && (group.size() == MAX_GROUP_MESSAGES || bytes + size > MAX_GROUP_BYTES)) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(ref);
            bytes += size;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
