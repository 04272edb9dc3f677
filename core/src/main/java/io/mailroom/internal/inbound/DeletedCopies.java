package io.mailroom.internal.inbound;

import io.mailroom.SpoolException;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.Mailbox.DeletionReceipt;
import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.KeptIds;
import io.mailroom.spool.OpenMessages;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.SeenIds;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.Spool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The usual case: messages are deleted on the server once they are stored. A server that brings them back all the same,
 * in the session after a confirmed end, is found out by id and content, and what it keeps is remembered from then on.
 */
final class DeletedCopies implements ServerCopies {
    /** Most messages of the last session that are remembered to find out a server that keeps mail. */
    static final int MAX_REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeletedCopies.class);

    private final String profile;
    private final Spool spool;
    private final ServiceFiles files;
    private final SeenIds seen;
    private final KeptIds kept;
    private final OpenMessages open;
    private final Set<SeenRecord> ofThisSession = new LinkedHashSet<>();
    private final Map<String, Set<String>> committed = new LinkedHashMap<>();

    DeletedCopies(String profile, Spool spool, ServiceFiles files, SeenIds seen, KeptIds kept, OpenMessages open) {
        this.profile = profile;
        this.spool = spool;
        this.files = files;
        this.seen = seen;
        this.kept = kept;
        this.open = open;
    }

    @Override
    public void listed(List<MessageRef> listing) {
        ofThisSession.clear();
        if (kept.size() > 0) {
            kept.retainListed(listing.stream().map(MessageRef::uid).collect(Collectors.toSet()));
        }
    }

    @Override
    public boolean isDoneWith(MessageRef message) {
        return !message.uid().isEmpty() && kept.knows(message.uid(), message.sizeBytes());
    }

    @Override
    public List<StoredMessage> take(Mailbox mailbox, Map<MessageRef, StoredMessage> stored) {
        Map<MessageRef, StoredMessage> fresh = withoutReturned(stored);
        if (fresh.isEmpty()) {
            return List.of();
        }
        note(fresh.values());
        Receipt receipt = new Receipt();
        mailbox.markDeleted(List.copyOf(fresh.keySet()), receipt);
        List<StoredMessage> taken = new ArrayList<>();
        fresh.forEach((ref, message) -> {
            if (receipt.refused.contains(ref)) {
                spool.remove(message.file(), files.label()); // it comes again
                open.settle(message.leafName());
            } else {
                taken.add(message);
            }
        });
        return taken;
    }

    /** From here on the server may be told to delete them. When that cannot be noted, they are fetched again. */
    private void note(Collection<StoredMessage> messages) {
        try {
            open.begin(messages.stream().map(StoredMessage::asOpen).toList());
        } catch (SpoolException e) {
            messages.forEach(message -> removeAfter(e, message));
            throw e;
        }
    }

    private void removeAfter(SpoolException failure, StoredMessage message) {
        try {
            spool.remove(message.file(), files.label());
        } catch (SpoolException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void record(List<SeenRecord> records) {
        seen.record(records);
        ofThisSession.addAll(records);
    }

    @Override
    public boolean isRecorded(ContentDigest digest) {
        return !seen.withDigest(digest).isEmpty() || !kept.withDigest(digest).isEmpty();
    }

    @Override
    public boolean isQueued(OpenMessage message) {
        return message.isQueuedIn(seen.withDigest(message.digest()));
    }

    @Override
    public void settledHere() {
        seen.finishSession();
    }

    @Override
    public void committed() {
        seen.finishSession();
        committed.clear();
        ofThisSession.stream()
                .limit(MAX_REMEMBERED)
                .forEach(each -> committed
                        .computeIfAbsent(each.storedUid(), uid -> new HashSet<>())
                        .add(each.digest()));
    }

    /** Messages that the last session deleted and the server offers again are no new ones. */
    private Map<MessageRef, StoredMessage> withoutReturned(Map<MessageRef, StoredMessage> stored) {
        Map<MessageRef, StoredMessage> fresh = new LinkedHashMap<>();
        List<SeenRecord> returned = new ArrayList<>();
        stored.forEach((ref, message) -> {
            Set<String> digests = committed.getOrDefault(message.storedUid(), Set.of());
            // A server that names several messages alike cannot be held to its names.
            if (!ref.uid().isEmpty() && digests.equals(Set.of(message.digest().brief()))) {
                returned.add(message.asRecord(SeenRecord.State.QUEUED));
                spool.remove(message.file(), files.label());
            } else {
                fresh.put(ref, message);
            }
        });
        if (!returned.isEmpty()) {
            kept.record(returned);
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .addKeyValue("messages", returned.size())
                    .log("The server keeps mail that it confirmed as deleted; it is remembered and not handled again."
                            + " Look for a leave-on-server policy of the account.");
        }
        return fresh;
    }

    private final class Receipt implements DeletionReceipt {
        private final Set<MessageRef> refused = new HashSet<>();

        @Override
        public void marked(MessageRef message) {
            // the mark is the server's; it counts when the session ends
        }

        @Override
        public void refused(MessageRef message, String reply) {
            refused.add(message);
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .addKeyValue("uid", message.uid())
                    .log("The server refused to delete a message with \"{}\"; it is fetched again", reply);
        }
    }
}
