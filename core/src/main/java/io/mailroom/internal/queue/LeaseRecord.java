package io.mailroom.internal.queue;

import io.mailroom.spool.HostName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a lease says of its holder, one value a line.
 *
 * @param host where it runs
 * @param process id of its process there
 * @param started when that process started; with the id it tells a process from a later one with the same id
 * @param beat counts renewals: another's clock says nothing to us, that the number does not change does
 */
record LeaseRecord(String host, long process, Instant started, long beat) {
    private static final String FIRST_LINE = "mailroom-lease 1";

    static LeaseRecord here(long beat) {
        ProcessHandle process = ProcessHandle.current();
        return new LeaseRecord(HostName.ofThisMachine(), process.pid(), startOf(process), beat);
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    String toText() {
        return String.join("\n", FIRST_LINE, host, Long.toString(process), started.toString(), Long.toString(beat), "");
    }

    /** Empty when the text is none, or cut short. */
    static Optional<LeaseRecord> parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 6 || !lines.get(0).equals(FIRST_LINE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LeaseRecord(
                    lines.get(1),
                    Long.parseLong(lines.get(2)),
                    Instant.parse(lines.get(3)),
                    Long.parseLong(lines.get(4))));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isOnThisHost() {
        return host.equals(HostName.ofThisMachine());
    }

    /** True when the process runs and is another than this one; only for a process of this host. */
    boolean isAnotherThatRuns() {
        return process != ProcessHandle.current().pid()
                && ProcessHandle.of(process)
                        .filter(handle -> handle.isAlive() && startOf(handle).equals(started))
                        .isPresent();
    }
}
