package io.mailroom.testkit;

import static io.mailroom.testkit.ProtocolMutant.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.Report;
import io.mailroom.testkit.DurabilityContract.Scenario;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each barrier of the receiving order is needed, and so is the order of each two steps that have one: the sweep finds out
 * when a barrier does nothing, and when a step is taken late. A driver's test extends it.
 *
 * <p>Two orders are free: a stored message, or a file of an event, may have its name before its bytes are durable, as long as
 * they are before the mark, or the record. Until then nobody trusts the name.
 */
@Tag("sweep")
public abstract class BarrierContract {
    private static final int STATES = 10;
    private static final int STATES_OF_SWAPS = 60;

    /** The driver. */
    protected abstract CommunicationsDriver driver();

    /** A profile that reaches the double. */
    protected abstract Profile profile();

    /** A fresh server with an empty mailbox. */
    protected abstract MailServerDouble newServer();

    /** Whether the protocol needs that barrier or order. */
    protected boolean isNeeded(Enum<?> mutant) {
        return true;
    }

    /** Whether it is tried by default; {@code -Dmailroom.sweeps=all} tries all. What is after the fetch is core's own. */
    protected boolean isUsual(Enum<?> mutant) {
        return true;
    }

    /** A force that makes something durable before something else happens. */
    public enum Barrier {
        /** B1: the bytes of a message, before its name. */
        MESSAGE("raw.force"),
        /** B1: its name, before it is marked. */
        NAME_OF_MESSAGE("spool.forceDirectory", "Spool.commit"),
        /** Which message is about to be marked. */
        NOTE_OF_MARK(Scenario.COMMITS_ON_DROP, "open.force"),
        /** The name of that list. */
        NAME_OF_NOTES(Scenario.COMMITS_ON_DROP, "open.forceDirectory"),
        /** B2: the text made of a message. */
        TEXT("text.force"),
        /** B2: its attachments. */
        ATTACHMENT("part.force"),
        /** B2: the names of both, when no later force of the directory covers them. */
        NAMES_OF_FILES(Scenario.ONE_BY_ONE, "spool.forceDirectory", "GroupWork.nameFiles"),
        /** B2: the event. */
        EVENT("event.force"),
        /** B2: its name. */
        NAME_OF_EVENT("event.forceDirectory", "StagedEvents.stage"),
        /** B3: the record. */
        RECORD("index.force"),
        /** B3: the name of the index. */
        NAME_OF_INDEX("index.forceDirectory", "SeenIds.record"),
        /** That the event is visible, before the record goes. */
        PUBLISHED("event.forceDirectory", "StagedEvents.forcePublished"),
        /** That the message has left Incoming, before the record goes. */
        SETTLED("index.forceDirectory", "SeenIds.finishSession"),
        /** The records of a session that broke, before they leave Current. */
        PREVIOUS(Scenario.COMMIT_LOST, "index.previous.force"),
        /** The name of that index. */
        NAME_OF_PREVIOUS(Scenario.COMMIT_LOST, "index.previous.forceDirectory", "IdFile.replace"),
        /** That an event is in hand, before the handler is called. */
        IN_HAND("event.forceDirectory", "EventsInHand.claimAll"),
        /** B4: that the handler is done, before the files go. */
        ACCEPTED("event.forceDirectory", "AcceptedEvents.accept"),
        /** That the files are gone, before the event that names them goes. */
        FILES_GONE("event.files.forceDirectory", "AcceptedEvents.forget"),
        /** The bytes of a file in the store. */
        FILE_IN_STORE(Scenario.QUEUED_WITH_STORE, "store.force"),
        /** Its name. */
        NAME_IN_STORE(Scenario.QUEUED_WITH_STORE, "store.forceDirectory");

        private final Scenario scenario;
        private final String label;
        private final String[] methods;

        Barrier(String label, String... methods) {
            this(Scenario.DEFAULT, label, methods);
        }

        Barrier(Scenario scenario, String label, String... methods) {
            this.scenario = scenario;
            this.label = label;
            this.methods = methods;
        }
    }

    /** Two steps in the wrong order: the first is held back until the second was taken. */
    public enum Swap {
        /** A message is marked deleted before its bytes are durable. */
        MARK_BEFORE_BYTES(Scenario.COMMITS_ON_DROP, step("raw.force"), Swap::mark),
        /** It is marked deleted before its name is durable. */
        MARK_BEFORE_MESSAGE(Scenario.COMMITS_ON_DROP, step("spool.forceDirectory", "Spool.commit"), Swap::mark),
        /** It is marked before that is noted. */
        MARK_BEFORE_NOTE(Scenario.COMMITS_ON_DROP, any("open.write", "open.force"), Swap::mark),
        /** The record comes before the bytes of the event's files are durable. */
        RECORD_BEFORE_FILES(any("text.force", "part.force"), step("index.force")),
        /** The event has its name before its bytes are durable. */
        NAME_OF_EVENT_BEFORE_BYTES(step("event.force"), step("event.rename", "EventDirectory.write")),
        /** The event is visible before its files are durable. */
        VISIBLE_BEFORE_FILES(any("text.force", "part.force"), published()),
        /** The record comes before the event is on disk. */
        RECORD_BEFORE_EVENT(
                step("event.write").or(step("event.force")).or(step("event.rename", "EventDirectory.write")),
                step("index.force")),
        /** The record comes before the event is there for good. */
        RECORD_BEFORE_NAME_OF_EVENT(step("event.forceDirectory", "StagedEvents.stage"), step("index.force")),
        /** The event is visible before the record is written. */
        VISIBLE_BEFORE_RECORD(any("index.write", "index.force"), published()),
        /** The session is finished before its outcomes are on record. */
        FINISH_BEFORE_RECORD(any("index.write", "index.force"), Swap::finish),
        /** The session is finished before the events are staged. */
        FINISH_BEFORE_EVENT(step("event.forceDirectory", "StagedEvents.stage"), Swap::finish),
        /** The record goes before the event is visible for good. */
        RECORD_GONE_BEFORE_VISIBLE(
                step("event.forceDirectory", "StagedEvents.forcePublished"),
                step("index.delete", "SeenIds.finishSession")),
        /** The record goes before its message. */
        RECORD_GONE_BEFORE_MESSAGE(step("raw.delete", "GroupWork"), step("index.delete", "SeenIds.finishSession")),
        /** Current goes before Previous has its records. */
        CURRENT_GONE_BEFORE_PREVIOUS(
                Scenario.COMMIT_LOST,
                any("index.previous.write", "index.previous.force", "index.previous.rename"),
                step("index.delete", "SeenIds.startSession")),
        /** The handler has the event before that is known. */
        HANDLED_BEFORE_IN_HAND(step("event.forceDirectory", "EventsInHand.claimAll"), accepted()),
        /** The event counts as accepted before the handler was called. */
        ACCEPTED_BEFORE_HANDLED(handled(), accepted()),
        /** Files go before the end of their event is durable. */
        FILES_GONE_BEFORE_ACCEPTED(step("event.forceDirectory", "AcceptedEvents.accept"), step("event.files.delete")),
        /** The event that names files goes before they are gone for good. */
        EVENT_GONE_BEFORE_FILES(
                step("event.files.forceDirectory", "AcceptedEvents.forget"),
                step("event.delete", "AcceptedEvents.forget")),
        /** The event is visible before its files are in the store. */
        VISIBLE_BEFORE_STORE(Scenario.QUEUED_WITH_STORE, step("store.force"), published());

        private final Scenario scenario;
        private final Predicate<String> held;
        private final Predicate<String> until;

        Swap(Predicate<String> held, Predicate<String> until) {
            this(Scenario.DEFAULT, held, until);
        }

        Swap(Scenario scenario, Predicate<String> held, Predicate<String> until) {
            this.scenario = scenario;
            this.held = held;
            this.until = until;
        }

        private static Predicate<String> any(String... labels) {
            return java.util.Arrays.stream(labels)
                    .map(label -> step(label))
                    .reduce(Predicate::or)
                    .orElseThrow();
        }

        private static Predicate<String> published() {
            return step("event.rename", "StagedEvents.publish");
        }

        private static Predicate<String> handled() {
            return "handler"::equals;
        }

        private static Predicate<String> accepted() {
            return step("event.rename", "AcceptedEvents").or(step("event.delete", "AcceptedEvents"));
        }

        private static boolean mark(String step) {
            return step.startsWith("wire.write") && (step.contains("DELE") || step.contains("STORE"));
        }

        private static boolean finish(String step) {
            return step.startsWith("wire.write") && (step.contains("QUIT") || step.contains("EXPUNGE"));
        }
    }

    @ParameterizedTest
    @EnumSource(Barrier.class)
    void aBarrierThatDoesNothingIsNoticed(Barrier barrier) {
        assumeUsual(barrier);

        isNoticed(
                ProtocolMutant.without(barrier.name(), step(barrier.label, barrier.methods)), barrier.scenario, STATES);
    }

    @ParameterizedTest
    @EnumSource(Swap.class)
    void twoStepsInTheWrongOrderAreNoticed(Swap swap) {
        assumeUsual(swap);

        isNoticed(ProtocolMutant.late(swap.name(), swap.held, swap.until), swap.scenario, STATES_OF_SWAPS);
    }

    private void assumeUsual(Enum<?> mutant) {
        assumeTrue(isNeeded(mutant), "the protocol does without it");
        assumeTrue(
                isUsual(mutant) || "all".equals(System.getProperty("mailroom.sweeps")),
                "every mutant: -Dmailroom.sweeps=all");
    }

    private void isNoticed(ProtocolMutant mutant, Scenario scenario, int states) {
        CrashSweep sweep = scenario.sweep(driver(), profile(), this::newServer)
                .with(mutant)
                .endingWithTheFirst();

        Report report = sweep.overDisk(Fault.CRASH_AFTER, null, states);

        assertThat(mutant.applied())
                .as(mutant.name() + ": steps that it concerns; none when they were renamed, or are gone")
                .isPositive();
        assertThat(report.violations()).as(mutant.name()).isNotEmpty();
    }
}
