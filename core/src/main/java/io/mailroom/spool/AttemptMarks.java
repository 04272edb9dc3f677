package io.mailroom.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often reading a message was begun, kept through the death of the process: {@code Attempts_A_B.ids}. A message that
 * ends the process each time is recognised by it. For one thread at a time, and only while the mailbox's lock is held.
 *
 * <p>Deleting the file by hand gives every message its attempts back.
 */
public final class AttemptMarks implements AutoCloseable {
    /** Attempts after which a message goes to Failed unread. */
    public static final int MOST_ATTEMPTS = 3;
    /** Most marks in the file; when they are reached, all start anew. */
    public static final int MAX_MARKS = 10_000;

    private final String profile;
    private final IdFile file;
    private final Map<String, List<SeenRecord>> begun = new LinkedHashMap<>();
    private int marks;

    /**
     * Opens the file of a mailbox, which need not exist.
     *
     * @param directory where the file is; Incoming
     * @param profile for error messages
     */
    public AttemptMarks(Disk disk, Path directory, MailboxId mailbox, String profile) {
        this.profile = profile;
        this.file = new IdFile(disk, directory.resolve("Attempts_" + mailbox.fileName() + ".ids"), "attempts");
        try {
            file.removeDraft();
            if (file.read(IdFile.AtDamage.SKIP, this::count) > 0 || marks > MAX_MARKS) {
                file.erase();
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "reading the attempts", e);
        }
    }

    /** Attempts begun and not yet forgotten. */
    public int attempts(ContentDigest digest) {
        return begun.getOrDefault(digest.brief(), List.of()).size();
    }

    /** True when the file holds no mark. */
    public boolean isEmpty() {
        return marks == 0;
    }

    /** Notes that reading these messages begins, durable when it returns, all with one force. */
    public void begin(List<SeenRecord> messages) {
        try {
            if (marks + messages.size() > MAX_MARKS) {
                file.erase();
                begun.clear();
                marks = 0;
            }
            file.append(messages);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "noting an attempt", e);
        }
        messages.forEach(this::count);
    }

    /**
     * These messages were read, or could not be for no fault of theirs: their marks are not needed any more. Those of others
     * stay. Durable only when there are others; an old mark does no harm.
     */
    public void forget(List<SeenRecord> messages) {
        Map<String, List<SeenRecord>> left = new LinkedHashMap<>(begun);
        messages.forEach(message -> left.remove(message.digest()));
        List<SeenRecord> records = left.values().stream().flatMap(List::stream).toList();
        try {
            if (records.isEmpty()) {
                file.erase();
            } else {
                file.replace(records);
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "erasing the attempts", e);
        }
        begun.keySet().retainAll(left.keySet());
        marks = records.size();
    }

    /** Lets go of the file and leaves it as it is. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file.path(), "closing the attempts", e);
        }
    }

    private void count(SeenRecord record) {
        begun.computeIfAbsent(record.digest(), digest -> new ArrayList<>()).add(record);
        marks++;
    }
}
