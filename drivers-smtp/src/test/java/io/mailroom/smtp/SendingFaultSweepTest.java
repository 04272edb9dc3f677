package io.mailroom.smtp;

import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.testkit.CrashStates;
import io.mailroom.testkit.DiskFaults;
import io.mailroom.testkit.FaultyDisk;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.SimulatedCrash;
import io.mailroom.testkit.SmtpDouble;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every place: the line cut at each byte, the disk failing at each step, the process dying at each step,
 * the power failing at each step. Each recipient gets one copy, or none and we know it, or at most one and we doubt.
 */
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

    /** faults.md C-18; durability.md 3.7. */
    @Test
    void aProcessThatDiesAtAnyStepNeverSendsTwiceAndForgetsNothing() {
        int steps = run(FaultyDisk.around(new MemoryDisk()), new SmtpDouble(), new boolean[1]);
        for (int step = 1; step <= steps; step++) {
            crash(FaultyDisk::crashBefore, step, false);
            crash(FaultyDisk::crashAfter, step, false);
            crash((disk, at) -> disk.tearWriteAt(at, 5), step, false);
        }
        System.out.println("process killed at each of " + steps + " disk steps, before, after and in it: " + seen);
        assertThat(seen.get("SENT")).isGreaterThan(steps / 2);
    }

    @Test
    void aPowerCutAtAnyStepNeverSendsTwiceAndForgetsNothing() {
        int steps = run(FaultyDisk.around(new MemoryDisk()), new SmtpDouble(), new boolean[1]);
        for (int step = 1; step <= steps; step++) {
            crash(FaultyDisk::crashBefore, step, true);
            crash(FaultyDisk::crashAfter, step, true);
        }
        System.out.println("power cut at each of " + steps + " disk steps, up to 40 states each: " + seen);
    }

    private interface Crash {
        FaultyDisk at(FaultyDisk disk, int step);
    }

    private void crash(Crash crash, int step, boolean power) {
        MemoryDisk disk = new MemoryDisk();
        SmtpDouble server = new SmtpDouble();
        boolean[] promised = {false};
        try {
            run(crash.at(FaultyDisk.around(disk), step), server, promised);
        } catch (SimulatedCrash died) {
            // as planned
        } catch (CommunicationsException torn) {
            // likewise: an error where the step was no write
        }
        if (power) {
            CrashStates.of(disk)
                    .visit(40, step, state -> recover(state, server, promised[0], "power cut at step " + step));
        } else {
            disk.processDied();
            recover(disk, server, promised[0], "killed at step " + step);
        }
    }

    /** Two messages, one of which needs two tries; answers how many steps of the disk that took. */
    private static int run(FaultyDisk disk, SmtpDouble server, boolean[] promised) {
        TestSending sending = new TestSending().primary(server).home(Path.of("/home"));
        server.answers("RCPT TO:<bob@", "450 4.2.1 busy");
        try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, disk)) {
            service.start();
            service.queue(ready(RECIPIENTS.toArray(String[]::new)));
            promised[0] = true;
            service.outbox().sendDue();
            server.recovers();
            sending.clock.advance(Duration.ofHours(1));
            service.outbox().sendDue();
            service.send(ready("eve@a.test"));
        }
        return disk.steps();
    }

    private void recover(MemoryDisk disk, SmtpDouble server, boolean promised, String where) {
        SmtpDouble later = new SmtpDouble();
        TestSending sending = new TestSending().primary(later).home(Path.of("/home"));
        sending.clock.advance(Duration.ofDays(1));
        List<OutboxEntry> left;
        try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, disk)) {
            service.start();
            service.outbox().sendDue();
            left = service.outbox().list();
        }
        for (String recipient : List.of("ann@a.test", "bob@a.test", "eve@a.test")) {
            long copies = server.copiesFor(recipient) + later.copiesFor(recipient);
            boolean inDoubt = left.stream()
                    .filter(entry -> entry.state() == State.IN_DOUBT)
                    .flatMap(entry -> entry.recipients().stream())
                    .anyMatch(each -> each.recipient().equals(recipient) && each.status() == Status.IN_DOUBT);
            assertThat(copies).as(where + ": copies for " + recipient).isLessThanOrEqualTo(1);
            if (promised && !recipient.startsWith("eve")) {
                assertThat(copies == 1 || inDoubt)
                        .as(where + ": " + recipient + " is forgotten")
                        .isTrue();
            }
            seen.merge(copies == 1 ? "SENT" : inDoubt ? "IN_DOUBT" : "not promised", 1, Integer::sum);
        }
    }

    @Test
    void aDiskThatFailsAtAnyStepNeverMakesTwoCopies() {
        int steps = run(FaultyDisk.around(new MemoryDisk()), new SmtpDouble(), new boolean[1]);
        for (int step = 1; step <= steps; step++) {
            MemoryDisk disk = new MemoryDisk();
            SmtpDouble server = new SmtpDouble();
            boolean[] promised = {false};
            try {
                run(FaultyDisk.around(disk).failAt(step, DiskFaults::noSpace), server, promised);
            } catch (CommunicationsException told) {
                seen.merge("told", 1, Integer::sum);
            }
            disk.processDied();
            recover(disk, server, promised[0], "disk failed at step " + step);
        }
        System.out.println("disk failing at each of " + steps + " steps: " + seen);
    }
}
