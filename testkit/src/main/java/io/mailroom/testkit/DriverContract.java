package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.event.Attachment;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.testkit.MailServerDouble.Flaw;
import io.mailroom.testkit.MailServerDouble.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every receiving driver must do, whatever its protocol. A driver's test extends it. */
public abstract class DriverContract {
    private MailServerDouble server;
    private final MemoryDisk disk = new MemoryDisk();
    private final RecordingHandler handler = new RecordingHandler();
    private final ManualClock clock = ManualClock.at("2026-01-05T08:00:00Z");

    /** The driver. */
    protected abstract CommunicationsDriver driver();

    /** A profile that reaches the double; others are made from it by overrides. */
    protected abstract Profile profile();

    /** A fresh server with an empty mailbox. */
    protected abstract MailServerDouble newServer();

    /** Name of the driver's batch size parameter. */
    protected abstract String batchSizeParameter();

    @BeforeEach
    void aFreshServer() {
        server = newServer();
    }

    private Mailroom.Builder mailroom(Profile profile) {
        return Mailroom.with(driver(), profile)
                .disk(disk)
                .connector(server.connector())
                .handler(handler)
                .clock(clock);
    }

    private Mailroom mailroom() {
        return mailroom(profile()).build();
    }

    private Profile with(String parameter, String value) {
        return profile().toBuilder().set(parameter, value).build();
    }

    @Test
    void aMessageBecomesOneEventAndLeavesTheServer() {
        server.holds("uid-1", Mails.plain("Printer on fire"));

        SessionReport report;
        try (Mailroom mailroom = mailroom()) {
            report = mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("Printer on fire");
        assertThat(server.uids()).isEmpty();
        assertThat(report.handedOver()).isEqualTo(1);
        assertThat(report.moreWaiting()).isFalse();
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void aServiceThatEndedWellLeavesNothingButTheLockOfItsMailboxAndTheKeyOfItsHome() {
        server.holds("uid-1", Mails.withAttachment("Data"));

        try (Mailroom mailroom = mailroom()) {
            mailroom.poll();
        }

        assertThat(disk.files().keySet())
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("Mailbox_.*|loop\\.key"));
    }

    @Test
    void theFilesOfAnEventAreThereWhenItsHandlerIsCalledAndGoneWhenItIsAccepted() {
        server.holds("uid-1", Mails.withAttachment("Data"));
        List<Path> seen = new java.util.ArrayList<>();
        handler.answersNext(event -> {
            event.message().attachments().stream().map(Attachment::path).forEach(seen::add);
            assertThat(disk.files().keySet()).containsAll(seen);
            return Outcome.ACCEPTED;
        });

        try (Mailroom mailroom = mailroom()) {
            mailroom.poll();
        }

        assertThat(seen).hasSize(2);
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void aHandlerMayKeepTheFiles() {
        server.holds("uid-1", Mails.withAttachment("Data"));
        handler.answersNext(Outcome.ACCEPTED_KEEPING_FILES);

        try (Mailroom mailroom = mailroom()) {
            mailroom.poll();
        }
        try (Mailroom restarted = mailroom()) {
            restarted.poll();
        }

        List<Path> kept =
                handler.lastAttachments().stream().map(Attachment::path).toList();
        assertThat(kept).hasSize(2);
        assertThat(leftInSpool()).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void aMessageHandledBeforeTheConnectionDroppedIsNotHandledAgain() {
        server.holds("uid-7", Mails.plain("Printer on fire"));
        server.dropsTheConnectionAt(Step.FINISH);

        try (Mailroom mailroom = mailroom()) {
            mailroom.pollWhateverHappens(); // handled, but the server never commits the delete
            mailroom.poll(); // the server offers it once more
        }

        assertThat(handler.subjects()).containsExactly("Printer on fire");
        assertThat(server.uids()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aConnectionThatDropsAtAnyStepCostsNothing(Step step) {
        server.holds("uid-1", Mails.plain("First"));
        server.holds("uid-2", Mails.withAttachment("Second"));
        server.dropsTheConnectionAt(step);

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactlyInAnyOrder("First", "Second");
        assertThat(server.uids()).isEmpty();
        assertThat(leftInSpool()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void anAnswerThatIsLostAtAnyStepCostsNothing(Step step) {
        server.holds("uid-1", Mails.plain("First"));
        server.holds("uid-2", Mails.withAttachment("Second"));
        server.losesTheAnswerTo(step);

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactlyInAnyOrder("First", "Second");
        assertThat(server.uids()).isEmpty();
        assertThat(leftInSpool()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aServerThatDeletesWhenTheLineDropsCostsNothing(Step step) {
        assumeTrue(server.with(Flaw.COMMITS_ON_DROP), "the protocol cannot do this");
        server.holds("uid-1", Mails.plain("First"));
        server.holds("uid-2", Mails.withAttachment("Second"));
        server.losesTheAnswerTo(step);

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactlyInAnyOrder("First", "Second");
        assertThat(server.uids()).isEmpty();
        assertThat(leftInSpool()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RETRIEVE", "MARK_DELETED", "FINISH"})
    void aServerThatSaysNoOnceStillHasEachMessageHandledOnce(Step step) {
        server.holds("uid-1", Mails.plain("First"));
        server.holds("uid-2", Mails.plain("Second"));
        server.refusesOnce(step);

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactlyInAnyOrder("First", "Second");
        assertThat(server.uids()).isEmpty();
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void aServerThatKeepsWhatItConfirmedAsDeletedHasEachMessageHandledOnce() {
        assumeTrue(server.with(Flaw.KEEPS_MAIL), "the protocol cannot do this");
        server.holds("uid-1", Mails.plain("First"));

        try (Mailroom mailroom = mailroom()) {
            mailroom.poll();
            mailroom.poll();
            server.holds("uid-2", Mails.plain("Second"));
            mailroom.poll();
            mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("First", "Second");
    }

    @Test
    void idsThatChangeAfterABrokenSessionCauseNoRepeat() {
        assumeTrue(server.with(Flaw.RENUMBERS), "the protocol cannot do this");
        server.holds("uid-1", Mails.plain("First"));
        server.dropsTheConnectionAt(Step.FINISH);

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactly("First");
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void aNewMessageUnderAnOldIdIsHandled() {
        server.holds("uid-1", Mails.plain("First"));
        server.losesTheAnswerTo(Step.FINISH);

        try (Mailroom mailroom = mailroom()) {
            mailroom.pollWhateverHappens(); // committed, but we do not know
            server.holds("uid-1", Mails.plain("Another")); // and the server uses the id again
            mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("First", "Another");
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void aMessageLeftOnTheServerIsHandledOnceHoweverOftenItIsListed() {
        server.holds("uid-1", Mails.plain("First"));
        Profile leaving = with("Leave Messages On Server", "True");

        try (Mailroom mailroom = mailroom(leaving).build()) {
            mailroom.poll();
            mailroom.poll();
        }
        server.holds("uid-2", Mails.plain("Second"));
        try (Mailroom restarted = mailroom(leaving).build()) {
            restarted.poll();
        }

        assertThat(handler.subjects()).containsExactly("First", "Second");
        assertThat(server.uids()).containsExactly("uid-1", "uid-2");
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void mailLeftOnTheServerIsNotHandledAgainWhenAllItsIdsChange() {
        assumeTrue(server.with(Flaw.RENUMBERS), "the protocol cannot do this");
        server.holds("uid-1", Mails.plain("First"));
        server.holds("uid-2", Mails.plain("Second"));
        server.holds("uid-3", Mails.plain("Third"));
        Profile leaving = with("Leave Messages On Server", "True");

        for (int i = 0; i < 3; i++) {
            try (Mailroom mailroom = mailroom(leaving).build()) {
                mailroom.poll();
                mailroom.poll();
            }
        }
        server.holds("uid-4", Mails.plain("Fourth"));
        try (Mailroom mailroom = mailroom(leaving).build()) {
            mailroom.poll();
            mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("First", "Second", "Third", "Fourth");
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void aMessageTooLargeStaysOnTheServerAndTheOthersAreHandled() {
        server.holds("uid-1", Mails.plain("x".repeat(2000)));
        server.holds("uid-2", Mails.plain("Small"));

        SessionReport report;
        try (Mailroom mailroom = mailroom(with("Max Message Size", "1024")).build()) {
            report = mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("Small");
        assertThat(server.uids()).containsExactly("uid-1");
        assertThat(report.leftOnServer()).isEqualTo(1);
    }

    @Test
    void theBatchSizeBoundsASessionAndTheReportSaysThatMoreIsWaiting() {
        for (int i = 1; i <= 5; i++) {
            server.holds("uid-" + i, Mails.plain("Mail " + i));
        }

        try (Mailroom mailroom = mailroom(with(batchSizeParameter(), "2")).build()) {
            assertThat(mailroom.poll().moreWaiting()).isTrue();
            assertThat(handler.subjects()).containsExactly("Mail 1", "Mail 2");
            assertThat(mailroom.poll().moreWaiting()).isTrue();
            assertThat(mailroom.poll().moreWaiting()).isFalse();
        }

        assertThat(handler.subjects()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void anEventWhoseHandlerFailsIsOfferedAgainAndPutAsideAfterTheSecondTime() {
        server.holds("uid-1", Mails.plain("Poison"));
        server.holds("uid-2", Mails.plain("Fine"));
        handler.answersNext(event -> {
            throw new IllegalStateException("no");
        });

        try (Mailroom mailroom = mailroom()) {
            mailroom.poll();
            assertThat(handler.subjects()).containsExactly("Poison", "Fine");
            handler.answersNext(Outcome.FAILED.because("still no"));
            clock.advance(Duration.ofMinutes(6));
            mailroom.poll();
            clock.advance(Duration.ofMinutes(6));
            mailroom.poll();
        }

        assertThat(handler.subjects()).containsExactly("Poison", "Fine", "Poison");
        assertThat(disk.files().keySet())
                .anySatisfy(file -> assertThat(file.toString()).endsWith(".failed"));
    }

    @Test
    void anEventAnsweredWithLaterComesAgainAsOftenAsItTakes() {
        server.holds("uid-1", Mails.plain("Patience"));
        handler.answersNext(Outcome.LATER).answersNext(Outcome.LATER).answersNext(Outcome.LATER);

        try (Mailroom mailroom = mailroom()) {
            for (int i = 0; i < 5; i++) {
                mailroom.poll();
                clock.advance(Duration.ofMinutes(6));
            }
        }

        assertThat(handler.events()).extracting(InboundEvent::attempt).containsExactly(1, 2, 3, 4);
        assertThat(leftInSpool()).isEmpty();
    }

    @Test
    void twoMessagesThatAreEqualInEverythingAreTwoEvents() {
        server.holds("uid-1", Mails.plain("Twin"));
        server.holds("uid-2", Mails.plain("Twin"));

        pollToTheEnd();

        assertThat(handler.subjects()).containsExactly("Twin", "Twin");
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void aSecondOwnerOfTheMailboxIsRefusedWithTheNameOfTheFirst() {
        MailboxRegistry process = new MailboxRegistry();
        try (Mailroom first = mailroom(profile()).registry(process).build()) {
            first.poll();
            try (Mailroom second = mailroom(profile()).registry(process).build()) {

                assertThatThrownBy(second::poll).isInstanceOfSatisfying(CommunicationsException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.IN_USE);
                    assertThat(error).hasMessageContaining(profile().name());
                });
            }
        }
    }

    @Test
    void theStoredCopyIsKeptInProcessedWhenTheProfileSaysSo() {
        server.holds("uid-1", Mails.plain("Keep me"));

        try (Mailroom mailroom =
                mailroom(with("Delete Processed Messages", "False")).build()) {
            mailroom.poll();
        }

        String kept = handler.events().get(0).fields().get("OrigMsgFile");
        assertThat(kept).startsWith(Mailroom.HOME.resolve("processed").toString());
        assertThat(disk.files().get(Path.of(kept))).isEqualTo(Mails.plain("Keep me"));
    }

    private void pollToTheEnd() {
        for (int i = 0; i < 4; i++) {
            try (Mailroom mailroom = mailroom()) {
                mailroom.pollWhateverHappens();
                mailroom.pollWhateverHappens();
            }
        }
    }

    /** Files that belong to messages or events; what the mailbox itself keeps between sessions does not count. */
    private List<Path> leftInSpool() {
        return SpoolContent.ofMessages(disk);
    }
}
