package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.CrashSweep;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.Report;
import io.mailroom.testkit.MailServerDouble;
import io.mailroom.testkit.MailServerDouble.Flaw;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.ProtocolMutant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each barrier of the receiving order is needed: the sweep finds out when one of them does nothing. */
class Pop3BarrierTest {
    private static final int STATES = 10;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pop3.raw.force in Disk.forceAll, Spool.prepare",
                "spool.forceDirectory in Spool.publish, Spool.commit",
                "text.force in Disk.forceAll, Spool.prepare",
                "part.force in Disk.forceAll, Spool.prepare",
                "event.force in Disk.forceAll, EventDirectory.write",
                "event.forceDirectory in EventDirectory.force, StagedEvents.stage",
                "index.force in IdFile.append, SeenIds.record",
                "index.forceDirectory in IdFile.append, SeenIds.record",
                "event.forceDirectory in EventDirectory.force, StagedEvents.forcePublished",
                "index.forceDirectory in IdFile.forceName, SeenIds.finishSession",
                "event.forceDirectory in EventDirectory.force, EventsInHand.claimAll",
                "event.forceDirectory in EventDirectory.force, AcceptedEvents.accept",
                "event.files.forceDirectory in EventDirectory.force, AcceptedEvents.forget"
            })
    void aBarrierThatDoesNothingIsNoticed(String barrier) {
        Report report = sweep(barrier).overDisk(Fault.CRASH_AFTER, null, STATES);

        assertThat(report.violations()).as("without " + barrier).isNotEmpty();
    }

    /** What is noted before a message is marked matters to a server that deletes when the line drops. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "open.force in OpenMessages.begin, DeletedCopies.note",
                "open.forceDirectory in OpenMessages.forceName, OpenMessages.begin"
            })
    void aBarrierOfTheOpenMessagesThatDoesNothingIsNoticed(String barrier) {
        Report report = sweep(barrier, Flaw.COMMITS_ON_DROP).overDisk(Fault.CRASH_AFTER, null, STATES);

        assertThat(report.violations()).as("without " + barrier).isNotEmpty();
    }

    private static CrashSweep sweep(String barrier, Flaw... flaws) {
        return new CrashSweep(new Pop3Driver(), Pop3ContractTest.aProfile(), () -> server(flaws))
                .with(ProtocolMutant.without(barrier))
                .endingWithTheFirst();
    }

    private static MailServerDouble server(Flaw... flaws) {
        MailServerDouble server = new Pop3Double().asMailServer();
        for (Flaw flaw : flaws) {
            server.with(flaw);
        }
        return server;
    }
}
