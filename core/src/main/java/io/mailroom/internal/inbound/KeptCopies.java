package io.mailroom.internal.inbound;

import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.KeptIds;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.Spool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * <i>Leave Messages On Server</i>: nothing is deleted, and a durable index keeps each message to one event. A message is
 * known by id and size; where the server gives no ids each one is read, and known by its content. So is one whose id is new
 * while other ids have gone: a server may have numbered its messages anew.
 */
final class KeptCopies implements ServerCopies {
    /** Records of vanished messages go when the index has more than so many for each listed one, and some to spare. */
    private static final int MOST_PER_LISTED = 2;

    private static final int SPARE = 1_000;

    private final Spool spool;
    private final ServiceFiles files;
    private final KeptIds kept;
    /** Contents of messages that the server no longer lists under the id they had, and how many of each. */
    private final Map<String, Integer> vanished = new HashMap<>();
    /** Ids in the listing that tell nothing: none at all, or the same for several messages. */
    private final Set<String> useless = new HashSet<>();

    KeptCopies(Spool spool, ServiceFiles files, KeptIds kept) {
        this.spool = spool;
        this.files = files;
        this.kept = kept;
    }

    @Override
    public void listed(List<MessageRef> listing) {
        Set<String> uids = new HashSet<>();
        useless.clear();
        for (MessageRef ref : listing) {
            if (ref.uid().isEmpty() || !uids.add(ref.uid())) {
                useless.add(SeenRecord.store(ref.uid()));
            }
        }
        vanished.clear();
        if (!useless.isEmpty()) {
            return; // the index holds contents that no listing shows
        }
        boolean allKnown = uids.stream().allMatch(uid -> kept.record(uid).isPresent());
        if (allKnown || kept.size() > MOST_PER_LISTED * listing.size() + SPARE) {
            kept.retainListed(uids);
        } else {
            kept.unlisted(uids).forEach(record -> vanished.merge(record.digest(), 1, Integer::sum));
        }
    }

    @Override
    public boolean isDoneWith(MessageRef message) {
        return !useless.contains(SeenRecord.store(message.uid())) && kept.knows(message.uid(), message.sizeBytes());
    }

    @Override
    public List<StoredMessage> take(Mailbox mailbox, Map<MessageRef, StoredMessage> stored) {
        List<StoredMessage> taken = new ArrayList<>();
        List<SeenRecord> renamed = new ArrayList<>();
        stored.forEach((ref, message) -> {
            if (claim(message.digest())) {
                renamed.add(message.asRecord(SeenRecord.State.QUEUED));
                spool.remove(message.file(), files.label());
            } else if (useless.contains(message.storedUid()) && isRecorded(message.digest())) {
                spool.remove(message.file(), files.label());
            } else {
                taken.add(message);
            }
        });
        kept.record(renamed);
        return taken;
    }

    /** True when a message with these bytes was handed on, and has vanished under the id it had. */
    private boolean claim(ContentDigest digest) {
        Integer left = vanished.remove(digest.brief());
        if (left != null && left > 1) {
            vanished.put(digest.brief(), left - 1);
        }
        return left != null;
    }

    @Override
    public void record(List<SeenRecord> records) {
        kept.record(records.stream().map(this::underUsefulName).toList());
    }

    private SeenRecord underUsefulName(SeenRecord record) {
        return useless.contains(record.storedUid())
                ? new SeenRecord(record.state(), "#" + record.digest(), record.sizeBytes(), record.digest())
                : record;
    }

    @Override
    public boolean isRecorded(ContentDigest digest) {
        return !kept.withDigest(digest).isEmpty();
    }

    @Override
    public boolean isQueued(OpenMessage message) {
        return message.isQueuedIn(kept.withDigest(message.digest()));
    }

    @Override
    public void settledHere() {
        // the index stays as long as the server lists the messages
    }

    @Override
    public void committed() {
        // the index stays as long as the server lists the messages
    }
}
