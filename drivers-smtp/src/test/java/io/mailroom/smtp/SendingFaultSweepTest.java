package io.mailroom.smtp;

import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.SmtpDouble;
import io.mailroom.wire.Connector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The line cut at each byte. Each recipient gets one copy, or none and we know it, or at most one and we doubt. */
class SendingFaultSweepTest {
    private static final List<String> RECIPIENTS = List.of("ann@a.test", "bob@a.test");

    private final Map<String, Integer> seen = new TreeMap<>();

    /** faults.md C-10, C-11, B-33. */
    @Test
    void aLineCutAtAnyByteNeverMakesTwoCopies() {
        BiFunction<FaultyWire, Long, FaultyWire> whileReading = FaultyWire::cutAfterReading;
        BiFunction<FaultyWire, Long, FaultyWire> byReset = FaultyWire::resetAfterReading;
        BiFunction<FaultyWire, Long, FaultyWire> byStall = FaultyWire::stallAfterReading;
        BiFunction<FaultyWire, Long, FaultyWire> whileWriting = FaultyWire::resetAfterWriting;
        int cases = 0;
        for (boolean pipelining : new boolean[] {true, false}) {
            long[] session = bytesOfASession(pipelining);
            for (var fault : List.of(whileReading, byReset, byStall)) {
                for (long at = 0; at < session[0]; at++) {
                    cutAt(at, fault, pipelining);
                    cases++;
                }
            }
            for (long at = 0; at < session[1]; at++) {
                cutAt(at, whileWriting, pipelining);
                cases++;
            }
        }

        assertThat(cases).isGreaterThan(1_500);
        assertThat(seen)
                .containsKeys("SENT by the first", "SENT by the backup", "IN_DOUBT, 0 copies", "IN_DOUBT, 1 copies");
        System.out.println("line cut at every byte, " + cases + " cases: " + seen);
    }

    private static SmtpDouble server(boolean pipelining) {
        return pipelining ? new SmtpDouble() : new SmtpDouble().offers("SIZE");
    }

    private static long[] bytesOfASession(boolean pipelining) {
        FaultyWire wire = FaultyWire.around(server(pipelining).connector());
        try (SmtpSender sender = new TestSending().server("primary.test", wire).sender()) {
            assertThat(sender.send(ready(RECIPIENTS.toArray(String[]::new))).isSent())
                    .isTrue();
        }
        return new long[] {wire.bytesRead(), wire.bytesWritten()};
    }

    private void cutAt(long at, BiFunction<FaultyWire, Long, FaultyWire> fault, boolean pipelining) {
        SmtpDouble first = server(pipelining);
        SmtpDouble backup = server(pipelining);
        Connector broken = fault.apply(FaultyWire.around(first.connector()), at);
        TestSending sending = new TestSending().backup(backup).server("primary.test", broken);
        SendResult result;
        try (SmtpSender sender = sending.sender()) {
            result = sender.send(ready(RECIPIENTS.toArray(String[]::new)));
        }
        for (RecipientResult each : result.recipients()) {
            long copies = first.copiesFor(each.recipient()) + backup.copiesFor(each.recipient());
            check(each, copies, "cut at " + at);
            seen.merge(
                    each.status() == Status.SENT
                            ? "SENT by the " + (first.mails().isEmpty() ? "backup" : "first")
                            : each.status() + ", " + copies + " copies",
                    1,
                    Integer::sum);
        }
    }

    private static void check(RecipientResult each, long copies, String where) {
        assertThat(copies).as(where + ": copies for " + each).isLessThanOrEqualTo(1);
        if (each.status() == Status.SENT) {
            assertThat(copies).as(where + ": copies for " + each).isEqualTo(1);
        } else if (each.status() != Status.IN_DOUBT) {
            assertThat(copies).as(where + ": copies for " + each).isZero();
        }
    }

    /** The first server is down, and the line to the backup is cut. */
    @Test
    void aLineToTheBackupCutAtAnyByteNeverMakesTwoCopies() {
        long[] session = bytesOfASession(true);
        for (long at = 0; at < session[0]; at++) {
            cutBackupAt(at, FaultyWire::cutAfterReading);
        }
        for (long at = 0; at < session[1]; at++) {
            cutBackupAt(at, FaultyWire::resetAfterWriting);
        }

        assertThat(seen)
                .containsKeys("DEFERRED, 0 copies", "IN_DOUBT, 0 copies", "IN_DOUBT, 1 copies", "SENT, 1 copies");
        System.out.println("line to the backup cut at every byte: " + seen);
    }

    private void cutBackupAt(long at, BiFunction<FaultyWire, Long, FaultyWire> fault) {
        SmtpDouble first = new SmtpDouble().answers("connect", "421 4.3.2 not now");
        SmtpDouble backup = new SmtpDouble();
        TestSending sending = new TestSending()
                .primary(first)
                .backup(backup)
                .server("backup.test", fault.apply(FaultyWire.around(backup.connector()), at));
        try (SmtpSender sender = sending.sender()) {
            for (RecipientResult each :
                    sender.send(ready(RECIPIENTS.toArray(String[]::new))).recipients()) {
                long copies = backup.copiesFor(each.recipient());
                check(each, copies, "backup cut at " + at);
                seen.merge(each.status() + ", " + copies + " copies", 1, Integer::sum);
            }
        }
    }
}
