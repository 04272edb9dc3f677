package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.CommandRefusedException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.MailboxStatus;
import io.mailroom.ResponseGroup;
import io.mailroom.internal.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How one receiver polls many mailboxes. */
@Timeout(60)
class ManyMailboxesTest {
    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver().handler("tickets", handler);
    private final ResponseGroup.Builder group =
            ResponseGroup.named("All").handler("tickets").workers(0, 1);

    private void mailbox(String account, String server) {
        receiver.profile(PostOffice.profile(account, server));
        group.profile(account);
    }

    private long sessionsWith(String account) {
        return receiver.post.sessions().stream().filter(account::equals).count();
    }

    @Test
    void fiveHundredMailboxesArePolledOnceAnInterval() {
        IntStream.range(0, 500).forEach(i -> mailbox("user" + i + "@example.com", "post" + i % 5 + ".example.com"));
        try (Host host = receiver.group(group).start()) {
            receiver.clock.advance(Duration.ofMinutes(10));

            IntStream.range(0, 500)
                    .forEach(i -> assertThat(sessionsWith("user" + i + "@example.com"))
                            .isBetween(21L, 23L));
            assertThat(host.status().mailboxes())
                    .hasSize(500)
                    .allMatch(mailbox -> mailbox.state() == MailboxStatus.State.WAITING);
        }
    }

    @Test
    void aServerThatHangsHoldsUpOneSessionAndNotTheMailboxesOfOthers() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        receiver.onRealThreads().sessions(4, 2);
        receiver.post.greets("dead.example.com", account -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 50; i++) {
            mailbox("dead" + i + "@example.com", "dead.example.com");
            mailbox("user" + i + "@example.com", "post.example.com");
            receiver.post.delivers("user" + i + "@example.com", "1", Mails.plain("mail " + i));
        }

        try (Host host = receiver.group(group).start()) {
            org.awaitility.Awaitility.await().until(() -> handler.events().size() == 50);

            assertThat(receiver.post.mostSessionsAtOnce("post.example.com")).isLessThanOrEqualTo(2);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("mailroom-poll")))
                    .hasSizeLessThanOrEqualTo(4);
            hanging.countDown();
        }
    }

    @Test
    void aMailboxWithAMillionMailsDoesNotStarveTheOthers() {
        mailbox("big@example.com", "post.example.com");
        mailbox("small@example.com", "post.example.com");
        for (int i = 0; i < 2_500; i++) {
            receiver.post.delivers("big@example.com", "uid-" + i, Mails.plain("big " + i));
        }
        receiver.post.delivers("small@example.com", "1", Mails.plain("small"));
        handler.answersNext(event -> {
            throw new io.mailroom.event.TransientHandlerException("busy", null);
        });

        try (Host host = receiver.group(group).start()) {
            List<String> sessions = receiver.post.sessions();
            assertThat(sessions.subList(0, 3)).contains("small@example.com");
            receiver.clock.advance(Duration.ofMinutes(1));
            assertThat(handler.events()).hasSizeGreaterThan(2_000);
        }
    }

    @Test
    void aRefusedAccountIsAskedEverLessOftenUpToOnceAnHour() {
        mailbox("locked@example.com", "post.example.com");
        receiver.post.greets("post.example.com", account -> {
            throw new CommandRefusedException(
                    ErrorKind.AUTHENTICATION, account, "post.example.com", "PASS", "-ERR [AUTH] no", "Check it.");
        });

        try (Host host = receiver.group(group).start()) {
            receiver.clock.advance(Duration.ofHours(1));
            int first = receiver.failures.size();
            receiver.clock.advance(Duration.ofHours(24));

            assertThat(first).isBetween(5, 9);
            assertThat(receiver.failures.size() - first).isBetween(24, 33);
            MailboxStatus status = host.status().mailboxes().get(0);
            assertThat(status.state()).isEqualTo(MailboxStatus.State.BACKING_OFF);
            assertThat(status.lastErrorKind()).hasValue(ErrorKind.AUTHENTICATION);
            assertThat(status.lastError().orElse("")).contains("[AUTH] no");
        }
    }

    @Test
    void aMailboxInUseIsTriedAgainSoonAndALostServerWithinMinutes() {
        mailbox("busy@example.com", "busy.example.com");
        mailbox("lost@example.com", "lost.example.com");
        receiver.post.greets("busy.example.com", account -> {
            throw new CommandRefusedException(
                    ErrorKind.IN_USE, account, "busy.example.com", "PASS", "-ERR [IN-USE]", "Wait.");
        });
        receiver.post.greets("lost.example.com", account -> {
            throw new ConnectionLostException(ErrorKind.NETWORK, account, "lost.example.com", "refused", "Wait.", null);
        });

        try (Host host = receiver.group(group).start()) {
            receiver.clock.advance(Duration.ofHours(1));

            assertThat(receiver.failures.stream()
                            .filter("busy@example.com"::equals)
                            .count())
                    .isBetween(28L, 42L);
            assertThat(receiver.failures.stream()
                            .filter("lost@example.com"::equals)
                            .count())
                    .isBetween(13L, 20L);
        }
    }
}
