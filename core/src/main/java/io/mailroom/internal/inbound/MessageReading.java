package io.mailroom.internal.inbound;

import io.mailroom.event.EventFields;
import io.mailroom.event.LoopSeal;
import io.mailroom.event.LoopbackDetector;
import io.mailroom.event.MappedMessage;
import io.mailroom.event.MessageMapper;
import io.mailroom.event.MessageOrigin;
import io.mailroom.internal.inbound.Reading.Verdict;
import io.mailroom.spool.AttemptMarks;
import io.mailroom.spool.MailboxId;
import io.mailroom.spool.MessageKey;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Step M4: makes an event of a stored message, and says where the message goes. A message is never refused for what it
 * holds; what fails it is a bug of ours, or that reading it has ended the process before. One thread.
 */
final class MessageReading {
    /** Files a message may keep open until its group is done; a group has at most a hundred messages. */
    private static final int MOST_OPEN_FILES = 2;

    private final Spool spool;
    private final ServiceFiles files;
    private final InboundSettings settings;
    private final MailboxId mailbox;
    private final String profile;
    private final String channel;
    private final Clock clock;
    private final LoopbackDetector loopback;
    private final AttemptMarks attempts;
    private final LoopSeal seal;
    private @Nullable MessageMapper mapper;
    private final Map<MessageKey, Integer> occurrences = new HashMap<>();

    MessageReading(
            Spool spool,
            ServiceFiles files,
            InboundSettings settings,
            MailboxId mailbox,
            String profile,
            String channel,
            Clock clock,
            LoopbackDetector loopback,
            AttemptMarks attempts,
            LoopSeal seal) {
        this.spool = spool;
        this.files = files;
        this.settings = settings;
        this.mailbox = mailbox;
        this.profile = profile;
        this.channel = channel;
        this.clock = clock;
        this.loopback = loopback;
        this.attempts = attempts;
        this.seal = seal;
    }

    /** A new session begins: messages of it that are equal in id and content are told apart by their order. */
    void startSession() {
        occurrences.clear();
    }

    /**
     * Reads one message. Its files are whole, not yet durable, and not yet named.
     *
     * @throws io.mailroom.SpoolException when our own disk fails; then nothing of the message is left but its file
     */
    Reading read(StoredMessage message) {
        String eventId = eventId(message);
        int before = attempts.attempts(message.digest()) - 1; // the attempt at hand is marked already
        if (before >= AttemptMarks.MOST_ATTEMPTS) {
            return failed(message, eventId, "reading it ended the process " + before + " times", before);
        }
        PartDrafts drafts = new PartDrafts(files, message);
        try (InputStream raw = Channels.newInputStream(spool.disk().read(message.file(), files.label()))) {
            return judged(message, eventId, mapper().map(raw, origin(message, eventId), drafts), drafts);
        } catch (IOException e) {
            spool.discard(drafts.drafts()).ifPresent(e::addSuppressed);
            throw SpoolFailure.of(profile, message.file(), "reading the stored message", e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
            mapper = null; // its buffers may hold half a message
            spool.discard(drafts.drafts());
            return failed(message, eventId, "reading it failed with " + bug, before + 1);
        }
    }

    /** Made when first needed: its buffers are large, and most mailboxes are empty most of the time. */
    private MessageMapper mapper() {
        if (mapper == null) {
            mapper = new MessageMapper(settings.mapping(), seal);
        }
        return mapper;
    }

    private Reading judged(StoredMessage message, String eventId, MappedMessage event, PartDrafts drafts)
            throws IOException {
        boolean candidate = loopback.isCandidate(event.fields().get(EventFields.SENDER_ADDRESS), eventId);
        if (candidate && !settings.processLoopback()) {
            spool.discard(drafts.drafts());
            return new Reading(message, eventId, Verdict.LOOPBACK, event, List.of(), "", 0);
        }
        if (drafts.drafts().size() > MOST_OPEN_FILES) {
            spool.prepare(drafts.drafts()); // the others stay open, to be forced with those of their group
        }
        Map<String, String> known = new HashMap<>();
        known.put(EventFields.ORIG_MSG_FILE, keptAt(message));
        if (candidate) {
            known.put(EventFields.LOOPBACK_CANDIDATE, EventFields.TRUE);
        }
        return new Reading(message, eventId, Verdict.EVENT, event.with(known), drafts.drafts(), "", 0);
    }

    /** Where the stored message will be when its event is handled; empty when it is deleted by then. */
    private String keptAt(StoredMessage message) {
        Path kept = spool.directory(Place.PROCESSED).resolve(message.leafName());
        return settings.deleteProcessed() ? "" : kept.toString();
    }

    private static Reading failed(StoredMessage message, String eventId, String reason, int attempts) {
        return new Reading(message, eventId, Verdict.FAILED, null, List.of(), reason, attempts);
    }

    private MessageOrigin origin(StoredMessage message, String eventId) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
        return new MessageOrigin(
                profile,
                settings.receiver(),
                channel,
                MessageOrigin.MESSAGE_RECEIVED,
                true,
                now.truncatedTo(ChronoUnit.SECONDS),
                eventId,
                message.digest().hex());
    }

    private String eventId(StoredMessage message) {
        MessageKey first = new MessageKey(mailbox, message.storedUid(), message.digest());
        int occurrence = occurrences.merge(first, 1, Integer::sum) - 1;
        return new MessageKey(mailbox, first.uid(), first.digest(), occurrence).eventId();
    }
}
