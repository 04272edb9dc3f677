package io.mailroom.testkit;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same small script again and again, each time with one fault at the next step, starts the library anew, and
 * compares: what went in against what was handled, what the server holds and what lies in the spool.
 */
public final class CrashSweep {
    /** A write that is torn leaves this many of its bytes. */
    private static final int TORN_BYTES = 40;

    private final CommunicationsDriver driver;
    private final Profile profile;
    private final Supplier<MailServerDouble> newServer;
    private List<ScriptedMail> script = List.of(
            new ScriptedMail("uid-1", "token-1", Mails.plain("token-1")),
            new ScriptedMail("uid-2", "token-2", Mails.withAttachment("token-2")),
            new ScriptedMail("uid-3", "token-3", Mails.plain("token-3")));
    private Consumer<MailServerDouble> prepare = server -> {};
    private ProtocolMutant mutant = ProtocolMutant.none();
    private Predicate<String> lostAtRestart = file -> false;
    private boolean repeatsAreExpected;
    private boolean leftoversAreExpected;
    private boolean oneIsEnough;
    private Way way = Way.REAL_TIME;
    private boolean diesTwice;

    /** How events get to the handler. */
    public enum Way {
        /** The receiver calls it. */
        REAL_TIME,
        /** They are queued, and a processor calls it. */
        QUEUED,
        /** The same, and their files move to a store. */
        QUEUED_WITH_STORE;

        Mailroom.Builder of(Mailroom.Builder mailroom, Path store) {
            return switch (this) {
                case REAL_TIME -> mailroom;
                case QUEUED -> mailroom.queued();
                case QUEUED_WITH_STORE -> mailroom.queued().store(store);
            };
        }
    }

    /** What happens at the step. */
    public enum Fault {
        /** The process dies instead of taking it. */
        CRASH_BEFORE,
        /** The process dies when it is done. */
        CRASH_AFTER,
        /** The process dies in the midst of a write. */
        TORN_WRITE,
        /** It fails, once. */
        FAIL_ONCE,
        /** It fails, and so does each one after it until the library starts anew. */
        FAIL_FROM
    }

    /**
     * One message of the script.
     *
     * @param uid under which the server has it; one that another had before comes when that one is gone
     * @param token its subject, by which it is followed
     * @param bytes as the server sends it
     */
    record ScriptedMail(String uid, String token, byte[] bytes) {}

    /**
     * What a sweep found.
     *
     * @param steps of a run without a fault
     * @param runs with a fault, and recovered from
     * @param pairs of deaths; those that come to a state that was seen before are not recovered from again
     * @param states of the disk that were recovered from, each counted once
     * @param repeats events handled again, flagged
     * @param violations of what was promised, one sentence each
     */
    public record Report(int steps, int runs, int pairs, int states, int repeats, List<String> violations) {}

    /** A sweep over the usual script: three messages, one with an attachment. */
    public CrashSweep(CommunicationsDriver driver, Profile profile, Supplier<MailServerDouble> newServer) {
        this.driver = driver;
        this.profile = profile;
        this.newServer = newServer;
    }

    /** A script of one message with an attachment. */
    public CrashSweep ofOneMessage() {
        script = script.subList(1, 2);
        return this;
    }

    /** After the three, a fourth message comes under an id that the first had, as soon as that one is gone. */
    public CrashSweep withAnIdUsedAgain() {
        script = new ArrayList<>(script);
        script.add(new ScriptedMail("uid-1", "token-4", Mails.withAttachment("token-4")));
        return this;
    }

    /** What is done to the server before a run. */
    public CrashSweep prepared(Consumer<MailServerDouble> preparation) {
        prepare = preparation;
        return this;
    }

    /** Events get to the handler in this way. */
    public CrashSweep by(Way other) {
        way = other;
        return this;
    }

    /** Somebody brings messages back: they may be handled again without a flag, but with their id. */
    public CrashSweep expectingRepeats() {
        repeatsAreExpected = true;
        return this;
    }

    /** The library has this flaw, in all its lives. */
    public CrashSweep with(ProtocolMutant flaw) {
        mutant = flaw;
        return this;
    }

    /**
     * After each fault, somebody deletes the files of these names before the library starts again. A message may be handled
     * again for it without a flag, but with its id.
     */
    public CrashSweep deletingAtRestart(Predicate<String> names) {
        lostAtRestart = names;
        repeatsAreExpected = true;
        return this;
    }

    /** Files may stay in the spool. */
    public CrashSweep leavingFiles() {
        leftoversAreExpected = true;
        return this;
    }

    /** The sweep ends with the first violation. */
    public CrashSweep endingWithTheFirst() {
        oneIsEnough = true;
        return this;
    }

    /** Names of the steps of a run and of every recovery from the death in it, as {@link ProtocolMutant} spells them. */
    public List<String> steps() {
        ProtocolMutant learning = ProtocolMutant.learning();
        with(learning).overDisk(Fault.CRASH_BEFORE, null, 0);
        return learning.steps();
    }

    /**
     * Every step on disk; of those that change nothing there, only that they fail.
     *
     * @param error what a step that fails throws; null for crashes
     * @param powerCutStates after each crash, how many states of the disk that a power cut may leave are recovered from; 0
     *     for the death of the process alone
     */
    public Report overDisk(Fault fault, @Nullable Supplier<IOException> error, int powerCutStates) {
        Tally tally = new Tally();
        List<String> names = cleanRun(tally).faultyDisk().stepNames();
        for (int step = 1; step <= names.size() && tally.goesOn(); step++) {
            String name = names.get(step - 1);
            if (!applies(fault, name)) {
                continue;
            }
            SweepWorld world = world();
            breakDisk(world.faultyDisk(), fault, step, error);
            world.play();
            String where = fault + " at step " + step + " " + name;
            world.checkWholeness(world.disk(), where, tally);
            if (powerCutStates == 0) {
                recover(world, world.disk().processDied(), where, tally);
                continue;
            }
            CrashStates.of(world.disk()).visit(powerCutStates, step, state -> {
                if (tally.isNew(state, world)) {
                    recover(world.copy(state), state, where + ", power cut", tally);
                }
            });
        }
        return tally.report(names.size());
    }

    /** Every step on the wire. */
    public Report overWire(Fault fault) {
        Tally tally = new Tally();
        int steps = cleanRun(tally).faultyWire().operations();
        for (int step = 1; step <= steps && tally.goesOn(); step++) {
            SweepWorld world = world();
            world.breakWire(fault, step);
            world.play();
            recover(world, world.disk().processDied(), fault + " at wire step " + step, tally);
        }
        return tally.report(steps);
    }

    /** Every pair of deaths: at a step that changes something, and again at one of the recovery. */
    public Report overPairs() {
        diesTwice = true;
        Tally tally = new Tally();
        List<String> names = cleanRun(tally).faultyDisk().stepNames();
        for (int first = 1; first <= names.size() && tally.goesOn(); first++) {
            if (!applies(Fault.CRASH_BEFORE, names.get(first - 1))) {
                continue;
            }
            SweepWorld dead = world();
            dead.faultyDisk().crashBefore(first);
            dead.play();
            if (!tally.isNewDeath(dead.disk().processDied(), dead)) {
                continue; // what may follow was gone through
            }
            pairsWith(dead, "death before step " + first + " " + names.get(first - 1), tally);
        }
        return tally.report(names.size());
    }

    private void pairsWith(SweepWorld dead, String where, Tally tally) {
        SweepWorld whole = dead.copy(dead.disk().processDied().copy());
        whole.play();
        List<String> names = whole.faultyDisk().stepNames();
        for (int second = 1; second <= names.size() && tally.goesOn(); second++) {
            if (!applies(Fault.CRASH_BEFORE, names.get(second - 1))) {
                continue;
            }
            SweepWorld again = dead.copy(dead.disk().copy());
            again.faultyDisk().crashBefore(second);
            again.play();
            tally.pairs++;
            if (tally.isNew(again.disk().processDied(), again)) {
                recover(
                        again,
                        again.disk(),
                        where + ", and before step " + second + " " + names.get(second - 1) + " of the recovery",
                        tally);
            }
        }
    }

    private SweepWorld cleanRun(Tally tally) {
        SweepWorld world = world();
        world.play();
        world.recover(world.disk().processDied(), "no fault", tally);
        return world;
    }

    private static boolean applies(Fault fault, String name) {
        return switch (fault) {
            case CRASH_BEFORE, CRASH_AFTER -> FaultyDisk.changesSomething(name);
            case TORN_WRITE -> name.endsWith(".write");
            case FAIL_ONCE, FAIL_FROM -> true;
        };
    }

    private static void breakDisk(FaultyDisk disk, Fault fault, int step, @Nullable Supplier<IOException> error) {
        switch (fault) {
            case CRASH_BEFORE -> disk.crashBefore(step);
            case CRASH_AFTER -> disk.crashAfter(step);
            case TORN_WRITE -> disk.tearWriteAt(step, TORN_BYTES);
            case FAIL_ONCE -> disk.failAt(step, error);
            case FAIL_FROM -> disk.failFrom(step, error);
        }
    }

    private void recover(SweepWorld world, MemoryDisk state, String where, Tally tally) {
        tally.runs++;
        for (java.nio.file.Path file : state.files().keySet()) {
            if (lostAtRestart.test(file.getFileName().toString())) {
                state.takeAway(file);
            }
        }
        world.recover(state, where, tally);
    }

    private SweepWorld world() {
        return new SweepWorld(
                new SweepWorld.Setup(driver, profile, newServer, prepare, script, mutant, way, diesTwice));
    }

    /** What a sweep comes to. */
    final class Tally {
        private final List<String> violations = new ArrayList<>();
        private final Set<String> states = new HashSet<>();
        private final Set<String> deaths = new HashSet<>();
        private int runs;
        private int pairs;
        private int repeats;

        void violation(String what) {
            violations.add(what);
        }

        /** @param isFlagged as a possible duplicate */
        void repeat(String what, boolean isFlagged) {
            repeats++;
            if (!isFlagged && !repeatsAreExpected) {
                violation(what + " handled again without a flag");
            }
        }

        void leftover(String what) {
            if (!leftoversAreExpected) {
                violation(what);
            }
        }

        /** True when this disk, with this mailbox and these events handled, was not recovered from before. */
        private boolean isNew(MemoryDisk state, SweepWorld world) {
            return states.add(StatePrint.of(state) + world.fingerprint());
        }

        /** True when no second death was tried after this first one. */
        private boolean isNewDeath(MemoryDisk state, SweepWorld world) {
            return deaths.add(StatePrint.of(state) + world.fingerprint());
        }

        private boolean goesOn() {
            return !oneIsEnough || violations.isEmpty();
        }

        private Report report(int steps) {
            return new Report(steps, runs, pairs, states.size(), repeats, List.copyOf(violations));
        }
    }
}
