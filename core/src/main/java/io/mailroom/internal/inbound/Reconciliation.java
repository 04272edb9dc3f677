package io.mailroom.internal.inbound;

import io.mailroom.spi.Mailbox;
import io.mailroom.spi.Mailbox.DeletionReceipt;
import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.SeenIds;
import io.mailroom.spool.SeenRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Step S2: a session that only deletes what broken sessions handed on and the server brought back. Each candidate is read,
 * and deleted only when id <em>and</em> content match a record; a new message under an old id stays. When the server's ids
 * all changed, candidates are found by size and known by content. Only a confirmed end erases the records.
 */
final class Reconciliation {
    private final SeenIds seen;
    private final Mailbox mailbox;
    private final Set<MessageRef> refused = new HashSet<>();

    Reconciliation(SeenIds seen, Mailbox mailbox) {
        this.seen = seen;
        this.mailbox = mailbox;
    }

    void run() {
        List<MessageRef> listing = mailbox.list();
        List<MessageRef> known = known(read(candidates(listing)));
        if (!known.isEmpty()) {
            mailbox.markDeleted(known, new DeletionReceipt() {
                @Override
                public void marked(MessageRef message) {
                    // counts when the session ends
                }

                @Override
                public void refused(MessageRef message, String reply) {
                    // it is offered again, read again, and recognised again: the records stay until it is gone
                    refused.add(message);
                }
            });
        }
        mailbox.finish();
        if (refused.isEmpty()) {
            seen.forgetPrevious();
        }
    }

    private List<MessageRef> candidates(List<MessageRef> listing) {
        Set<String> listedUids = new HashSet<>();
        listing.forEach(ref -> listedUids.add(SeenRecord.store(ref.uid())));
        Set<Long> sizesOfVanished = new HashSet<>();
        for (SeenRecord record : seen.previous()) {
            if (!listedUids.contains(record.storedUid())) {
                sizesOfVanished.add(record.sizeBytes());
            }
        }
        return listing.stream()
                .filter(ref -> seen.mayKnow(ref.uid()) || sizesOfVanished.contains(ref.sizeBytes()))
                .toList();
    }

    private Map<MessageRef, ContentDigest> read(List<MessageRef> candidates) {
        DigestReading reading = new DigestReading();
        try {
            if (!candidates.isEmpty()) {
                mailbox.retrieve(candidates, reading);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A sink without a file failed", e); // it has nothing that can fail
        }
        return reading.digests();
    }

    private List<MessageRef> known(Map<MessageRef, ContentDigest> digests) {
        List<MessageRef> known = new ArrayList<>();
        digests.forEach((ref, digest) -> {
            boolean claimed = seen.claim(ref.uid(), digest)
                    || !seen.mayKnow(ref.uid()) && !seen.withDigest(digest).isEmpty();
            if (claimed) {
                known.add(ref);
            }
        });
        return known;
    }
}
