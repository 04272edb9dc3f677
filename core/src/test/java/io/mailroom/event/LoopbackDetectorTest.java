package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults I-03: loops that headers do not show. */
class LoopbackDetectorTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private int sent;

    @Test
    void theSenderIsBlockedOnceCountMailsLieInsideTheInterval() throws IOException {
        LoopbackDetector detector = detector(HOUR, 5);

        List<Boolean> verdicts = mails(detector, "bot@example.com", 7);

        assertThat(verdicts).containsExactly(false, false, false, false, false, true, true);
    }

    @ParameterizedTest(name = "count {0}, a mail every {1} min in a window of {2} min: first blocked is mail {3}")
    @CsvSource({
        "1, 1, 60, 2",
        "2, 1, 60, 3",
        "5, 1, 60, 6",
        "5, 10, 60, 6",
        "5, 12, 60, 0", // the fifth before has just left the window
        "5, 11, 60, 6",
        "3, 60, 60, 0",
        "1, 59, 60, 2",
        "1, 60, 60, 0",
    })
    void theWindowSlides(int count, int everyMinutes, int windowMinutes, int firstBlocked) throws IOException {
        LoopbackDetector detector = detector(Duration.ofMinutes(windowMinutes), count);

        int found = 0;
        for (int mail = 1; mail <= 20 && found == 0; mail++) {
            found = detector.isCandidate("bot@example.com", "event-" + mail) ? mail : 0;
            clock.advance(Duration.ofMinutes(everyMinutes));
        }

        assertThat(found).isEqualTo(firstBlocked);
    }

    @Test
    void aLoopStaysBlockedUntilItSlowsDown() throws IOException {
        LoopbackDetector detector = detector(HOUR, 2);
        mails(detector, "bot@example.com", 10);

        clock.advance(HOUR);

        assertThat(mails(detector, "bot@example.com", 3)).containsExactly(false, false, true);
    }

    @Test
    void caseAndBlanksOfTheSenderDoNotMatter() throws IOException {
        LoopbackDetector detector = detector(HOUR, 1);

        detector.isCandidate("Bot@Example.COM", "a");

        assertThat(detector.isCandidate(" bot@example.com ", "b")).isTrue();
        assertThat(detector.isCandidate("other@example.com", "c")).isFalse();
    }

    @Test
    void aMessageFetchedAgainIsCountedOnceAndGetsTheSameVerdict() throws IOException {
        LoopbackDetector detector = detector(HOUR, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(detector.isCandidate("bot@example.com", "first")).isFalse();
        }
        detector.isCandidate("bot@example.com", "second");

        boolean third = detector.isCandidate("bot@example.com", "third");

        assertThat(third).isTrue();
        assertThat(detector.isCandidate("bot@example.com", "third")).isTrue();
        assertThat(detector.isCandidate("bot@example.com", "second")).isFalse();
    }

    @Test
    void whatWasCountedOutlivesARestart() throws IOException {
        LoopbackDetector before = detector(HOUR, 3);
        mails(before, "bot@example.com", 3);
        before.save();

        LoopbackDetector after = detector(HOUR, 3);

        assertThat(after.isCandidate("bot@example.com", "next")).isTrue();
        assertThat(after.isCandidate("other@example.com", "next")).isFalse();
    }

    @Test
    void nothingIsSavedWhenNothingWasCounted() throws IOException {
        LoopbackDetector detector = detector(HOUR, 3);
        detector.isCandidate("bot@example.com", "a");
        detector.save();

        detector.isCandidate("bot@example.com", "a");
        detector.save();

        assertThat(store.saves).isEqualTo(1);
    }

    @Test
    void whatIsSavedNamesNobodyAndLosesWhatIsOld() throws IOException {
        LoopbackDetector detector = detector(HOUR, 3);
        detector.isCandidate("bot@example.com", "a");
        clock.advance(Duration.ofHours(2));
        detector.isCandidate("new\n@example.com", "b");

        detector.save();

        assertThat(store.lines).hasSize(2).allMatch(line -> line.matches("[ -~]+"));
        assertThat(String.join("", store.lines)).doesNotContain("example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mailroom-loopback 2|0123456789012345678901 1:1",
                "mailroom-loopback 1|short",
                "mailroom-loopback 1|0123456789012345678901 zz:1",
                "mailroom-loopback 1|0123456789012345678901 1:",
                "mailroom-loopback 1|0123456789012345678901 :1",
                "mailroom-loopback 1|0123456789012345678901 -8000000000000000:1",
                "mailroom-loopback 1|0123456789012345678901",
            })
    void aDamagedStoreBlocksNobody(String first, String second) throws IOException {
        store.lines = List.of(first, second);

        LoopbackDetector detector = detector(HOUR, 1);

        assertThat(detector.isCandidate("bot@example.com", "a")).isFalse();
        assertThat(detector.isCandidate("bot@example.com", "b")).isTrue();
    }

    @Test
    void aClockThatGoesBackBlocksForOneIntervalAtMost() throws IOException {
        LoopbackDetector detector = detector(HOUR, 2);
        mails(detector, "bot@example.com", 2);

        clock.advance(Duration.ofDays(-365 * 20));

        assertThat(detector.isCandidate("bot@example.com", "during")).isTrue();
        clock.advance(HOUR);
        assertThat(detector.isCandidate("bot@example.com", "after")).isFalse();
    }

    @Test
    void aClockThatGoesForwardForgets() throws IOException {
        LoopbackDetector detector = detector(HOUR, 1);
        mails(detector, "bot@example.com", 5);

        clock.advance(Duration.ofDays(365 * 20));

        assertThat(detector.isCandidate("bot@example.com", "after")).isFalse();
    }

    @Test
    void aFloodOfSendersIsBoundedAndTheLatestAreKept() throws IOException {
        LoopbackDetector detector = detector(HOUR, 1);
        int senders = LoopbackDetector.MAX_SENDERS + 100;

        for (int i = 0; i < senders; i++) {
            detector.isCandidate("sender-" + i + "@example.com", "event-" + i);
        }
        detector.save();

        assertThat(store.lines).hasSize(LoopbackDetector.MAX_SENDERS + 1);
        assertThat(detector.isCandidate("sender-" + (senders - 1) + "@example.com", "again"))
                .isTrue();
        assertThat(detector.isCandidate("sender-0@example.com", "again")).isFalse();
    }

    @Test
    void aFloodOfMailsIsBounded() throws IOException {
        LoopbackDetector detector = detector(HOUR, LoopbackDetector.MAX_COUNT);
        for (int sender = 0; sender < 105; sender++) {
            mails(detector, "sender-" + sender + "@example.com", LoopbackDetector.MAX_COUNT + 1);
        }

        detector.save();

        int marks = store.lines.stream()
                        .mapToInt(line -> line.split(" ").length - 1)
                        .sum()
                - 1;
        assertThat(marks).isBetween(1, LoopbackDetector.MAX_MARKS);
        assertThat(store.lines).allMatch(line -> line.length() <= 120_000);
    }

    @Test
    void anIntervalOfZeroSwitchesItOff() throws IOException {
        LoopbackDetector detector = detector(Duration.ZERO, 1);

        List<Boolean> verdicts = mails(detector, "bot@example.com", 10);
        detector.save();

        assertThat(detector.isOn()).isFalse();
        assertThat(verdicts).doesNotContain(true);
        assertThat(store.saves).isZero();
    }

    @Test
    void aMessageWithoutSenderIsNeverACandidate() throws IOException {
        assertThat(mails(detector(HOUR, 1), "", 5)).doesNotContain(true);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> detector(Duration.ofMinutes(-1), 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> detector(Duration.ofDays(1_000_000), 5)).hasMessageContaining("interval");
        assertThatThrownBy(() -> detector(HOUR, 0)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> detector(HOUR, LoopbackDetector.MAX_COUNT + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private LoopbackDetector detector(Duration interval, int count) throws IOException {
        return new LoopbackDetector(interval, count, clock, store);
    }

    private List<Boolean> mails(LoopbackDetector detector, String sender, int number) {
        List<Boolean> verdicts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            verdicts.add(detector.isCandidate(sender, "mail-" + sent++));
        }
        return verdicts;
    }

    private static final class MemoryStore implements LoopbackStore {
        private List<String> lines = List.of();
        private int saves;

        @Override
        public List<String> load() {
            return lines;
        }

        @Override
        public void save(List<String> saved) {
            lines = List.copyOf(saved);
            saves++;
        }
    }
}
