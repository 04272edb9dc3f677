package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.ImapDouble.Switch;
import io.mailroom.testkit.Mailroom;
import io.mailroom.testkit.Mails;
import io.mailroom.testkit.ManualClock;
import io.mailroom.testkit.MemoryDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail that arrives between polls, days on end. */
class ImapIdleTest {
    private static final Duration FLOOR = Duration.ofMinutes(5);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final ManualClock clock = ManualClock.at("2026-01-05T08:00:00Z");
    private final ImapDouble server = new ImapDouble();
    private final Map<String, Instant> arrivals = new HashMap<>();
    private final List<Duration> delays = new ArrayList<>();
    private Mailroom mailroom = mailroom("True", FLOOR);

    private Mailroom mailroom(String idle, Duration interval) {
        Profile profile = ImapContractTest.aProfile().toBuilder()
                .set("PollingInterval", String.valueOf(interval.toSeconds()))
                .set("IMAP Idle", idle)
                .build();
        return Mailroom.with(new ImapDriver(), profile)
                .disk(new MemoryDisk())
                .connector(server.connector())
                .handler(event -> {
                    delays.add(Duration.between(arrivals.remove(event.fields().get("Subject")), clock.instant()));
                    return Outcome.ACCEPTED;
                })
                .clock(clock)
                .build();
    }

    @AfterEach
    void close() {
        mailroom.close();
    }

    private void start() {
        mailroom.start();
        clock.advance(AT_ONCE);
    }

    private void mailArrives() {
        String subject = "mail " + (delays.size() + arrivals.size() + 1);
        arrivals.put(subject, clock.instant());
        server.holds("m", Mails.plain(subject));
    }

    @Test
    void mailBecomesAnEventWithinASecond() {
        start();
        clock.advance(Duration.ofMinutes(2));

        mailArrives();
        clock.advance(AT_ONCE);

        assertThat(delays).singleElement().satisfies(delay -> assertThat(delay).isLessThanOrEqualTo(AT_ONCE));
        assertThat(mailroom.mailbox().watched()).isTrue();
        assertThat(mailroom.mailbox().health().longestWait())
                .hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(AT_ONCE));
    }

    @Test
    void whatArrivedBeforeTheLineWasUpIsFetchedAtOnce() {
        mailroom.start();
        clock.runDue();

        mailArrives(); // after the first poll, before IDLE
        clock.advance(AT_ONCE);

        assertThat(delays).hasSize(1);
    }

    @Test
    void aBacklogIsListedOnceForManyBatches() {
        for (int i = 1; i <= 1_050; i++) {
            server.holds("m" + i, Mails.plain("old " + i));
            arrivals.put("old " + i, clock.instant());
        }

        start();

        assertThat(arrivals).isEmpty();
        assertThat(delays).hasSize(1_050);
        assertThat(server.count("UID EXPUNGE")).isEqualTo(11);
        assertThat(server.count("SELECT \"INBOX\"")).isEqualTo(3); // a thousand, the rest, and when the line was up
    }

    @Test
    void ourOwnDeletingIsNoNews() {
        start();
        mailArrives();
        clock.advance(Duration.ofMinutes(4));

        long sessions = server.count("SELECT \"INBOX\"");

        assertThat(sessions).isEqualTo(3); // the first, the one when the line was up, and the one for the mail
    }

    @Test
    void aSessionThatTheNetworkCutIsTriedAgainAsSoonAsTheLineIsUpAgain() {
        mailroom.close();
        mailroom = mailroom("True", Duration.ofHours(1));
        start();
        mailArrives();
        server.dropsTheConnectionAt("SELECT");
        clock.advance(AT_ONCE);
        server.dropsAllConnections();

        clock.advance(Duration.ofSeconds(10));

        assertThat(delays).hasSize(1);
    }

    @Test
    void theLineIsRenewedBeforeTheServerEndsIt() {
        start();

        clock.advance(Duration.ofHours(2));

        assertThat(server.count("DONE")).isBetween(12L, 14L);
        assertThat(server.count("IDLE")).isEqualTo(server.count("DONE") + 1);
    }

    @Test
    void aServerWithoutIdleIsPolled() {
        server.with(Switch.NO_IDLE);
        start();

        mailArrives();
        clock.advance(FLOOR);

        assertThat(delays).hasSize(1);
        assertThat(mailroom.mailbox().watched()).isFalse();
        assertThat(server.count("EXAMINE \"INBOX\"")).isZero();
    }

    @Test
    void aProfileThatDoesNotWantItHasNoSecondConnection() {
        mailroom.close();
        mailroom = mailroom("False", FLOOR);
        start();

        clock.advance(Duration.ofHours(1));

        assertThat(server.count("IDLE")).isZero();
    }

    @Test
    void aServerThatAgreesAndNeverTellsIsLeftToPolling() {
        server.with(Switch.DEAF_IDLE);
        start();

        for (int i = 0; i < 24 * 4; i++) {
            mailArrives();
            clock.advance(Duration.ofMinutes(15));
        }

        assertThat(delays).hasSize(24 * 4).allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(FLOOR));
        assertThat(server.count("EXAMINE \"INBOX\"")).isLessThan(60); // three an hour and a half, not one a poll
    }

    @Test
    void inThreeDaysOfLinesThatDieSilentlyNoMailWaitsLongerThanThePollingInterval() {
        SplittableRandom random = new SplittableRandom(7);
        start();

        Instant end = clock.instant().plus(Duration.ofHours(72));
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofSeconds(random.nextInt(20, 1_500)));
            if (random.nextInt(3) == 0) {
                server.dropsAllConnectionsSilently();
            }
            mailArrives();
        }
        clock.advance(FLOOR);

        assertThat(arrivals).isEmpty();
        assertThat(delays).hasSizeGreaterThan(200);
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(FLOOR));
        assertThat(delays.stream()
                        .filter(delay -> delay.compareTo(AT_ONCE) <= 0)
                        .count())
                .as("at once")
                .isGreaterThan(delays.size() / 2);
        assertThat(server.uids()).isEmpty();
    }
}
