package io.mailroom.smtp;

import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.outbox.SharedJournal;
import io.mailroom.testkit.CrashStates;
import io.mailroom.testkit.DiskFaults;
import io.mailroom.testkit.FaultyDisk;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.SimulatedCrash;
import io.mailroom.testkit.SmtpDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * faults.md C-18, durability.md 3.7: the process dies at each step on disk and on the wire, the power fails at each, each
 * fails once and for good. Each recipient gets one copy, or none and we know it, or at most one and we doubt. Both with a
 * shared journal that is never too long and with one that always is.
 */
class OutboxCrashSweepTest {
    private static final List<String> RECIPIENTS = List.of("ann@a.test", "bob@a.test");
    private static final int POWER_CUT_STATES = Integer.getInteger("mailroom.powerStates", 6);
    private static final int TINY = 1;

    private final Map<String, Integer> seen = new TreeMap<>();

    /** Two messages, one of which needs two tries and one of which is sent at once, and what broke on the way. */
    private static final class Run {
        final MemoryDisk disk = new MemoryDisk();
        final FaultyDisk faultyDisk = FaultyDisk.around(disk);
        final SmtpDouble server = new SmtpDouble();
        final FaultyWire wire = FaultyWire.around(server.connector());
        private final int journalBytes;
        private boolean promised;
        private boolean toldSent;

        Run(int journalBytes) {
            this.journalBytes = journalBytes;
        }

        Run play() {
            try {
                send();
            } catch (SimulatedCrash | CommunicationsException broken) {
                return this; // as planned
            }
            return this;
        }

        private void send() {
            TestSending sending = new TestSending().server("primary.test", wire).home(Path.of("/home"));
            server.answers("RCPT TO:<bob@", "450 4.2.1 busy");
            try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, faultyDisk, journalBytes)) {
                service.start();
                service.queue(ready(RECIPIENTS.toArray(String[]::new)));
                promised = true;
                service.outbox().sendDue();
                server.recovers();
                sending.clock.advance(Duration.ofHours(1));
                service.outbox().sendDue();
                toldSent = service.send(ready("eve@a.test")).isSent();
            }
        }

        /** The process dies at this step on the wire, and nothing of it reaches the disk any more. */
        void dieOnTheWire(int step, boolean after) {
            Consumer<Integer> dies = at -> {
                if (at == step) {
                    faultyDisk.crashBefore(faultyDisk.steps() + 1);
                    throw new SimulatedCrash("wire step " + step);
                }
            };
            if (after) {
                wire.after(dies::accept);
            } else {
                wire.before(dies::accept);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TINY, SharedJournal.LARGEST})
    void aProcessThatDiesAtAnyStepOnDiskNeverSendsTwiceAndForgetsNothing(int journalBytes) {
        int steps = new Run(journalBytes).play().faultyDisk.steps();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            killed(journalBytes, run -> run.faultyDisk.crashBefore(at), "killed before step " + at);
            killed(journalBytes, run -> run.faultyDisk.crashAfter(at), "killed after step " + at);
            killed(journalBytes, run -> run.faultyDisk.tearWriteAt(at, 5), "killed in step " + at);
        }

        tell("process killed before, after and in each of " + steps + " disk steps");
        assertThat(seen.get("SENT")).isGreaterThan(steps / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {TINY, SharedJournal.LARGEST})
    void aProcessThatDiesAtAnyStepOnTheWireNeverSendsTwiceAndForgetsNothing(int journalBytes) {
        int steps = new Run(journalBytes).play().wire.operations();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            killed(journalBytes, run -> run.dieOnTheWire(at, false), "killed before wire step " + at);
            killed(journalBytes, run -> run.dieOnTheWire(at, true), "killed after wire step " + at);
            killed(journalBytes, run -> run.wire.failAt(at), "wire failed at step " + at);
        }

        tell("process killed before and after, and line broken at, each of " + steps + " wire steps");
        assertThat(seen).containsKeys("SENT", "IN_DOUBT");
    }

    @ParameterizedTest
    @ValueSource(ints = {TINY, SharedJournal.LARGEST})
    void aPowerCutAtAnyStepNeverSendsTwiceAndForgetsNothing(int journalBytes) {
        int steps = new Run(journalBytes).play().faultyDisk.steps();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            powerCut(journalBytes, run -> run.faultyDisk.crashBefore(at), "power cut before step " + at, step);
            powerCut(journalBytes, run -> run.faultyDisk.crashAfter(at), "power cut after step " + at, step);
        }

        tell("power cut before and after each of " + steps + " disk steps, up to " + POWER_CUT_STATES + " states each");
    }

    @ParameterizedTest
    @ValueSource(ints = {TINY, SharedJournal.LARGEST})
    void aDiskThatFailsAtAnyStepNeverMakesTwoCopies(int journalBytes) {
        int steps = new Run(journalBytes).play().faultyDisk.steps();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            killed(journalBytes, run -> run.faultyDisk.failAt(at, DiskFaults::noSpace), "step " + at + " failed");
            killed(journalBytes, run -> run.faultyDisk.failFrom(at, DiskFaults::ioError), "all failed from " + at);
        }

        tell("disk failing once, and for good, at each of " + steps + " steps");
    }

    private void killed(int journalBytes, Consumer<Run> fault, String where) {
        Run run = new Run(journalBytes);
        fault.accept(run);
        run.play();
        run.disk.processDied();
        recover(run, run.disk, where);
    }

    private void powerCut(int journalBytes, Consumer<Run> fault, String where, long seed) {
        Run run = new Run(journalBytes);
        fault.accept(run);
        run.play();
        CrashStates.of(run.disk).visit(POWER_CUT_STATES, seed, state -> recover(run, state, where));
    }

    private void recover(Run run, MemoryDisk disk, String where) {
        SmtpDouble later = new SmtpDouble();
        TestSending sending = new TestSending().primary(later).home(Path.of("/home"));
        sending.clock.advance(Duration.ofDays(1));
        List<OutboxEntry> left;
        try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, disk, run.journalBytes)) {
            service.start();
            service.outbox().sendDue();
            left = service.outbox().list();
        }
        for (String recipient : List.of("ann@a.test", "bob@a.test", "eve@a.test")) {
            long copies = run.server.copiesFor(recipient) + later.copiesFor(recipient);
            boolean inDoubt = left.stream()
                    .filter(entry -> entry.state() == State.IN_DOUBT)
                    .flatMap(entry -> entry.recipients().stream())
                    .anyMatch(each -> each.recipient().equals(recipient) && each.status() == Status.IN_DOUBT);
            assertThat(copies).as(where + ": copies for " + recipient).isLessThanOrEqualTo(1);
            if (recipient.startsWith("eve")) {
                assertThat(copies).as(where + ": told of eve").isGreaterThanOrEqualTo(run.toldSent ? 1 : 0);
            } else if (run.promised) {
                assertThat(copies == 1 || inDoubt)
                        .as(where + ": " + recipient + " is forgotten")
                        .isTrue();
            }
            seen.merge(copies == 1 ? "SENT" : inDoubt ? "IN_DOUBT" : "not promised", 1, Integer::sum);
        }
    }

    private void tell(String what) {
        System.out.println(what + ": " + seen);
    }
}
