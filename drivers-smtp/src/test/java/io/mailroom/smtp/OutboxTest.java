package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.IN_DOUBT;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.RecipientResult.Status.SENT;
import static io.mailroom.smtp.TestSending.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.SpoolException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.spi.Command;
import io.mailroom.testkit.DiskFaults;
import io.mailroom.testkit.FaultyDisk;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.SmtpDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final SmtpDouble server = new SmtpDouble();
    private final TestSending sending = new TestSending().primary(server).home(Path.of("/home"));
    private final MemoryDisk disk = new MemoryDisk();
    private final List<SmtpService> services = new ArrayList<>();

    private SmtpService started() {
        SmtpService service = SmtpService.openForTest(sending.settings(), sending, disk);
        service.start();
        services.add(service);
        return service;
    }

    private SmtpService restarted() {
        disk.processDied();
        return started();
    }

    @AfterEach
    void close() {
        services.forEach(SmtpService::close);
    }

    private List<String> names() {
        return disk.files().keySet().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("SMTP_"))
                .map(name -> name.substring(name.lastIndexOf('.')))
                .sorted()
                .toList();
    }

    @Test
    void aQueuedMessageIsOnDiskUntilItIsSent() {
        SmtpService service = started();

        OutboxEntry queued = service.queue(mail("ann@a.test"));
        assertThat(queued.state()).isEqualTo(State.WAITING);
        assertThat(names()).containsExactly(".box", ".tmp");
        service.outbox().sendDue();

        assertThat(server.copiesFor("ann@a.test")).isEqualTo(1);
        assertThat(names()).isEmpty();
        assertThat(service.outbox().list()).isEmpty();
    }

    @Test
    void theCopyOfASentMessageIsKeptWhenTheProfileSaysSo() {
        sending.with("Save Sent Msg", "True");
        SmtpService service = started();

        service.queue(mail("ann@a.test"));
        service.outbox().sendDue();
        service.send(mail("bob@a.test"));
        restarted().outbox().sendDue();

        assertThat(names()).containsExactly(".tmp", ".tmp");
        assertThat(server.mails()).hasSize(2);
    }

    @Test
    void whatCouldNotBeSentIsTriedAgainLaterAndLater() {
        sending.with("Retry Delay", "60").with("Longest Retry Delay", "600").with("Most Tries", "20");
        server.answers("connect", "421 4.3.2 not now");
        SmtpService service = started();
        service.queue(mail("ann@a.test"));
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            service.outbox().sendDue();
            OutboxEntry entry = service.outbox().list().get(0);
            Duration wait = Duration.between(sending.clock.instant(), entry.nextTry());
            waits.add(wait.toSeconds());
            assertThat(entry.tries()).isEqualTo(i + 1);
            sending.clock.advance(wait.minusMillis(1));
            service.outbox().sendDue();
            assertThat(service.outbox().list().get(0).tries()).isEqualTo(i + 1);
            sending.clock.advance(Duration.ofMillis(1));
        }

        assertThat(waits.get(0)).isBetween(48L, 72L);
        assertThat(waits.get(2)).isBetween(192L, 288L);
        assertThat(waits.get(7)).isBetween(480L, 720L);
    }

    @Test
    void aMessageIsGivenUpAfterSoManyTriesAndRetriedOnDemand() {
        sending.with("Most Tries", "2").with("Retry Delay", "60");
        server.answers("connect", "421 4.3.2 not now");
        SmtpService service = started();
        List<OutboxEntry> heard = new ArrayList<>();
        service.outbox().listener(heard::add);
        String id = service.queue(mail("ann@a.test")).id();
        for (int i = 0; i < 5; i++) {
            service.outbox().sendDue();
            sending.clock.advance(Duration.ofHours(1));
        }
        assertThat(heard).singleElement().extracting(OutboxEntry::state).isEqualTo(State.GIVEN_UP);
        assertThat(service.outbox().find(id))
                .get()
                .extracting(OutboxEntry::tries)
                .isEqualTo(2);

        server.recovers();
        assertThat(service.outbox().retry(id)).isTrue();
        service.outbox().sendDue();

        assertThat(server.copiesFor("ann@a.test")).isEqualTo(1);
        assertThat(heard).last().extracting(OutboxEntry::state).isEqualTo(State.DONE);
    }

    /** durability.md 3.7, row 9. */
    @Test
    void onlyThoseRecipientsAreTriedAgainThatDidNotGetIt() {
        server.answers("RCPT TO:<busy@", "450 4.2.1 busy").answers("RCPT TO:<nobody@", "550 5.1.1 no");
        SmtpService service = started();
        String id = service.queue(mail("ann@a.test", "busy@a.test", "nobody@a.test"))
                .id();
        service.outbox().sendDue();
        assertThat(service.outbox().list().get(0).recipients())
                .extracting(RecipientResult::status)
                .containsExactly(SENT, DEFERRED, REFUSED);

        server.recovers();
        sending.clock.advance(Duration.ofHours(1));
        SmtpService next = restarted();
        next.outbox().sendDue();

        assertThat(server.copiesFor("ann@a.test")).isEqualTo(1);
        assertThat(server.copiesFor("busy@a.test")).isEqualTo(1);
        assertThat(server.copiesFor("nobody@a.test")).isZero();
        assertThat(next.outbox().find(id)).get().extracting(OutboxEntry::state).isEqualTo(State.GIVEN_UP);
        assertThat(next.outbox().discard(id)).isTrue();
        assertThat(names()).isEmpty();
    }

    /** faults.md C-11; durability.md 3.7, row 5. */
    @Test
    void c11WhatIsInDoubtStaysUntilSomebodyDecides() {
        server.answers(".", "hang up");
        SmtpService service = started();
        OutboxEntry queued = service.queue(mail("ann@a.test"));
        service.outbox().sendDue();
        server.recovers();

        SmtpService next = restarted();
        sending.clock.advance(Duration.ofDays(2));
        next.outbox().sendDue();
        assertThat(server.mails()).isEmpty();
        assertThat(next.outbox().list())
                .singleElement()
                .extracting(OutboxEntry::state)
                .isEqualTo(State.IN_DOUBT);
        next.outbox().retry(queued.id());
        next.outbox().sendDue();

        assertThat(server.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.content()).contains("Message-ID: " + queued.messageId()));
    }

    @Test
    void atLeastOnceSendsAgainWithTheSameMessageId() {
        sending.with("Retry When In Doubt", "True");
        server.answers(".", "hang up");
        SmtpService service = started();
        OutboxEntry queued = service.queue(mail("ann@a.test"));
        service.outbox().sendDue();
        server.recovers();

        sending.clock.advance(Duration.ofHours(1));
        service.outbox().sendDue();

        assertThat(server.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.content()).contains("Message-ID: " + queued.messageId()));
        assertThat(service.outbox().list()).isEmpty();
    }

    @Test
    void aDirectSendingInDoubtIsOnDiskAndLeavesNoTraceOtherwise() {
        SmtpService service = started();
        service.send(mail("ann@a.test"));
        assertThat(names()).isEmpty();

        server.answers(".", "hang up");
        SendResult result = (SendResult) service.invoke(new Command(SmtpService.SEND, mail("bob@a.test")));

        assertThat(result.with(IN_DOUBT)).hasSize(1);
        assertThat(restarted().outbox().list())
                .singleElement()
                .extracting(OutboxEntry::state)
                .isEqualTo(State.IN_DOUBT);
    }

    /** faults.md C-19. */
    @Test
    void c19AFullDiskIsToldBeforeAnyConnection() {
        disk.capacity(10);
        SmtpService service = started();

        assertThatThrownBy(() -> service.queue(mail("ann@a.test"))).isInstanceOf(SpoolException.class);
        assertThatThrownBy(() -> service.send(mail("ann@a.test"))).isInstanceOf(SpoolException.class);

        assertThat(server.connections()).isZero();
        assertThat(names()).isEmpty();
    }

    @Test
    void whenTheMarkCannotBeWrittenTheDotIsNotSent() {
        FaultyDisk faulty = FaultyDisk.around(disk);
        SmtpService service = SmtpService.openForTest(sending.settings(), sending, faulty);
        service.start();
        services.add(service);
        service.queue(mail("ann@a.test"));
        faulty.failWhere((step, name) -> name.contains("append"), DiskFaults::noSpace);

        service.outbox().sendDue();
        assertThat(server.mails()).isEmpty();
        faulty.healed();
        sending.clock.advance(Duration.ofHours(1));
        service.outbox().sendDue();

        assertThat(server.copiesFor("ann@a.test")).isEqualTo(1);
    }

    @Test
    void aSecondServiceForTheSameOutboxIsRefused() {
        started();

        assertThatThrownBy(this::started)
                .isInstanceOf(OutboxInUseException.class)
                .hasMessageContaining("another service");
    }

    @Test
    void aTornJournalLineIsPassedOver() {
        server.answers("RCPT", "450 4.2.1 busy");
        SmtpService service = started();
        service.queue(mail("ann@a.test"));
        service.outbox().sendDue();
        disk.files().forEach((file, bytes) -> {
            if (file.toString().endsWith(".box")) {
                byte[] torn = java.util.Arrays.copyOf(bytes, bytes.length + 9);
                System.arraycopy("deadbeef ".getBytes(), 0, torn, bytes.length, 9);
                disk.put(file, torn);
            }
        });
        server.recovers();

        SmtpService next = restarted();
        assertThat(next.outbox().list())
                .singleElement()
                .extracting(OutboxEntry::tries)
                .isEqualTo(1);
        sending.clock.advance(Duration.ofHours(1));
        next.outbox().sendDue();

        assertThat(server.copiesFor("ann@a.test")).isEqualTo(1);
    }
}
