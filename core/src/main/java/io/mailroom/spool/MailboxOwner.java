package io.mailroom.spool;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who receives from a mailbox.
 *
 * @param processId of the process
 * @param processStart when that process started; with the id it tells a process from a later one with the same id
 * @param host its host name
 * @param profile the profile it receives for
 * @param loadId differs for each copy of this library in one process
 * @param tag {@link SpoolName#tag()} of its files
 * @param directory Incoming
 */
record MailboxOwner(
        long processId, Instant processStart, String host, String profile, String loadId, String tag, Path directory) {
    private static final String LOAD_ID = UUID.randomUUID().toString();

    static MailboxOwner here(String profile, String tag, Path directory) {
        ProcessHandle process = ProcessHandle.current();
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return new MailboxOwner(process.pid(), start, HostName.ofThisMachine(), profile, LOAD_ID, tag, directory);
    }

    /** True for another copy of this library in this very process. */
    boolean isOtherCopyInProcessOf(MailboxOwner us) {
        return processId == us.processId
                && processStart.equals(us.processStart)
                && host.equals(us.host)
                && !loadId.equals(us.loadId);
    }

    /** For people: which profile, process and host, in which directory, since when. */
    String describe() {
        return "profile " + profile + " in process " + processId + " on " + host + ", in " + directory
                + since().map(since -> ", since " + since).orElse("");
    }

    /** When the service was made, which its tag ends in. */
    private Optional<Instant> since() {
        try {
            long seconds = Long.parseLong(tag.substring(tag.lastIndexOf('_') + 1), 16);
            return Optional.of(Instant.ofEpochSecond(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty(); // no tag of ours; only people read this
        }
    }
}
