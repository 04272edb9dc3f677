package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.SpoolException;
import io.mailroom.spool.AttemptMarks;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.KeptIds;
import io.mailroom.spool.MailboxId;
import io.mailroom.spool.SeenIds;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.SeenRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    private static final Path INCOMING = Path.of("/incoming");
    private static final MailboxId MAILBOX = new MailboxId("pop.example.com", "support");
    private static final Path CURRENT = INCOMING.resolve("Current_pop.example.com_support.ids");
    private static final Path PREVIOUS = INCOMING.resolve("Previous_pop.example.com_support.ids");
    private static final Path KEPT = INCOMING.resolve("Kept_pop.example.com_support.ids");

    private final MemoryDisk disk = disk();

    @Test
    void aMessageOfABrokenSessionIsKnownByIdAndContentTogether() {
        SeenIds broken = open(disk);
        broken.record(List.of(record("uid-1", "mail")));
        broken.close();

        SeenIds seen = open(disk);

        assertThat(seen.hasPrevious()).isTrue();
        assertThat(seen.mayKnow("uid-1")).isTrue();
        assertThat(seen.mayKnow("uid-2")).isFalse();
        assertThat(seen.claim("uid-1", digest("another mail")))
                .as("an id used again")
                .isFalse();
        assertThat(seen.claim("uid-2", digest("mail")))
                .as("the same mail once more")
                .isFalse();
        assertThat(seen.claim("uid-1", digest("mail"))).isTrue();
        assertThat(seen.withDigest(digest("mail"))).containsExactly(record("uid-1", "mail"));
    }

    @Test
    void twoMessagesWithOneIdAndOneContentAreTwo() {
        SeenIds broken = open(disk);
        broken.record(List.of(record("uid", "mail")));
        broken.record(List.of(record("uid", "mail")));
        broken.startSession();
        broken.startSession();

        assertThat(broken.claim("uid", digest("mail"))).isTrue();
        assertThat(broken.claim("uid", digest("mail"))).isTrue();
        assertThat(broken.claim("uid", digest("mail"))).as("a third one is new").isFalse();
    }

    @Test
    void aSessionThatEndedWellLeavesNothing() {
        SeenIds seen = open(disk);
        seen.record(List.of(record("uid-1", "mail")));
        assertThat(seen.recorded()).isEqualTo(1);

        seen.finishSession();
        seen.startSession();

        assertThat(seen.hasPrevious()).isFalse();
        assertThat(seen.recorded()).isZero();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void neitherFileIsLargerThanTheSizePromise() {
        SeenIds seen = open(disk);
        IntStream.range(0, 100).forEach(i -> seen.record(List.of(record("x".repeat(70) + i, "mail " + i))));
        assertThat(disk.files().get(CURRENT)).hasSizeLessThanOrEqualTo(100 * SeenRecord.MAX_LINE_BYTES);

        seen.startSession();

        assertThat(disk.files().get(PREVIOUS)).hasSizeLessThanOrEqualTo(100 * SeenRecord.MAX_LINE_BYTES);
        assertThat(disk.files()).doesNotContainKey(CURRENT);
        seen.forgetPrevious();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void aGroupOfRecordsCostsOneForce() {
        FaultyDisk counting = FaultyDisk.around(disk);
        SeenIds seen = open(counting);
        int before = counting.steps();

        seen.record(IntStream.range(0, 64)
                .mapToObj(i -> record("uid-" + i, "mail " + i))
                .toList());

        assertThat(counting.stepNames().subList(before, counting.steps()))
                .containsExactly("index.append", "index.write", "index.force", "index.forceDirectory");
        seen.record(List.of(record("uid-64", "mail 64")));
        assertThat(counting.stepNames()).endsWith("index.write", "index.force");
    }

    @Test
    void accountsThatLookAlikeHaveTheirOwnFiles() {
        new SeenIds(disk, INCOMING, new MailboxId("a_b", "c"), "p").record(List.of(record("uid", "mail")));
        new SeenIds(disk, INCOMING, new MailboxId("a", "b_c"), "p").record(List.of(record("uid", "mail")));
        new SeenIds(disk, INCOMING, new MailboxId("a", "../../b\nc"), "p").record(List.of(record("uid", "mail")));

        assertThat(disk.files().keySet())
                .hasSize(3)
                .allMatch(file -> file.getParent().equals(INCOMING));
    }

    @Test
    void aFileCutOrChangedAnywhereNeverMakesAMessageSeenThatIsNot() {
        byte[] whole = fileOf(List.of(record("uid-1", "one"), record("uid-2", "two"), record("uid-3", "three")));

        for (int i = 0; i < whole.length; i++) {
            onlyTellsTheTruth(Arrays.copyOf(whole, i));
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) (1 << bit);
                onlyTellsTheTruth(flipped);
            }
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, i, zeroed.length, (byte) 0);
            onlyTellsTheTruth(zeroed);
        }
    }

    @Test
    void readingStopsAtTheFirstDamagedLineAndTheRestComesAgain() {
        byte[] whole = fileOf(List.of(record("uid-1", "one"), record("uid-2", "two"), record("uid-3", "three")));
        int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf("uid-2");
        whole[second] = '!';
        disk.put(CURRENT, whole);

        SeenIds seen = open(disk);

        assertThat(seen.previous()).containsExactly(record("uid-1", "one"));
    }

    @Test
    void theFilesMayBeDeletedByHand() throws IOException {
        SeenIds broken = open(disk);
        broken.record(List.of(record("uid-1", "one")));
        broken.startSession();
        broken.record(List.of(record("uid-2", "two")));
        broken.close();

        disk.remove(PREVIOUS);
        assertThat(open(disk).previous()).containsExactly(record("uid-2", "two"));
        disk.remove(PREVIOUS);
        assertThat(open(disk).hasPrevious()).isFalse();
    }

    @Test
    void whicheverStepTheProcessDiesInWhatWasRecordedStaysRecorded() {
        eachCrash((step, crashed, recorded) -> {
            crashed.processDied();
            assertThat(open(crashed).previous()).as("killed at step " + step).containsAll(recorded);
        });
    }

    @Test
    void whateverAPowerCutLeavesWhatWasRecordedStaysRecorded() {
        eachCrash((step, crashed, recorded) -> CrashStates.of(crashed)
                .visit(
                        200,
                        step,
                        state -> assertThat(open(state).previous())
                                .as("power cut at step " + step)
                                .containsAll(recorded)));
    }

    /** The second process sees what the first one's cache held, and must not take it for durable. */
    @Test
    void aKillAndThenAPowerCutAtAnyTwoStepsLeaveWhatWasRecorded() {
        int steps = stepsOfTwoBrokenSessions();
        for (int first = 1; first <= steps; first++) {
            for (int second = 1; second <= 10; second++) {
                MemoryDisk crashed = disk();
                List<SeenRecord> recorded = new ArrayList<>();
                breakAt(first, crashed, recorded);
                crashed.processDied();
                openAndDieAt(second, crashed);

                String when = "killed at step " + first + ", then power cut at step " + second;
                CrashStates.of(crashed)
                        .visit(
                                40,
                                second,
                                state -> assertThat(open(state).previous())
                                        .as(when)
                                        .containsAll(recorded));
            }
        }
    }

    @Test
    void whatTheDiskRefusesIsNotRecordedAndNothingMoreIsUntilTheNextSession() {
        FaultyDisk faulty = FaultyDisk.around(disk);
        SeenIds seen = open(faulty);
        seen.record(List.of(record("uid-1", "one")));
        faulty.failWhere((step, name) -> name.equals("index.force"), DiskFaults::ioError);

        assertThatThrownBy(() -> seen.record(List.of(record("uid-2", "two"))))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("Input/output error")
                .hasMessageContaining("Current_pop.example.com_support.ids");
        faulty.healed();
        assertThatThrownBy(() -> seen.record(List.of(record("uid-3", "three"))))
                .as("a second force may report a success that is none")
                .isInstanceOf(SpoolException.class);

        seen.startSession();
        seen.record(List.of(record("uid-3", "three")));
        assertThat(seen.previous()).contains(record("uid-1", "one"));
        assertThat(disk.openFiles()).isEqualTo(1);
    }

    @Test
    void keptMessagesAreKnownByIdAndSizeWhileTheServerListsThem() {
        KeptIds kept = kept(disk);
        kept.record(List.of(record("uid-1", "one"), record("uid-2", "two")));

        assertThat(kept.knows("uid-1", 3)).isTrue();
        assertThat(kept.knows("uid-1", -1)).isTrue();
        assertThat(kept.knows("uid-1", 4)).as("another message under an old id").isFalse();
        kept.retainListed(Set.of("uid-2"));
        assertThat(kept.knows("uid-1", 3)).isFalse();
        assertThat(kept.size()).isEqualTo(1);
    }

    @Test
    void theFileOfKeptMessagesGrowsWithTheMailboxNotWithItsHistory() {
        KeptIds kept = kept(disk);
        for (int day = 0; day < 50; day++) {
            int first = day * 100;
            kept.record(IntStream.range(first, first + 100)
                    .mapToObj(i -> record("uid-" + i, "mail " + i))
                    .toList());
            kept.retainListed(Set.of("uid-" + (first + 99)));
        }
        kept.close();

        assertThat(disk.files().get(KEPT)).hasSizeLessThan(1_200 * SeenRecord.MAX_LINE_BYTES);
        assertThat(kept(disk).knows("uid-4999", -1)).isTrue();
    }

    @Test
    void oneDamagedLineCostsOneKeptMessageAndNoOther() {
        byte[] whole = fileOf(List.of(record("uid-1", "one"), record("uid-2", "two"), record("uid-3", "three")));
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            MemoryDisk damaged = disk();
            damaged.put(KEPT, flipped);

            KeptIds kept = kept(damaged);

            assertThat(kept.size()).isBetween(1, 2);
            assertThat(kept.knows("uid-1", 3) || kept.knows("uid-3", 5)).isTrue();
            kept.record(List.of(record("uid-4", "four")));
            assertThat(kept(damaged).knows("uid-4", 4))
                    .as("the next record is not spoiled")
                    .isTrue();
        }
    }

    @Test
    void attemptsAreCountedThroughTheDeathOfTheProcess() {
        for (int life = 0; life < AttemptMarks.MOST_ATTEMPTS; life++) {
            AttemptMarks attempts = new AttemptMarks(disk, INCOMING, MAILBOX, "p");
            assertThat(attempts.attempts(digest("poison"))).isEqualTo(life);
            attempts.begin(List.of(reading("poison")));
            disk.processDied();
        }
        AttemptMarks attempts = new AttemptMarks(disk, INCOMING, MAILBOX, "p");
        assertThat(attempts.attempts(digest("poison"))).isEqualTo(AttemptMarks.MOST_ATTEMPTS);

        attempts.forget(List.of(reading("poison")));

        assertThat(attempts.isEmpty()).isTrue();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void whatIsReadTakesNoAttemptFromAnother() {
        AttemptMarks attempts = new AttemptMarks(disk, INCOMING, MAILBOX, "p");
        attempts.begin(List.of(reading("before"), reading("poison")));

        attempts.forget(List.of(reading("before")));

        disk.processDied();
        AttemptMarks next = new AttemptMarks(disk, INCOMING, MAILBOX, "p");
        assertThat(next.attempts(digest("before"))).isZero();
        assertThat(next.attempts(digest("poison"))).isEqualTo(1);
    }

    private static SeenRecord reading(String content) {
        return SeenRecord.of(State.READING, "uid", content.length(), digest(content));
    }

    private interface Crash {
        void check(int step, MemoryDisk crashed, List<SeenRecord> recorded);
    }

    /** Two broken sessions of two records each, crashed after every step. */
    private static void eachCrash(Crash check) {
        int steps = stepsOfTwoBrokenSessions();
        for (int step = 1; step <= steps; step++) {
            MemoryDisk crashed = disk();
            List<SeenRecord> recorded = new ArrayList<>();
            breakAt(step, crashed, recorded);
            check.check(step, crashed, recorded);
        }
    }

    private static int stepsOfTwoBrokenSessions() {
        FaultyDisk clean = FaultyDisk.around(disk());
        List<SeenRecord> all = new ArrayList<>();
        breakTwice(clean, all::add);
        assertThat(all).hasSize(4);
        return clean.steps();
    }

    private static void breakAt(int step, MemoryDisk on, List<SeenRecord> recorded) {
        FaultyDisk doomed = FaultyDisk.around(on).crashAfter(step);
        try {
            breakTwice(doomed, recorded::add);
        } catch (SimulatedCrash crash) {
            assertThat(doomed.isDead()).isTrue();
        }
    }

    private static void openAndDieAt(int step, MemoryDisk on) {
        FaultyDisk doomed = FaultyDisk.around(on).crashAfter(step);
        try {
            open(doomed);
        } catch (SimulatedCrash crash) {
            assertThat(doomed.isDead()).isTrue();
        }
    }

    private static void breakTwice(Disk on, Consumer<SeenRecord> recorded) {
        int number = 0;
        for (int session = 0; session < 2; session++) {
            SeenIds seen = open(on);
            for (int i = 0; i < 2; i++) {
                SeenRecord record = record("uid-" + ++number, "mail " + number);
                seen.record(List.of(record));
                recorded.accept(record);
            }
            seen.close();
        }
    }

    private static void onlyTellsTheTruth(byte[] file) {
        MemoryDisk damaged = disk();
        damaged.put(PREVIOUS, file);

        SeenIds seen = open(damaged);

        List<SeenRecord> truth = List.of(record("uid-1", "one"), record("uid-2", "two"), record("uid-3", "three"));
        assertThat(seen.previous()).isEqualTo(truth.subList(0, seen.previous().size()));
    }

    private static byte[] fileOf(List<SeenRecord> records) {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(record.line()));
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MemoryDisk disk() {
        MemoryDisk disk = new MemoryDisk();
        disk.createDirectories(INCOMING, "test");
        return disk;
    }

    private static SeenIds open(Disk on) {
        return new SeenIds(on, INCOMING, MAILBOX, "support@example.com");
    }

    private static KeptIds kept(Disk on) {
        return new KeptIds(on, INCOMING, MAILBOX, "support@example.com");
    }

    private static SeenRecord record(String uid, String mail) {
        return SeenRecord.of(State.QUEUED, uid, mail.length(), digest(mail));
    }

    private static ContentDigest digest(String mail) {
        return ContentDigest.of(mail.getBytes(StandardCharsets.UTF_8));
    }
}
