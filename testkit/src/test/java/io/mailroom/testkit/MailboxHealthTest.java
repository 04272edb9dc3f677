package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxHealth.Condition;
import io.mailroom.ResponseGroup;
import io.mailroom.internal.host.Host;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A mailbox that is not polled as it should be does not stay unnoticed. */
class MailboxHealthTest {
    private static final String DESK = "desk@example.com";
    private static final String SERVER = "post.example.com";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver()
            .handler("tickets", handler)
            .profile(DESK)
            .group(ResponseGroup.named("All").handler("tickets").profile(DESK));

    private void serverIsBusy() {
        receiver.post.greets(SERVER, account -> {
            throw new CommandRefusedException(ErrorKind.REFUSED_FOR_NOW, account, SERVER, "PASS", "-ERR busy", "Wait.");
        });
    }

    private void serverIsWell() {
        receiver.post.greets(SERVER, account -> {});
    }

    @Test
    void aListenerHearsOfTheFirstSessionAndOfEachChangeButNotOfEachSession() {
        try (Host host = receiver.start()) {
            receiver.clock.advance(MINUTE.multipliedBy(10));
            serverIsBusy();
            receiver.clock.advance(MINUTE.multipliedBy(20));
            serverIsWell();
            receiver.clock.advance(MINUTE.multipliedBy(20));

            assertThat(receiver.health)
                    .extracting(MailboxHealth::condition)
                    .containsExactly(Condition.WELL, Condition.FAILING, Condition.WELL);
        }
    }

    @Test
    void aMailboxThatFailsSaysSinceWhenAndWhyAndWhenItWasWellLast() {
        try (Host host = receiver.start()) {
            receiver.clock.advance(MINUTE);
            serverIsBusy();
            receiver.clock.advance(MINUTE.multipliedBy(60));

            MailboxHealth told = receiver.health.get(receiver.health.size() - 1);
            MailboxHealth now = host.status().mailboxes().get(0).health();
            assertThat(told.profile()).isEqualTo(DESK);
            assertThat(told.lastError().orElse("")).contains("-ERR busy");
            assertThat(told.lastErrorKind()).hasValue(ErrorKind.REFUSED_FOR_NOW);
            assertThat(told.failures()).isEqualTo(1);
            assertThat(now.condition()).isEqualTo(Condition.FAILING);
            assertThat(now.since()).isEqualTo(told.since());
            assertThat(now.failures()).isGreaterThan(2);
            assertThat(now.age(receiver.clock.instant()))
                    .hasValueSatisfying(
                            age -> assertThat(age).isBetween(MINUTE.multipliedBy(60), MINUTE.multipliedBy(61)));
        }
    }

    @Test
    void aFaultOfTheLibraryIsNoHealthEither() {
        receiver.post.greets(SERVER, account -> {
            throw new IllegalStateException("never thought of");
        });
        try (Host host = receiver.start()) {
            MailboxHealth now = host.status().mailboxes().get(0).health();

            assertThat(now.condition()).isEqualTo(Condition.FAILING);
            assertThat(now.lastError().orElse("")).contains("a fault of ours").contains("never thought of");
            assertThat(now.lastErrorKind()).isEmpty();
        }
    }

    @Test
    void mailCanHaveWaitedSinceTheSessionBeforeTheOneThatBroughtIt() {
        try (Host host = receiver.start()) {
            receiver.clock.advance(MINUTE);
            assertThat(host.status().mailboxes().get(0).health().longestWait()).isEmpty();

            receiver.post.delivers(DESK, "1", Mails.plain("first"));
            receiver.clock.advance(MINUTE);

            assertThat(handler.subjects()).containsExactly("first");
            assertThat(host.status().mailboxes().get(0).health().longestWait())
                    .hasValueSatisfying(
                            wait -> assertThat(wait).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(30)));
        }
    }

    @Test
    void whileTheServerIsOutOfReachMailWaitsAllTheTime() {
        try (Host host = receiver.start()) {
            serverIsBusy();
            receiver.post.delivers(DESK, "1", Mails.plain("first"));
            receiver.clock.advance(MINUTE.multipliedBy(60));
            serverIsWell();
            receiver.clock.advance(MINUTE.multipliedBy(20));

            assertThat(host.status().mailboxes().get(0).health().longestWait())
                    .hasValueSatisfying(
                            wait -> assertThat(wait).isBetween(MINUTE.multipliedBy(60), MINUTE.multipliedBy(80)));
        }
    }
}
