package io.mailroom.internal.housekeeping;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One round through one directory, a few names at a time, with memory that does not grow with the directory: the sizes are
 * counted by the hour first, which tells from which hour on there is too much; then what is older goes. One thread.
 *
 * <pre>
 * measure   each name: bytes of its hour      only with a limit of size
 * remove    each name: too old, or too much?  -> the message, then the note beside it
 * </pre>
 */
final class RetentionRound {
    /** What a note beside a message is called after it. */
    private static final String NOTE = ".note";
    /** The journal of a message in the outbox: as long as there is one, the message is not done with. */
    private static final String JOURNAL = ".box";

    private static final String MESSAGE = ".tmp";
    private static final long SECONDS_OF_HOUR = 3_600;
    private static final String LABEL = "retention";

    private final Disk disk;
    private final Path directory;
    private final RetentionLimits limits;
    private final Instant oldest;
    private final Supplier<Optional<Set<Path>>> inUse;
    private final TreeMap<Long, Long> bytesByHour = new TreeMap<>();
    private Disk.Listing names;
    private boolean measuring;
    private long excess;
    private int removed;
    private long removedBytes;

    /**
     * @param now by which ages are told
     * @param inUse files that must stay; empty when that cannot be told, and nothing goes
     */
    RetentionRound(Disk disk, Path directory, RetentionLimits limits, Instant now, Supplier<Optional<Set<Path>>> inUse)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.limits = limits;
        this.oldest = limits.time().isZero() ? Instant.MIN : now.minus(limits.time());
        this.inUse = inUse;
        this.measuring = limits.bytes() > 0;
        this.names = disk.list(directory, LABEL);
    }

    Path directory() {
        return directory;
    }

    int removed() {
        return removed;
    }

    long removedBytes() {
        return removedBytes;
    }

    /**
     * Goes on.
     *
     * @param most names that are looked at now
     * @return false when the round is over
     */
    boolean goOn(int most) throws IOException {
        List<Message> doomed = new ArrayList<>();
        try {
            for (int i = 0; i < most; i++) {
                if (!names.hasNext()) {
                    remove(doomed);
                    return nextStep();
                }
                message(names.next()).ifPresent(message -> look(message, doomed));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        remove(doomed);
        return true;
    }

    void close() throws IOException {
        names.close();
    }

    private boolean nextStep() throws IOException {
        if (!measuring) {
            return false;
        }
        measuring = false;
        excess = bytesByHour.values().stream().mapToLong(Long::longValue).sum() - limits.bytes();
        trimHours();
        names.close();
        names = disk.list(directory, LABEL);
        return excess > 0 || !limits.time().isZero();
    }

    /** Leaves the hours whose messages go, and in the last of them as many bytes as are too much. */
    private void trimHours() {
        long left = excess;
        for (Map.Entry<Long, Long> hour : bytesByHour.entrySet()) {
            long goes = Math.max(0, Math.min(left, hour.getValue()));
            left -= hour.getValue();
            hour.setValue(goes);
        }
        bytesByHour.values().removeIf(bytes -> bytes == 0);
    }

    private record Message(Path file, DiskEntry entry) {
        long hour() {
            return Math.floorDiv(entry.modified().getEpochSecond(), SECONDS_OF_HOUR);
        }
    }

    private Optional<Message> message(Path file) {
        String name = file.getFileName().toString();
        boolean isMessage = SpoolName.parse(name)
                .filter(parsed -> parsed.kind() == SpoolName.Kind.MESSAGE)
                .isPresent();
        try {
            return isMessage
                    ? disk.entry(file, LABEL).filter(DiskEntry::isFile).map(entry -> new Message(file, entry))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(Message message, List<Message> doomed) {
        if (measuring) {
            bytesByHour.merge(message.hour(), message.entry().sizeBytes(), Long::sum);
        } else if (message.entry().modified().isBefore(oldest) || isTooMuch(message)) {
            doomed.add(message);
        }
    }

    private boolean isTooMuch(Message message) {
        Long left = bytesByHour.get(message.hour());
        if (left == null || left <= 0) {
            return false;
        }
        bytesByHour.put(message.hour(), left - message.entry().sizeBytes());
        return true;
    }

    /** What is in use is asked after the names were read: a message that is in use later was not there yet. */
    private void remove(List<Message> doomed) throws IOException {
        if (doomed.isEmpty()) {
            return;
        }
        Optional<Set<Path>> used = inUse.get();
        for (Message message : doomed) {
            if (used.isPresent() && !used.get().contains(message.file()) && !isOnItsWay(message.file())) {
                remove(message);
            }
        }
    }

    private boolean isOnItsWay(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path journal = file.resolveSibling(name.substring(0, name.length() - MESSAGE.length()) + JOURNAL);
        return name.startsWith("SMTP_") && disk.entry(journal, LABEL).isPresent();
    }

    private void remove(Message message) throws IOException {
        Path file = message.file();
        if (disk.delete(file, LABEL)) {
            removed++;
            removedBytes += message.entry().sizeBytes();
        }
        disk.delete(file.resolveSibling(file.getFileName() + NOTE), LABEL);
    }
}
