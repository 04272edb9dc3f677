package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ErrorKind;
import io.mailroom.GroupStatus;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxStatus;
import io.mailroom.ReceiverStatus;
import io.mailroom.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private final Signals signals = new Signals(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aMailboxIsARowWithWhatWasCounted() {
        signals.received("a@example.com", "1");
        signals.putAside("a@example.com", "1", "twice");

        List<List<String>> rows = mailboxes(10, well("a@example.com"));

        assertThat(rows.get(1))
                .containsExactly(
                        "a@example.com", "Support", "waiting, next in 30 s", "2 min ago", "1", "0", "0", "1", "", "");
    }

    @Test
    void troubleIsOnTopInOneLineThatMovesNoCursor() {
        List<List<String>> rows =
                mailboxes(10, well("a@example.com"), failing("b@example.com", "refused\n\u001b[2J" + "x".repeat(200)));

        assertThat(rows).extracting(row -> row.get(0)).containsExactly("MAILBOX", "b@example.com", "a@example.com");
        assertThat(rows.get(1).get(9))
                .startsWith("refused\u00b7\u00b7[2J")
                .endsWith("…")
                .hasSize(100);
    }

    @Test
    void ofTooManyTheNumberIsTold() {
        List<List<String>> rows = mailboxes(1, well("a@example.com"), well("b@example.com"), well("c@example.com"));

        assertThat(rows).extracting(row -> row.get(0)).containsExactly("MAILBOX", "a@example.com", "and 2 more");
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
    }

    @Test
    void aGroupSaysWhatWaitsAndWhatIsInHand() {
        GroupStatus group = new GroupStatus("Support", GroupStatus.State.RUNNING, false, List.of("a", "b"), 7, 3);

        List<List<String>> rows = StatusTable.groups(new ReceiverStatus(List.of(group), List.of()), 10);

        assertThat(rows.get(1)).containsExactly("Support", "running, queued", "7", "3", "2");
    }

    @Test
    void inALogEveryCellIsNamed() {
        List<String> lines = StatusTable.lines(mailboxes(10, well("a@example.com")));

        assertThat(lines)
                .containsExactly("mailbox a@example.com; group Support; state waiting, next in 30 s; last ok 2 min ago;"
                        + " received 0; handled 0; failed 0; aside 0");
    }

    @ParameterizedTest
    @CsvSource({"-5, 0 s", "59, 59 s", "60, 1 min", "3599, 59 min", "3600, 1 h", "172799, 47 h", "172800, 2 d"})
    void timesAreAsLongAsPeopleNeed(long seconds, String text) {
        assertThat(StatusTable.age(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"40 120, 40", "5 80, 12", "0 0, 24", "nonsense, 24", ", 24"})
    void theWindowIsAsHighAsSttySays(String said, int lines) {
        assertThat(Terminal.parse(said)).isEqualTo(lines);
    }

    private List<List<String>> mailboxes(int most, MailboxStatus... mailboxes) {
        return StatusTable.mailboxes(new ReceiverStatus(List.of(), List.of(mailboxes)), signals, NOW, most);
    }

    private static MailboxStatus well(String profile) {
        return mailbox(profile, MailboxStatus.State.WAITING, Optional.empty());
    }

    private static MailboxStatus failing(String profile, String error) {
        return mailbox(profile, MailboxStatus.State.BACKING_OFF, Optional.of(error));
    }

    private static MailboxStatus mailbox(String profile, MailboxStatus.State state, Optional<String> error) {
        return new MailboxStatus(
                "Support",
                "pop.example.com",
                state,
                new MailboxHealth(
                        profile,
                        error.isPresent() ? MailboxHealth.Condition.FAILING : MailboxHealth.Condition.WELL,
                        Optional.of(NOW.minusSeconds(130)),
                        Optional.of(NOW.minusSeconds(130)),
                        error.isPresent() ? 1 : 0,
                        error,
                        error.map(text -> ErrorKind.NETWORK),
                        Optional.empty()),
                Optional.of(NOW.plusSeconds(30)),
                false,
                0);
    }
}
