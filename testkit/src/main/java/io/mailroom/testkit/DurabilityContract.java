package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.Report;
import io.mailroom.testkit.MailServerDouble.Flaw;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What no crash may change, for every receiving driver: each operation on the disk and on the wire of a whole run is killed
 * before and after it, and failed, one at a time; then the library starts again, and no message is lost, none handled
 * twice but where docs/durability.md says so, and nothing is left behind. A driver's test extends it.
 *
 * <p>Power cuts are simulated besides: after a kill, states of the disk that a power cut may leave are recovered from,
 * {@code -Dmailroom.states=N} of them for each step (2 when it is not set).
 */
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
        DEFAULT(profile -> profile, List.of()),
        /** The stored copy moves to Processed. */
        KEEP_PROCESSED(profile -> set(profile, "Delete Processed Messages", "False"), List.of()),
        /** Nothing is deleted on the server. */
        LEAVE_ON_SERVER(profile -> set(profile, "Leave Messages On Server", "True"), List.of()),
        /** A server that deletes what was marked when the line drops. */
        COMMITS_ON_DROP(profile -> profile, List.of(Flaw.COMMITS_ON_DROP));

        private final Function<Profile, Profile> change;
        private final List<Flaw> flaws;

        Scenario(Function<Profile, Profile> change, List<Flaw> flaws) {
            this.change = change;
            this.flaws = flaws;
        }

        private static Profile set(Profile profile, String parameter, String value) {
            return profile.toBuilder().set(parameter, value).build();
        }
    }

    private CrashSweep sweep(Scenario scenario) {
        MailServerDouble probe = newServer();
        scenario.flaws.forEach(flaw -> assumeTrue(probe.with(flaw), "the protocol cannot do this"));
        return new CrashSweep(driver(), scenario.change.apply(profile()), () -> {
            MailServerDouble server = newServer();
            scenario.flaws.forEach(server::with);
            return server;
        });
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theProcessMayDieBeforeAnyStepOnDisk(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.CRASH_BEFORE, null, 0));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theProcessMayDieAfterAnyStepOnDisk(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.CRASH_AFTER, null, 0));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void thePowerMayFailAfterAnyStepOnDisk(Scenario scenario) {
        tell(sweep(scenario).overDisk(Fault.CRASH_AFTER, null, STATES));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theProcessMayDieBeforeAndAfterAnyStepOnTheWire(Scenario scenario) {
        tell(sweep(scenario).overWire(Fault.CRASH_BEFORE));
        tell(sweep(scenario).overWire(Fault.CRASH_AFTER));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void anyStepOnTheWireMayFail(Scenario scenario) {
        tell(sweep(scenario).overWire(Fault.FAIL_ONCE));
    }

    @Test
    void anyStepOnDiskMayFailOnceForWantOfSpaceOrHandlesOrByAnError() {
        for (Supplier<IOException> error : List.<Supplier<IOException>>of(
                DiskFaults::noSpace, DiskFaults::ioError, DiskFaults::tooManyOpenFiles)) {
            tell(sweep(Scenario.DEFAULT).overDisk(Fault.FAIL_ONCE, error, 0));
        }
    }

    @Test
    void theDiskMayFailFromAnyStepOnUntilSomebodyRepairsIt() {
        tell(sweep(Scenario.DEFAULT).overDisk(Fault.FAIL_FROM, DiskFaults::noSpace, 0));
    }

    private static void tell(Report report) {
        assertThat(report.steps()).as("steps of a run").isGreaterThan(20);
        assertThat(report.violations()).isEmpty();
    }
}
