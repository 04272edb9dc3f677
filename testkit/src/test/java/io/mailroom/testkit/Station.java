package io.mailroom.testkit;

import io.mailroom.SpoolException;
import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.Draft;
import io.mailroom.spool.MailboxId;
import io.mailroom.spool.MailboxLock;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.spool.MessageKey;
import io.mailroom.spool.SeenIds;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The smallest receiver that keeps the order of durable steps: it holds the spool's classes together as the real one does,
 * and every step of it can be made to fail.
 */
final class Station {
    static final MailboxId MAILBOX = new MailboxId("pop.example.com", "support");
    static final SpoolDirectories DIRECTORIES = SpoolDirectories.under(Path.of("/home"));
    static final Path GROUP = DIRECTORIES.queued().resolve("group");
    private static final String PROFILE = "support@example.com";

    private final ManualClock clock;
    private final Disk disk;
    private final PopDouble server;
    private final Ledger ledger;
    private final SpoolName names;
    private final MailboxLock lock;
    private final Spool spool;
    private final SeenIds seen;
    private final EventQueue queue;
    private final List<Path> leftovers = new ArrayList<>();
    private long messageNumber;

    /** Starts (R0 to R3). Each life has a number of its own, as each process has. */
    Station(Disk disk, PopDouble server, Ledger ledger, int life) throws IOException {
        this(disk, server, ledger, life, ManualClock.at("2026-01-02T03:04:05Z"));
    }

    Station(Disk disk, PopDouble server, Ledger ledger, int life, ManualClock clock) throws IOException {
        this.clock = clock;
        this.disk = disk;
        this.server = server;
        this.ledger = ledger;
        this.names = new SpoolName(life, 1, 1, clock.instant());
        this.spool = Spool.open(disk, DIRECTORIES, PROFILE);
        Path incoming = spool.directory(Place.INCOMING);
        this.lock = MailboxLock.acquire(new MailboxRegistry(), disk, incoming, MAILBOX, PROFILE, names.tag());
        this.seen = new SeenIds(disk, incoming, MAILBOX, PROFILE);
        this.queue = EventQueue.open(disk, GROUP, clock, clock::nanoTime, QueueListener.NONE);
        queue.recoverInterrupted();
        recover();
    }

    private void recover() throws IOException {
        Set<String> ours = new HashSet<>(lock.deadTags());
        ours.add(names.tag());
        queue.recoverStaged(ours::contains, this::isRecorded);
        Spool.Leftovers left = spool.leftovers(ours::contains);
        left.parts().forEach(part -> spool.remove(part, "leftover"));
        leftovers.clear();
        for (Path message : left.messages()) {
            if (seen.withDigest(digestOf(message)).isEmpty()) {
                leftovers.add(message);
            } else {
                spool.settle(message, Place.PROCESSED, "leftover");
            }
        }
    }

    /** One session (S1 to Q2), after a reconciling one if there is need. */
    void session() throws IOException {
        seen.startSession();
        recover();
        if (seen.hasPrevious()) {
            try (PopDouble.Session session = server.connect()) {
                for (int number = 0; number < session.size(); number++) {
                    if (seen.mayKnow(session.uid(number))
                            && seen.claim(session.uid(number), ContentDigest.of(session.retrieve(number)))) {
                        session.delete(number);
                    }
                }
                session.quit();
            }
            seen.forgetPrevious();
        }
        try (PopDouble.Session session = server.connect()) {
            Set<ContentDigest> listed = new HashSet<>();
            for (int number = 0; number < session.size(); number++) {
                Path raw = receive(session.retrieve(number));
                ContentDigest digest = ContentDigest.of(session.retrieve(number));
                listed.add(digest);
                session.delete(number);
                handOn(raw, session.uid(number), digest);
            }
            for (Path leftover : leftovers) {
                ContentDigest digest = digestOf(leftover);
                if (listed.contains(digest)) {
                    spool.remove(leftover, "leftover");
                } else {
                    handOn(leftover, "", digest);
                }
            }
            leftovers.clear();
            session.quit();
        }
        seen.finishSession();
        lock.recovered();
    }

    private Path receive(byte[] message) throws IOException {
        long number = ++messageNumber;
        Draft raw = spool.draft(Place.INCOMING, "pop3.raw", 0, ms -> names.incoming("POP3", number, ms));
        try {
            raw.write(message);
        } catch (IOException e) {
            raw.discard();
            throw e;
        }
        spool.commit(List.of(raw));
        return raw.target();
    }

    private void handOn(Path raw, String uid, ContentDigest digest) throws IOException {
        byte[] message = SmallFile.read(disk, raw, 10_000, "pop3.raw");
        long number = messageNumber;
        Draft part = spool.draft(Place.INCOMING, "att", 0, ms -> names.attachment(number, 1, ms));
        try {
            part.write(message);
            spool.prepare(List.of(part));
        } catch (IOException e) {
            part.discard();
            throw e;
        }
        EventHeader header = new EventHeader(
                new MessageKey(MAILBOX, uid, digest).eventId(),
                PROFILE,
                MAILBOX.fileName(),
                uid,
                digest.hex(),
                clock.instant(),
                List.of(part.target()));
        QueuedEvent event = new QueuedEvent(header, Map.of("Token", new String(message, StandardCharsets.US_ASCII)));
        List<EventName> staged = queue.stage(names.tag(), List.of(event));
        spool.publish(List.of(part));
        seen.record(List.of(SeenRecord.of(SeenRecord.State.QUEUED, uid, message.length, digest)));
        queue.publish(staged);
        spool.settle(raw, Place.PROCESSED, "pop3.raw");
    }

    /** Calls the handler for all that waits (H1 to H3). */
    void drain() {
        for (List<Claim> claims = queue.begin(2); !claims.isEmpty(); claims = queue.begin(2)) {
            List<Claim> accepted = new ArrayList<>();
            for (Claim claim : claims) {
                try {
                    handle(claim);
                    accepted.add(claim);
                } catch (IOException e) {
                    queue.pause(claim, "The handler cannot read.");
                }
            }
            queue.accept(accepted, false);
        }
    }

    private void handle(Claim claim) throws IOException {
        Path file = claim.event().header().files().get(0);
        byte[] content =
                disk.entry(file, "handler").isPresent() ? SmallFile.read(disk, file, 10_000, "handler") : new byte[0];
        ledger.handle(claim, new String(content, StandardCharsets.US_ASCII));
    }

    /** Gives up without having finished. */
    void abandon() {
        try (lock) {
            seen.close();
            queue.close();
        } catch (SpoolException e) {
            return; // a disk that is broken takes no orderly end, and needs none
        }
    }

    void stop() {
        queue.close();
        seen.close();
        lock.closeSettled();
    }

    private boolean isRecorded(EventHeader header) {
        return seen.withDigest(ContentDigest.parse(header.digest())).stream()
                .anyMatch(record -> record.storedUid().equals(SeenRecord.store(header.uid())));
    }

    private ContentDigest digestOf(Path file) throws IOException {
        return ContentDigest.of(SmallFile.read(disk, file, 10_000, "leftover"));
    }
}
