package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.Report;
import io.mailroom.testkit.CrashSweep.Way;
import io.mailroom.testkit.MailServerDouble.Flaw;
import io.mailroom.testkit.MailServerDouble.Step;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no crash may change, for every receiving driver: each operation on the disk and on the wire of a whole run is killed
 * before and after it, and failed, one at a time; then the library starts again, and no message is lost, none handled
 * twice but where docs/durability.md says so, and nothing is left behind. A driver's test extends it.
 *
 * <p>Power cuts are simulated besides: after a kill, states of the disk that a power cut may leave are recovered from,
 * {@code -Dmailroom.states=N} of them for each step (2 when it is not set). {@code -Dmailroom.pairs=true} kills every pair of
 * steps of a script of one message.
 */
@Tag("sweep")
public abstract class DurabilityContract {
    private static final int STATES = Integer.getInteger("mailroom.states", 2);

    /** The driver. */
    protected abstract CommunicationsDriver driver();

    /** A profile that reaches the double. */
    protected abstract Profile profile();

    /** A fresh server with an empty mailbox. */
    protected abstract MailServerDouble newServer();

    /** What is varied. */
    public enum Scenario {
        /** As it is out of the box. */
        DEFAULT,
        /** The stored copy moves to Processed. */
        KEEP_PROCESSED(settings("Delete Processed Messages", "False")),
        /** Nothing is deleted on the server. */
        LEAVE_ON_SERVER(settings("Leave Messages On Server", "True")),
        /** A server that deletes what was marked when the line drops. */
        COMMITS_ON_DROP(Flaw.COMMITS_ON_DROP),
        /** A session takes two messages. */
        SMALL_BATCH(profile -> profile.toBuilder()
                .set(profile.driver().contains("IMAP") ? "IMAP Batch Size" : "POP3 Batch Size", "2")
                .build()),
        /** A session takes batches of one message until none is left. */
        BATCH_AFTER_BATCH(profile -> profile.toBuilder()
                .set(profile.driver().contains("IMAP") ? "IMAP Batch Size" : "POP3 Batch Size", "1")
                .build()),
        /** New mail comes under an id that is free again. */
        ID_USED_AGAIN,
        /** The first session breaks when it is to be committed. */
        COMMIT_LOST,
        /** The first session is committed, and nobody hears of it. */
        COMMIT_UNHEARD,
        /** The first mark is made, and nobody hears of it. */
        MARK_UNHEARD,
        /** The first mark is refused. */
        MARK_REFUSED,
        /** A server that deletes some of what was marked. */
        COMMITS_HALF(Flaw.COMMITS_HALF),
        /** A server whose ids are different in each session. */
        RENUMBERS(Flaw.RENUMBERS),
        /** A server without ids. */
        NAMES_NOTHING(Flaw.NAMES_NOTHING),
        /** A server whose ids are all the same. */
        NAMES_ALL_ALIKE(Flaw.NAMES_ALL_ALIKE),
        /** A server that refuses every other login. */
        BUSY_AT_TIMES(Flaw.IS_BUSY_AT_TIMES),
        /** Each message in a group of its own. */
        ONE_BY_ONE(Flaw.LISTS_HUGE_SIZES),
        /** A server that brings back what it said was deleted. */
        KEEPS_MAIL(Flaw.KEEPS_MAIL),
        /** A server that removes all that is marked or nothing. */
        REMOVES_ALL(Flaw.REMOVES_ALL_THAT_IS_MARKED),
        /** Another client has marked a message, too. */
        SOMEBODY_MARKS(Flaw.SOMEBODY_MARKS_TOO),
        /** Events are queued for a processor. */
        QUEUED,
        /** Events are queued for a processor, and their files move to a store. */
        QUEUED_WITH_STORE;

        private final UnaryOperator<Profile> change;
        private final List<Flaw> flaws;

        Scenario(Flaw... flaws) {
            this(UnaryOperator.identity(), flaws);
        }

        Scenario(UnaryOperator<Profile> change, Flaw... flaws) {
            this.change = change;
            this.flaws = List.of(flaws);
        }

        private static UnaryOperator<Profile> settings(String parameter, String value) {
            return profile -> profile.toBuilder().set(parameter, value).build();
        }

        /** A sweep of it; the test is left out when the protocol cannot have it. */
        CrashSweep sweep(CommunicationsDriver driver, Profile profile, Supplier<MailServerDouble> newServer) {
            MailServerDouble probe = newServer.get();
            flaws.forEach(flaw -> assumeTrue(probe.with(flaw), "the protocol cannot do this"));
            CommunicationsDriver wrapped = this == BATCH_AFTER_BATCH ? BatchAfterBatch.over(driver) : driver;
            return applied(new CrashSweep(wrapped, change.apply(profile), () -> {
                MailServerDouble server = newServer.get();
                flaws.forEach(server::with);
                return server;
            }));
        }

        private CrashSweep applied(CrashSweep sweep) {
            return switch (this) {
                case ID_USED_AGAIN -> sweep.withAnIdUsedAgain();
                case COMMIT_LOST -> sweep.prepared(server -> server.dropsTheConnectionAt(Step.FINISH));
                case COMMIT_UNHEARD -> sweep.prepared(server -> server.losesTheAnswerTo(Step.FINISH));
                case MARK_UNHEARD -> sweep.prepared(server -> server.losesTheAnswerTo(Step.MARK_DELETED));
                case MARK_REFUSED -> sweep.prepared(server -> server.refusesOnce(Step.MARK_DELETED));
                case KEEPS_MAIL -> sweep.expectingRepeats();
                case QUEUED -> sweep.by(Way.QUEUED);
                case QUEUED_WITH_STORE -> sweep.by(Way.QUEUED_WITH_STORE);
                default -> sweep;
            };
        }
    }

    /**
     * Whether a scenario is swept by default. Most of what a sweep goes through is the same code for all drivers, so that not
     * each of them has to take all the time; {@code -Dmailroom.sweeps=all} sweeps everything.
     */
    protected boolean isUsual(Scenario scenario) {
        return true;
    }

    private CrashSweep sweep(Scenario scenario) {
        assumeTrue(
                isUsual(scenario) || "all".equals(System.getProperty("mailroom.sweeps")),
                "every scenario: -Dmailroom.sweeps=all");
        return scenario.sweep(driver(), profile(), this::newServer);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theProcessMayDieBeforeAnyStepOnDisk(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.CRASH_BEFORE, null, 0));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theProcessMayDieBeforeAndAfterAnyStepOnTheWire(Scenario scenario) {
        tell(sweep(scenario).overWire(Fault.CRASH_BEFORE));
        tell(sweep(scenario).overWire(Fault.CRASH_AFTER));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = "(DEFAULT|LEAVE_ON_SERVER|COMMITS_ON_DROP|QUEUED)",
            mode = Mode.MATCH_ALL)
    void theProcessMayDieAfterAnyStepOnDiskAndInTheMidstOfAnyWrite(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.CRASH_AFTER, null, 0));
        tell(sweep(scenario).overDisk(Fault.TORN_WRITE, null, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = "(DEFAULT|KEEP_PROCESSED|LEAVE_ON_SERVER|COMMITS_ON_DROP|ID_USED_AGAIN|ONE_BY_ONE|QUEUED.*)",
            mode = Mode.MATCH_ALL)
    void thePowerMayFailAfterAnyStepOnDisk(Scenario scenario) {
        Report report = sweep(scenario).overDisk(Fault.CRASH_AFTER, null, STATES);
        System.out.printf("%s: %d states that a power cut may leave%n", scenario, report.states());
        tell(report);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = "(DEFAULT|LEAVE_ON_SERVER|COMMITS_ON_DROP|QUEUED)",
            mode = Mode.MATCH_ALL)
    void anyStepOnTheWireMayFail(Scenario scenario) {
        tell(sweep(scenario).overWire(Fault.FAIL_ONCE));
        tell(sweep(scenario).overWire(Fault.FAIL_FROM));
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, names = "(DEFAULT|QUEUED_WITH_STORE)", mode = Mode.MATCH_ALL)
    void anyStepOnDiskMayFailOnceForWantOfSpaceOrHandlesOrByAnError(Scenario scenario) {
        for (Supplier<IOException> error : List.<Supplier<IOException>>of(
                DiskFaults::noSpace, DiskFaults::ioError, DiskFaults::tooManyOpenFiles)) {
            tell(sweep(scenario).overDisk(Fault.FAIL_ONCE, error, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, names = "(DEFAULT|QUEUED_WITH_STORE)", mode = Mode.MATCH_ALL)
    void theDiskMayFailFromAnyStepOnUntilSomebodyRepairsIt(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.FAIL_FROM, DiskFaults::noSpace, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = "(DEFAULT|LEAVE_ON_SERVER|COMMITS_ON_DROP|COMMIT_UNHEARD|QUEUED_WITH_STORE)",
            mode = Mode.MATCH_ALL)
    void theProcessMayDieAtAnyStepAndAgainAtAnyStepOfTheRecovery(Scenario scenario) {
        assumeTrue(Boolean.getBoolean("mailroom.pairs"), "every pair of steps: -Dmailroom.pairs=true");
        Report report = sweep(scenario).ofOneMessage().overPairs();
        System.out.printf(
                "%s: %d pairs of deaths, %d different ends, %d repeats%n",
                scenario, report.pairs(), report.states(), report.repeats());
        tell(report);
    }

    /** I8: nothing is lost by it; a message may be handled again, then with the same id. */
    @ParameterizedTest
    @ValueSource(strings = {"Current_", "Previous_", "Open_", "Attempts_", "Mailbox_"})
    void aStateFileMayBeDeletedByHandAfterTheProcessDied(String prefix) {
        CrashSweep sweep = sweep(Scenario.DEFAULT).deletingAtRestart(name -> name.startsWith(prefix));
        if (prefix.equals("Mailbox_")) {
            sweep.leavingFiles(); // nobody knows any more whose they are
        }

        tell(sweep.overDisk(Fault.CRASH_BEFORE, null, 0));
    }

    private static void tell(Report report) {
        assertThat(report.violations()).isEmpty();
        assertThat(report.steps()).as("steps of a run").isGreaterThan(10);
    }
}
