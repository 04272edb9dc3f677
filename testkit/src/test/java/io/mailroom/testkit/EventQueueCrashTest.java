package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.SpoolException;
import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories;
import io.mailroom.spool.SpoolDirectories.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that fails, pauses and is taken in the end, with a crash at each step of the way. */
class EventQueueCrashTest {
    private static final Path GROUP = Path.of("/queued/group");
    private static final List<String> SUBJECTS = List.of("fails once", "pauses once", "is taken at once");

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");

    @Test
    void whicheverStepTheProcessDiesInEachEventIsInOnePlaceAndComesBackFlaggedIfItWasInHand() {
        eachCrash((when, disk, progress) -> {
            disk.processDied();
            comesBack(when, disk, progress);
        });
    }

    @Test
    void whateverAPowerCutLeavesEachEventIsInOnePlaceAndComesBackFlaggedIfItWasInHand() {
        eachCrash((when, disk, progress) ->
                CrashStates.of(disk).visit(60, 1, state -> comesBack(when + ", power cut", state, progress)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rename", "force", "write", "create", "delete", "close", "read", "open", "list"})
    void aProcessorGoesOnWhenTheDiskRefusesAnyStep(String operation) {
        FaultyDisk clean = FaultyDisk.around(new MemoryDisk());
        run(clean, new Progress());
        for (int step = 1; step <= clean.steps(); step++) {
            if (!clean.stepNames().get(step - 1).contains(operation)) {
                continue;
            }
            MemoryDisk disk = new MemoryDisk();
            Progress progress = new Progress();
            try {
                run(FaultyDisk.around(disk).failAt(step, DiskFaults::ioError), progress);
            } catch (SpoolException e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            comesBack("refused at step " + step + ", " + clean.stepNames().get(step - 1), disk.processDied(), progress);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileMovedToAnotherVolumeIsWholeOrNotThereAndNeverInNeitherPlace(boolean powerCut) throws IOException {
        FaultyDisk clean = FaultyDisk.around(twoVolumes());
        settle(clean);
        for (int step = 1; step <= clean.steps(); step++) {
            MemoryDisk disk = twoVolumes();
            FaultyDisk doomed = FaultyDisk.around(disk).crashAfter(step);
            try {
                settle(doomed);
            } catch (SimulatedCrash crash) {
                assertThat(doomed.isDead()).isTrue();
            }
            if (powerCut) {
                CrashStates.of(disk).visit(200, step, EventQueueCrashTest::oneWholeCopy);
            } else {
                oneWholeCopy(disk.processDied());
            }
        }
    }

    private static final class Progress {
        private boolean published;
        private final List<String> inHand = new ArrayList<>();
        private final List<String> taken = new ArrayList<>();
    }

    private interface Check {
        void check(String when, MemoryDisk disk, Progress progress);
    }

    private void eachCrash(Check check) {
        FaultyDisk clean = FaultyDisk.around(new MemoryDisk());
        Progress whole = new Progress();
        run(clean, whole);
        assertThat(whole.taken).containsExactlyInAnyOrderElementsOf(SUBJECTS);
        for (int step = 1; step <= clean.steps(); step++) {
            MemoryDisk disk = new MemoryDisk();
            Progress progress = new Progress();
            FaultyDisk doomed = FaultyDisk.around(disk).crashAfter(step);
            try {
                run(doomed, progress);
            } catch (SimulatedCrash crash) {
                assertThat(doomed.isDead()).isTrue();
            }
            check.check("step " + step + ", " + clean.stepNames().get(step - 1), disk, progress);
        }
    }

    private void run(Disk disk, Progress progress) {
        EventQueue queue = open(disk);
        List<EventName> staged =
                queue.stage("1_1_1_1", SUBJECTS.stream().map(this::event).toList());
        queue.publish(staged);
        progress.published = true;
        for (int round = 0; round < 2; round++) {
            for (List<Claim> claims = begin(queue, progress); !claims.isEmpty(); claims = begin(queue, progress)) {
                for (Claim claim : claims) {
                    handle(queue, claim, round, progress);
                }
            }
            clock.advance(EventQueue.BACK_AFTER);
        }
        queue.tidy();
    }

    private static List<Claim> begin(EventQueue queue, Progress progress) {
        List<Claim> claims = queue.begin(2);
        claims.forEach(claim -> progress.inHand.add(subject(claim)));
        return claims;
    }

    private static void handle(EventQueue queue, Claim claim, int round, Progress progress) {
        String subject = subject(claim);
        if (round == 0 && subject.startsWith("fails")) {
            progress.inHand.remove(subject); // the answer was no: nothing is in doubt
            queue.fail(claim, "no");
        } else if (round == 0 && subject.startsWith("pauses")) {
            progress.inHand.remove(subject);
            queue.pause(claim, "later");
        } else {
            progress.taken.add(subject);
            queue.accept(List.of(claim), false);
            progress.inHand.remove(subject);
        }
    }

    /** In the next life every event that was published and not taken is offered, and one that was in hand is flagged. */
    private void comesBack(String when, MemoryDisk disk, Progress progress) {
        EventQueue queue = open(disk);
        queue.recoverStaged(tag -> true, header -> progress.published);
        queue.recoverInterrupted();
        List<EventName> all = queue.list(state -> true, 100);
        assertThat(all).as(when).extracting(EventName::stem).doesNotHaveDuplicates();
        List<String> offered = new ArrayList<>();
        for (List<Claim> claims = queue.begin(1); !claims.isEmpty(); claims = queue.begin(1)) {
            String subject = subject(claims.get(0));
            offered.add(subject);
            if (progress.inHand.contains(subject) || progress.taken.contains(subject)) {
                assertThat(claims.get(0).possibleDuplicate())
                        .as(when + ": " + subject)
                        .isTrue();
            }
            queue.accept(claims, false);
        }
        List<String> missing = new ArrayList<>(progress.published ? SUBJECTS : List.of());
        missing.removeAll(progress.taken);
        missing.removeAll(offered);
        int aside = queue.list(EventState::isPutAside, 100).size();
        assertThat(missing).as(when).hasSizeLessThanOrEqualTo(aside);
    }

    private static MemoryDisk twoVolumes() throws IOException {
        MemoryDisk disk = new MemoryDisk().mount(Path.of("/home/failed"));
        Spool.open(disk, SpoolDirectories.under(Path.of("/home")), "p");
        disk.put(
                Path.of("/home/incoming/POP3_1_1_1_1_1_1.tmp"),
                "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        return disk;
    }

    private static void settle(Disk disk) {
        Spool spool = Spool.open(disk, SpoolDirectories.under(Path.of("/home")), "p");
        spool.settle(Path.of("/home/incoming/POP3_1_1_1_1_1_1.tmp"), Place.FAILED, "move");
        spool.forceNames(Place.FAILED, "move");
    }

    private static void oneWholeCopy(MemoryDisk disk) {
        Map<Path, byte[]> files = disk.files();
        assertThat(files.entrySet())
                .filteredOn(file -> file.getKey().toString().endsWith(".tmp"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.getValue()).hasSize(100_000));
    }

    private EventQueue open(Disk disk) {
        return EventQueue.open(disk, GROUP, clock, clock::nanoTime, QueueListener.NONE);
    }

    private QueuedEvent event(String subject) {
        String id =
                ContentDigest.of(subject.getBytes(StandardCharsets.US_ASCII)).hex();
        EventHeader header = new EventHeader(id, "p", "m", "uid", id, clock.instant(), List.of());
        return new QueuedEvent(header, Map.of("Subject", subject));
    }

    private static String subject(Claim claim) {
        return claim.event().fields().getOrDefault("Subject", "");
    }
}
