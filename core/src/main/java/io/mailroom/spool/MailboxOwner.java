package io.mailroom.spool;

import java.time.Instant;
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
 */
record MailboxOwner(long processId, Instant processStart, String host, String profile, String loadId, String tag) {
    private static final String LOAD_ID = UUID.randomUUID().toString();

    static MailboxOwner here(String profile, String tag) {
        ProcessHandle process = ProcessHandle.current();
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return new MailboxOwner(process.pid(), start, HostName.ofThisMachine(), profile, LOAD_ID, tag);
    }

    /** True for another copy of this library in this very process. */
    boolean isOtherCopyInProcessOf(MailboxOwner us) {
        return processId == us.processId
                && processStart.equals(us.processStart)
                && host.equals(us.host)
                && !loadId.equals(us.loadId);
    }

    String describe() {
        return "profile " + profile + " in process " + processId + " on " + host;
    }
}
