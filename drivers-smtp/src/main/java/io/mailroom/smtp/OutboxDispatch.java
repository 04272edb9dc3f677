package io.mailroom.smtp;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.SmtpSender.UploadProgress;
import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import io.mailroom.smtp.outbox.Journal;
import io.mailroom.smtp.outbox.OutboxFiles;
import io.mailroom.smtp.outbox.OutboxItem;
import io.mailroom.smtp.outbox.SentIndex;
import io.mailroom.smtp.outbox.SharedJournal;
import io.mailroom.smtp.protocol.Submission.DotGuard;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message and has what becomes of it on disk in time: that a server may have it before the final dot, what the
 * server said after it. Usable from any thread.
 *
 * @param keepsSent whether the copy of a message stays when it has been sent
 */
record OutboxDispatch(
        String profile,
        SmtpSender sender,
        OutboxFiles files,
        SharedJournal shared,
        SentIndex sent,
        RetryPolicy retry,
        boolean keepsSent,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatch.class);

    /** A message under a draft's name, and its content. */
    record Draft(OutboxItem item, Content content) {}

    /** Writes a message as a draft. */
    Draft draft(OutboundMessage message, boolean direct) {
        try {
            ComposedMessage[] composed = new ComposedMessage[1];
            Content[] kept = new Content[1];
            String id = files.draft(out -> {
                KeptCopy copy = new KeptCopy(out);
                composed[0] = sender.composer().compose(message, copy);
                kept[0] = copy.finish().orElse(null);
            });
            OutboxItem item = new OutboxItem(id, new Journal(profile, composed[0], direct, clock.instant()));
            return new Draft(item, kept[0] != null ? kept[0] : files.content(id));
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "writing a message", "nothing was sent", failed);
        }
    }

    /** Makes a draft a message of the outbox, durably. */
    OutboxItem commit(Draft draft) {
        OutboxItem item = draft.item();
        try {
            files.commit(item.id(), item.journal().head());
            return item;
        } catch (IOException failed) {
            dropDraft(item.id());
            throw SpoolFailure.of(profile, files.directory(), "storing a message", "it will not be sent", failed);
        }
    }

    /** What came of a message that was sent past the queue, and whether somebody has to look after it from now on. */
    record Passed(SendResult result, boolean stays) {}

    /** Sends a draft, once, leaving a trace on disk only from the final dot to the answer. */
    Passed sendDirect(Draft draft, UploadProgress progress) {
        OutboxItem item = draft.item();
        boolean[] dotSent = {false};
        boolean stays = false;
        try {
            DotGuard guard = recipients -> {
                List<String> lines =
                        new ArrayList<>(dotSent[0] ? List.of() : item.journal().head());
                lines.addAll(item.journal().dot(recipients));
                shared.addPassing(item.id(), lines);
                dotSent[0] = true;
            };
            SendResult result = deliver(item, item.journal().message().envelope(), draft.content(), guard, progress);
            stays = dotSent[0] && result.hasAny(Status.IN_DOUBT);
            if (stays) {
                keepInDoubt(item, result);
            } else if (keepsSent && result.isSent()) {
                files.name(item.id());
            }
            return new Passed(result, stays);
        } catch (IOException failed) {
            throw SpoolFailure.of(
                    profile,
                    files.directory(),
                    "recording that a message is in doubt",
                    "do not send it again before you know that it did not arrive",
                    failed);
        } finally {
            if (!stays) {
                forget(item.id());
            }
        }
    }

    private void keepInDoubt(OutboxItem item, SendResult result) throws IOException {
        List<String> lines = new ArrayList<>(item.journal().head());
        lines.addAll(item.journal().settled(result.recipients(), clock.instant()));
        files.add(Map.of(item.id(), lines));
        shared.end(item.id());
    }

    /**
     * What fails here makes a message whose fate the caller knows one in doubt after a restart, and no worse. The draft goes last:
     * whoever dies in between leaves one that nobody speaks of, not a message in doubt that is not there.
     */
    private void forget(String id) {
        try {
            shared.end(id);
        } catch (IOException left) {
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .log("{} will seem in doubt after a restart: {}", id, left.getMessage());
        }
        dropDraft(id);
    }

    /**
     * Tries a message of the queue.
     *
     * @return the earliest time of another try, if one is needed
     */
    Instant sendQueued(OutboxItem item) {
        try {
            List<String> open =
                    item.journal().open(retry.whenInDoubt() && !item.journal().isDirect());
            Envelope envelope = item.journal().message().envelope().to(open);
            DotGuard guard = recipients -> shared.add(item.id(), item.journal().dot(recipients));
            SendResult result = deliver(item, envelope, files.content(item.id()), guard, (sentBytes, total) -> {});
            Instant next = clock.instant()
                    .plus(retry.after(
                            item.journal().tries() + 1,
                            ThreadLocalRandom.current().nextDouble()));
            shared.add(item.id(), item.journal().settled(result.recipients(), next));
            if (item.stateAtRest(retry) == State.DONE) {
                remove(item.id(), keepsSent);
            }
            return Instant.MIN;
        } catch (IOException failed) {
            CommunicationsException error = SpoolFailure.of(
                    profile, files.directory(), "recording what became of a message", "it stays in the outbox", failed);
            LOG.atError().addKeyValue("profile", profile).log("{}: {}", item.id(), error.getMessage());
        } catch (RuntimeException bug) {
            LOG.atError().addKeyValue("profile", profile).setCause(bug).log("{} waits in the outbox", item.id());
        }
        return clock.instant().plus(retry.first());
    }

    /** Removes a message, and then what was said of it. */
    void remove(String id, boolean keepMessage) throws IOException {
        files.remove(id, keepMessage);
        shared.end(id);
    }

    private SendResult deliver(
            OutboxItem item, Envelope envelope, Content content, DotGuard guard, UploadProgress progress) {
        ComposedMessage message = item.journal().message();
        SendResult result = sender.deliver(message, envelope, content, guard, progress::sent);
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

    private void dropDraft(String id) {
        try {
            files.removeDraft(id);
        } catch (IOException left) {
            LOG.atWarn().addKeyValue("profile", profile).log("A draft stays behind: {}", left.getMessage());
        }
    }
}
