package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.SpoolException;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.spool.SpoolDirectories.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order of durable steps, with the classes that take them: whatever step the process dies in, whatever a power cut leaves
 * and whatever the disk refuses, each message is handled, and a repeat is flagged.
 */
class CommitProtocolTest {
    /** Power-cut states looked at for each step. More with {@code -Dmailroom.crash.states=2000}. */
    private static final int STATES = Integer.getInteger("mailroom.crash.states", 12);

    private static final Pattern CHANGES_NOTHING = Pattern.compile("\\.(open|read|entry|list|close|lock|usableBytes)$");
    private static final List<String> TOKENS = List.of("printer on fire", "coffee is cold");

    private final MemoryDisk disk = new MemoryDisk();
    private final Ledger ledger = new Ledger();
    private int states;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunWithoutAFaultHandlesEachMessageOnceAndLeavesNothing(boolean commitsOnDrop) throws IOException {
        PopDouble server = server(commitsOnDrop);

        live(disk, server, ledger, 1);

        ledger.balances(TOKENS);
        assertThat(ledger.handled()).isEqualTo(TOKENS.size());
        assertThat(server.size()).isZero();
        assertThat(namesInIncomingAndQueue(disk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whicheverStepTheProcessDiesInNothingIsLostAndARepeatIsFlagged(boolean commitsOnDrop) throws IOException {
        int steps = stepsOfACleanRun(commitsOnDrop);

        for (int step = 1; step <= steps; step++) {
            killAt(step, false, commitsOnDrop);
            killAt(step, true, commitsOnDrop);
        }

        assertThat(steps).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverAPowerCutLeavesNothingIsLostAndARepeatIsFlagged(boolean commitsOnDrop) throws IOException {
        int steps = stepsOfACleanRun(commitsOnDrop);

        for (int step = 1; step <= steps; step++) {
            cutPowerAt(step, commitsOnDrop);
        }

        assertThat(states).isGreaterThan(steps);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whicheverStepTheDiskRefusesTheNextSessionFinishesTheWork(
            String words, Supplier<IOException> refusal, boolean commitsOnDrop) throws IOException {
        int steps = stepsOfACleanRun(commitsOnDrop);

        for (int step = 1; step <= steps; step++) {
            refuseAt(step, refusal, false, commitsOnDrop);
            refuseAt(step, refusal, true, commitsOnDrop);
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whicheverStepTheDiskRefusesTheSameServiceGoesOn(
            String words, Supplier<IOException> refusal, boolean commitsOnDrop) throws IOException {
        int steps = stepsOfACleanRun(commitsOnDrop);

        for (int step = 1; step <= steps; step++) {
            refuseAndGoOn(step, refusal, commitsOnDrop);
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(false, true)
                .flatMap(commits -> Stream.of(
                        Arguments.of("ENOSPC", (Supplier<IOException>) DiskFaults::noSpace, commits),
                        Arguments.of("EIO", (Supplier<IOException>) DiskFaults::ioError, commits),
                        Arguments.of("EMFILE", (Supplier<IOException>) DiskFaults::tooManyOpenFiles, commits)));
    }

    @Test
    void aMessageIsDeletedOnlyWhenAPowerCutWouldLeaveItInIncoming() throws IOException {
        PopDouble server = server(false);
        server.atDelete(message -> assertThat(disk.durableFiles().entrySet().stream()
                        .filter(file -> file.getKey().startsWith(Station.DIRECTORIES.of(Place.INCOMING)))
                        .filter(file -> file.getKey().toString().endsWith(".tmp"))
                        .anyMatch(file -> Arrays.equals(file.getValue(), message)))
                .isTrue());

        live(disk, server, ledger, 1);

        assertThat(ledger.handled()).isEqualTo(TOKENS.size());
    }

    private void killAt(int step, boolean after, boolean commitsOnDrop) throws IOException {
        MemoryDisk spool = new MemoryDisk();
        PopDouble server = server(commitsOnDrop);
        Ledger handled = new Ledger();
        die(FaultyDisk.around(spool), step, after, server, handled);

        spool.processDied();
        live(spool, server, handled, 2);

        check("killed at step " + step + (after ? ", after" : ", before"), spool, server, handled);
    }

    private void cutPowerAt(int step, boolean commitsOnDrop) throws IOException {
        MemoryDisk spool = new MemoryDisk();
        PopDouble server = server(commitsOnDrop);
        Ledger handled = new Ledger();
        FaultyDisk faulty = FaultyDisk.around(spool);
        die(faulty, step, true, server, handled);
        String name = faulty.stepNames().get(step - 1);
        if (CHANGES_NOTHING.matcher(name).find()) {
            return; // as after the step before
        }

        states += CrashStates.of(spool).visit(STATES, step, state -> {
            PopDouble same = server.copy();
            Ledger soFar = handled.copy();
            try {
                live(state, same, soFar, 2);
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("after a power cut at step " + step + ", " + name, e);
            }
            check("power cut after step " + step + ", " + name, state, same, soFar);
        });
    }

    private void refuseAt(int step, Supplier<IOException> refusal, boolean persistent, boolean commitsOnDrop)
            throws IOException {
        MemoryDisk spool = new MemoryDisk();
        PopDouble server = server(commitsOnDrop);
        Ledger handled = new Ledger();
        FaultyDisk faulty = FaultyDisk.around(spool);
        faulty = persistent ? faulty.failFrom(step, refusal) : faulty.failAt(step, refusal);

        attempt(faulty, server, handled);
        spool.processDied();
        live(spool, server, handled, 2);

        check("refused at step " + step + (persistent ? " and from then on" : ""), spool, server, handled);
    }

    private void refuseAndGoOn(int step, Supplier<IOException> refusal, boolean commitsOnDrop) throws IOException {
        MemoryDisk spool = new MemoryDisk();
        PopDouble server = server(commitsOnDrop);
        Ledger handled = new Ledger();
        FaultyDisk faulty = FaultyDisk.around(spool).failAt(step, refusal);
        ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
        Station station;
        try {
            station = new Station(faulty, server, handled, 1, clock);
        } catch (IOException | SpoolException e) {
            return; // it never started; a new start is the other test's
        }

        for (int poll = 1; poll <= 3; poll++) {
            try {
                station.session();
                station.drain();
            } catch (IOException | SpoolException e) {
                assertThat(faulty.steps()).as("only the step refused may fail").isGreaterThanOrEqualTo(step);
            }
        }
        clock.advance(EventQueue.BACK_AFTER);
        station.drain();
        station.stop();
        handled.balances(TOKENS);
        live(spool, server, handled, 2); // a file that could not be removed goes at the next start

        check("refused at step " + step + ", the service goes on", spool, server, handled);
    }

    /** A life that a refusal may end early. */
    private void attempt(FaultyDisk faulty, PopDouble server, Ledger handled) {
        Station station = null;
        try {
            station = new Station(faulty, server, handled, 1);
            twoPolls(station);
            station.stop();
        } catch (IOException | SpoolException e) {
            assertThat(e.getMessage()).isNotEmpty();
            giveUp(station);
        }
    }

    private static void giveUp(@Nullable Station station) {
        try {
            if (station != null) {
                station.abandon();
            }
        } catch (SpoolException e) {
            assertThat(e).hasMessageContaining("failed");
        }
    }

    private static void die(FaultyDisk faulty, int step, boolean after, PopDouble server, Ledger handled)
            throws IOException {
        FaultyDisk doomed = after ? faulty.crashAfter(step) : faulty.crashBefore(step);
        try {
            live(doomed, server, handled, 1);
        } catch (SimulatedCrash crash) {
            assertThat(doomed.isDead()).isTrue();
        }
    }

    /** One life of a receiver: two sessions, so that the second may reconcile what the first could not settle. */
    private static void live(io.mailroom.spool.Disk disk, PopDouble server, Ledger ledger, int life)
            throws IOException {
        Station station = new Station(disk, server, ledger, life);
        twoPolls(station);
        station.stop();
    }

    private static void twoPolls(Station station) throws IOException {
        station.session();
        station.drain();
        station.session();
        station.drain();
    }

    private static void check(String when, MemoryDisk spool, PopDouble server, Ledger handled) {
        try {
            handled.balances(TOKENS);
            assertThat(server.size()).as("messages on the server").isZero();
            assertThat(namesInIncomingAndQueue(spool)).isEmpty();
        } catch (AssertionError e) {
            throw new AssertionError(when + ": " + e.getMessage(), e);
        }
    }

    /** Files that a finished run must not leave; lock files stay. */
    private static List<String> namesInIncomingAndQueue(MemoryDisk spool) {
        return spool.files().keySet().stream()
                .filter(file -> file.startsWith(Station.DIRECTORIES.incoming())
                        || file.startsWith(Station.DIRECTORIES.queued()))
                .map(Path::getFileName)
                .map(Path::toString)
                .filter(name -> !name.endsWith(".lock"))
                .toList();
    }

    private static int stepsOfACleanRun(boolean commitsOnDrop) throws IOException {
        FaultyDisk counting = FaultyDisk.around(new MemoryDisk());
        live(counting, server(commitsOnDrop), new Ledger(), 1);
        return counting.steps();
    }

    private static PopDouble server(boolean commitsOnDrop) {
        PopDouble server = new PopDouble(commitsOnDrop);
        server.deliver("uid-1", TOKENS.get(0));
        server.deliver("uid-2", TOKENS.get(1));
        return server;
    }
}
