package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was handed on from a mailbox whose messages stay on the server ({@code Leave Messages On Server}): {@code
 * Kept_A_B.ids}, one record for each message that the server still lists. For one thread at a time, and only while the
 * mailbox's lock is held.
 *
 * <p>An id holds as long as the server has listed it without a gap; its size must agree. A record in the midst of damaged
 * lines still counts, because each has its own checksum and losing all of a large mailbox's records would repeat it all.
 */
public final class KeptIds implements AutoCloseable {
    /** Most records. Beyond it {@link #record} refuses, and new mail waits on the server. */
    public static final int MAX_RECORDS = 1_000_000;

    private static final int SPARE_LINES = 1_000;

    private final String profile;
    private final IdFile file;
    private final Map<String, SeenRecord> byUid = new HashMap<>();
    private int lines;

    /**
     * Opens the file of a mailbox, which need not exist.
     *
     * @param directory where the file is; Incoming
     * @param profile for error messages
     */
    public KeptIds(Disk disk, Path directory, MailboxId mailbox, String profile) {
        this.profile = profile;
        this.file = new IdFile(disk, directory.resolve("Kept_" + mailbox.fileName() + ".ids"), "index.kept");
        try {
            int damaged = file.read(IdFile.AtDamage.SKIP, this::remember);
            lines += damaged;
            if (damaged > 0) {
                compact(); // a line without an end would spoil the next one
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "reading the index of kept messages", e);
        }
    }

    /**
     * True when a message with this id and size was handed on.
     *
     * @param sizeBytes what the server says, or -1 when it says nothing
     */
    public boolean knows(String uid, long sizeBytes) {
        SeenRecord record = byUid.get(SeenRecord.store(uid));
        return record != null && (sizeBytes < 0 || record.sizeBytes() == sizeBytes);
    }

    /** The record under this id, whatever its size and content. */
    public Optional<SeenRecord> record(String uid) {
        return Optional.ofNullable(byUid.get(SeenRecord.store(uid)));
    }

    /** The records of messages with this content, under whatever id. Looks at all of them. */
    public List<SeenRecord> withDigest(ContentDigest digest) {
        String brief = digest.brief();
        return byUid.values().stream()
                .filter(each -> each.digest().equals(brief))
                .toList();
    }

    /** Adds what became of messages, durable when it returns, all with one force. */
    public void record(List<SeenRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        if (byUid.size() + records.size() > MAX_RECORDS) {
            throw new SpoolException(
                    profile,
                    file.path().toString(),
                    "more than " + MAX_RECORDS + " messages are kept on the server",
                    "Delete old mail on the server, or switch \"Leave Messages On Server\" off.",
                    null);
        }
        try {
            file.append(records);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "writing the index of kept messages", e);
        }
        records.forEach(this::remember);
    }

    /**
     * Drops what the server no longer lists; call it with a complete listing only. The file is written anew once more than
     * half of it is stale.
     */
    public void retainListed(Set<String> uids) {
        Set<String> stored = uids.stream().map(SeenRecord::store).collect(Collectors.toSet());
        byUid.keySet().retainAll(stored);
        if (lines > 2 * byUid.size() + SPARE_LINES) {
            try {
                compact();
            } catch (IOException e) {
                throw SpoolFailure.of(profile, file.path(), "rewriting the index of kept messages", e);
            }
        }
    }

    /** The records of messages that the server does not list. */
    public List<SeenRecord> unlisted(Set<String> uids) {
        Set<String> stored = uids.stream().map(SeenRecord::store).collect(Collectors.toSet());
        return byUid.values().stream()
                .filter(record -> !stored.contains(record.storedUid()))
                .toList();
    }

    /** Number of messages known. */
    public int size() {
        return byUid.size();
    }

    /** Lets go of the file and leaves it as it is. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "closing the index of kept messages", e);
        }
    }

    private void remember(SeenRecord record) {
        byUid.put(record.storedUid(), record);
        lines++;
    }

    private void compact() throws IOException {
        file.replace(new ArrayList<>(byUid.values()));
        lines = byUid.size();
    }
}
