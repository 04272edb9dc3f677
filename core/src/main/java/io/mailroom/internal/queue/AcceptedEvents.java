package io.mailroom.internal.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Events that were accepted and whose files are going. First the event is out of the way, durably; then its files go; and its
 * own file goes last, when theirs are gone durably: else a power cut could bring files back that nothing names. The last
 * step is made for many together, with one force of each directory. Usable from any thread.
 */
final class AcceptedEvents {
    /** Accepted events that may wait for one force. */
    static final int MANY = 64;

    private final EventDirectory files;
    private final LongSupplier nanoTime;
    private final long retryNanos;
    private final List<EventName> done = new ArrayList<>();
    private final Set<Path> from = new HashSet<>();
    private final List<Acceptance> owed = new ArrayList<>();
    private long owedDueNanos;

    private record Acceptance(Claim claim, boolean keepFiles) {
        boolean hasFilesToGo() {
            return !keepFiles && !claim.event().header().files().isEmpty();
        }
    }

    AcceptedEvents(EventDirectory files, LongSupplier nanoTime, Duration retryAfter) {
        this.files = files;
        this.nanoTime = nanoTime;
        this.retryNanos = retryAfter.toNanos();
    }

    /**
     * Durable when it returns. When it fails the acceptance is owed, and made later.
     *
     * @return those that were ours
     */
    Set<EventName> accept(List<Claim> claims, boolean keepFiles) throws IOException {
        return accept(
                claims.stream().map(claim -> new Acceptance(claim, keepFiles)).toList());
    }

    /** Makes acceptances that the disk refused a while ago. */
    void acceptOwed() throws IOException {
        List<Acceptance> due;
        synchronized (this) {
            if (owed.isEmpty() || nanoTime.getAsLong() - owedDueNanos < 0) {
                return;
            }
            due = List.copyOf(owed);
            owed.clear();
        }
        accept(due);
    }

    private Set<EventName> accept(List<Acceptance> acceptances) throws IOException {
        boolean durable = false;
        Set<EventName> ours = new HashSet<>();
        List<Acceptance> withFiles = new ArrayList<>();
        try {
            for (Acceptance each : acceptances) {
                files.forgetNote(each.claim().name()); // first: without its event nobody would look for it
                if (!isOurs(each)) {
                    continue;
                }
                ours.add(each.claim().name());
                if (each.hasFilesToGo()) {
                    withFiles.add(each);
                }
            }
            files.force();
            durable = true;
        } finally {
            if (!durable) {
                owe(acceptances);
            }
        }
        for (Acceptance each : withFiles) {
            removeFilesOf(each.claim().name().accepted(), each.claim().event().header());
        }
        forgetIfMany();
        return ours;
    }

    /** Moves the event out of the way. False when it is not ours any more: its files are not ours to remove then. */
    private boolean isOurs(Acceptance acceptance) throws IOException {
        EventName name = acceptance.claim().name();
        if (!acceptance.hasFilesToGo()) {
            return files.delete(name);
        }
        return files.renameIfThere(name, name.accepted())
                || files.isThere(name.accepted()); // an earlier try got as far as that
    }

    private synchronized void owe(List<Acceptance> acceptances) {
        owed.addAll(acceptances);
        owedDueNanos = nanoTime.getAsLong() + retryNanos;
    }

    /** Removes the files of an event that is durably accepted. What cannot be removed is tried again at the next start. */
    void removeFilesOf(EventName name, EventHeader header) {
        Set<Path> directories = new HashSet<>();
        boolean all = files.removeFilesOf(header, directories);
        synchronized (this) {
            from.addAll(directories);
            if (all) {
                done.add(name);
            }
        }
    }

    synchronized void forgetIfMany() throws IOException {
        if (done.size() >= MANY) {
            forget();
        }
    }

    synchronized void forget() throws IOException {
        if (done.isEmpty()) {
            return;
        }
        files.force(from);
        for (EventName name : done) {
            files.delete(name);
        }
        done.clear();
        from.clear();
    }
}
