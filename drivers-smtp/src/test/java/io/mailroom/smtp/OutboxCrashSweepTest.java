package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.outbox.SharedJournal;
import io.mailroom.testkit.CrashStates;
import io.mailroom.testkit.DiskFaults;
import io.mailroom.testkit.MemoryDisk;
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
    private static final int POWER_CUT_STATES = Integer.getInteger("mailroom.states", 6);
    private static final int TINY = 1;

    private final Map<String, Integer> seen = new TreeMap<>();
    private int recoveries;

    @ParameterizedTest
    @ValueSource(ints = {TINY, SharedJournal.LARGEST})
    void aProcessThatDiesAtAnyStepOnDiskNeverSendsTwiceAndForgetsNothing(int journalBytes) {
        int steps = new OutboxRun(journalBytes).play().faultyDisk.steps();
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
        int steps = new OutboxRun(journalBytes).play().wire.operations();
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
        int steps = new OutboxRun(journalBytes).play().faultyDisk.steps();
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
        int steps = new OutboxRun(journalBytes).play().faultyDisk.steps();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            killed(journalBytes, run -> run.faultyDisk.failAt(at, DiskFaults::noSpace), "step " + at + " failed");
            killed(journalBytes, run -> run.faultyDisk.failFrom(at, DiskFaults::ioError), "all failed from " + at);
        }

        tell("disk failing once, and for good, at each of " + steps + " steps");
    }

    private void killed(int journalBytes, Consumer<OutboxRun> fault, String where) {
        OutboxRun run = new OutboxRun(journalBytes);
        fault.accept(run);
        run.play();
        run.disk.processDied();
        recover(run, run.disk, where);
        if (where.startsWith("killed")) {
            assertThat(run.withoutMessage()).as(where).isEmpty();
        }
    }

    private void powerCut(int journalBytes, Consumer<OutboxRun> fault, String where, long seed) {
        OutboxRun run = new OutboxRun(journalBytes);
        fault.accept(run);
        run.play();
        CrashStates.of(run.disk).visit(POWER_CUT_STATES, seed, state -> recover(run, state, where));
    }

    private void recover(OutboxRun run, MemoryDisk disk, String where) {
        assertThat(run.recover(disk)).as(where).isEmpty();
        run.seen.forEach((fate, count) -> seen.merge(fate, count, Integer::sum));
        run.seen.clear();
        recoveries++;
    }

    private void tell(String what) {
        System.out.println(what + ", " + recoveries + " recoveries: " + seen);
    }
}
