package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.GroupStatus;
import io.mailroom.InvalidProfileException;
import io.mailroom.InvalidResponseGroupException;
import io.mailroom.MailboxStatus;
import io.mailroom.Notice;
import io.mailroom.ProfileInUseException;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spool.SafeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to groups and profiles while the receiver runs. */
class GroupsTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";

    private final RecordingHandler handler = new RecordingHandler();
    private final RecordingHandler other = new RecordingHandler();
    private final Receiver receiver = new Receiver()
            .handler("tickets", handler)
            .handler("orders", other)
            .profile(ANN)
            .profile(BOB);

    private static ResponseGroup.Builder support(String... profiles) {
        ResponseGroup.Builder group = ResponseGroup.named("Support").handler("tickets");
        for (String profile : profiles) {
            group.profile(profile);
        }
        return group;
    }

    private static ResponseGroup.Builder sales(String... profiles) {
        ResponseGroup.Builder group = ResponseGroup.named("Sales").handler("orders");
        for (String profile : profiles) {
            group.profile(profile);
        }
        return group;
    }

    private void pass(Duration time) {
        receiver.clock.advance(time);
    }

    @Test
    void startingTheReceiverStartsEveryActiveGroup() {
        receiver.post.delivers(ANN, "1", Mails.plain("one")).delivers(BOB, "1", Mails.plain("two"));
        receiver.group(support(ANN)).group(sales(BOB).active(false));

        try (Host host = receiver.start()) {
            assertThat(handler.subjects()).containsExactly("one");
            assertThat(receiver.post.uids(BOB)).containsExactly("1");
            assertThat(host.status().groups())
                    .extracting(GroupStatus::state)
                    .containsExactly(GroupStatus.State.INACTIVE, GroupStatus.State.RUNNING);
        }
    }

    @Test
    void makingAGroupActiveStartsIt() {
        receiver.post.delivers(BOB, "1", Mails.plain("two"));
        receiver.group(sales(BOB).active(false));
        try (Host host = receiver.start()) {
            host.submit(sales(BOB).build());
            receiver.clock.runDue();

            assertThat(other.subjects()).containsExactly("two");
        }
    }

    @Test
    void argumentsReachTheHandlerWithTheirDefaultsAndChangedOnesWithTheNextEvent() {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        try (Host host = receiver.group(support(ANN)).start()) {
            host.submit(support(ANN).argument("RowId", "1-2A").build());
            receiver.post.delivers(ANN, "2", Mails.plain("two"));
            pass(Duration.ofSeconds(30));

            assertThat(handler.events().get(0).arguments())
                    .containsEntry("ProcessName", "tickets")
                    .containsEntry("RealTime", "True")
                    .doesNotContainKey("RowId");
            assertThat(handler.events().get(1).arguments()).containsEntry("RowId", "1-2A");
        }
    }

    @Test
    void aProfileThatIsAddedIsPolledAndOneThatIsRemovedIsNot() {
        receiver.group(support(ANN));
        try (Host host = receiver.start()) {
            host.submit(support(BOB).build());
            receiver.post.delivers(ANN, "1", Mails.plain("one")).delivers(BOB, "1", Mails.plain("two"));
            pass(Duration.ofMinutes(2));

            assertThat(handler.subjects()).containsExactly("two");
            assertThat(receiver.post.uids(ANN)).containsExactly("1");
        }
    }

    @Test
    void aProfileOfAnotherActiveGroupIsRefusedWithTheNameOfItsOwnerAndNothingChanges() {
        try (Host host = receiver.group(support(ANN)).start()) {
            assertThatThrownBy(() -> host.submit(sales(BOB, ANN).build()))
                    .isInstanceOf(InvalidProfileException.class)
                    .hasMessageContaining(ANN)
                    .hasMessageContaining("Support");

            assertThat(host.groups()).extracting(ResponseGroup::name).containsExactly("Support");
            host.submit(support(ANN, BOB).build());
        }
    }

    @Test
    void aHandlerThatNobodyRegisteredIsRefusedWithThoseThatAreThere() {
        try (Host host = receiver.start()) {
            assertThatThrownBy(() -> host.submit(support().handler("tikets").build()))
                    .isInstanceOf(InvalidResponseGroupException.class)
                    .hasMessageContaining("tikets")
                    .hasMessageContaining("tickets");
        }
    }

    @Test
    void aMovedProfileIsHandledByItsNewGroupAndWhatTheOldOneHadFetchedByTheOldOne() {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        handler.answersNext(Outcome.LATER);
        try (Host host = receiver.group(support(ANN)).group(sales()).start()) {
            host.submit(support().build());
            host.submit(sales(ANN).build());
            receiver.post.delivers(ANN, "2", Mails.plain("two"));
            pass(Duration.ofMinutes(6));

            assertThat(handler.subjects()).containsExactly("one", "one");
            assertThat(other.subjects()).containsExactly("two");
            assertThat(receiver.post.overlaps()).isZero();
        }
    }

    @Test
    void submittedProfileChangesApplyToTheGroupThatHasTheProfileLoaded() {
        try (Host host = receiver.group(support(ANN)).start()) {
            host.submit(PostOffice.profile(ANN, "post.example.com").toBuilder()
                    .set("PollingInterval", "600")
                    .build());
            receiver.clock.runDue();
            receiver.post.delivers(ANN, "1", Mails.plain("one"));
            pass(Duration.ofMinutes(5));
            assertThat(handler.subjects()).isEmpty();

            pass(Duration.ofMinutes(5));

            assertThat(handler.subjects()).containsExactly("one");
        }
    }

    @Test
    void aProfileThatCannotBeUsedIsRefusedAndTheOldSettingsHold() {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        try (Host host = receiver.group(support(ANN)).start()) {
            assertThatThrownBy(() -> host.submit(PostOffice.profile(ANN, "post.example.com").toBuilder()
                            .set("PollingIntervall", "600")
                            .build()))
                    .isInstanceOf(InvalidProfileException.class)
                    .hasMessageContaining("PollingInterval");

            assertThat(handler.subjects()).containsExactly("one");
            assertThat(host.status().mailboxes().get(0).state()).isEqualTo(MailboxStatus.State.WAITING);
        }
    }

    @Test
    void aProfileInUseCannotBeDeletedAndCanOnceItsGroupIsGone() {
        try (Host host = receiver.group(support(ANN)).start()) {
            assertThatThrownBy(() -> host.deleteProfile(ANN))
                    .isInstanceOf(ProfileInUseException.class)
                    .hasMessageContaining("Support");

            host.deleteGroup("Support");
            host.deleteProfile(ANN);

            assertThat(host.names()).containsExactly(BOB);
            assertThat(host.status().mailboxes()).isEmpty();
        }
    }

    @Test
    void aPausedGroupFetchesAndHandlesNothingUntilItIsResumed() {
        try (Host host = receiver.group(support(ANN)).start()) {
            host.pauseGroup("Support");
            receiver.post.delivers(ANN, "1", Mails.plain("one"));
            pass(Duration.ofMinutes(5));
            assertThat(receiver.post.uids(ANN)).hasSize(1);

            host.resumeGroup("Support");
            pass(Duration.ofSeconds(30));

            assertThat(handler.subjects()).containsExactly("one");
        }
    }

    @Test
    void aDrainedGroupHasHandledWhatItFetchedAndFetchesNothingMore() throws InterruptedException {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        try (Host host = receiver.group(support(ANN)).build()) {
            host.open();

            assertThat(host.drain("Support", Duration.ofSeconds(5))).isTrue();
            host.poll(ANN);

            assertThat(receiver.post.uids(ANN)).containsExactly("1");
        }
    }

    @Test
    void aMailboxThatIsInUseElsewhereIsToldAndTriedAgainWhileTheOthersRun() {
        receiver.post.delivers(BOB, "1", Mails.plain("two"));
        receiver.group(support(ANN, BOB));
        Host first = receiver.build();
        first.poll(ANN);

        try (Host host = receiver.start()) {
            assertThat(receiver.failures).containsExactly(ANN);
            assertThat(handler.subjects()).containsExactly("two");

            first.close();
            receiver.post.delivers(ANN, "1", Mails.plain("one"));
            pass(Duration.ofMinutes(1));

            assertThat(handler.subjects()).containsExactly("two", "one");
        }
    }

    @Test
    void aProfileThatNoGroupHasLoadedSendsWithoutTakingItsMailbox() {
        Host sending = receiver.build();
        assertThatThrownBy(() -> sending.invoke(ANN, new Command("SendMessage", "a mail")))
                .isInstanceOf(CommandNotSupportedException.class); // by a driver that has no sending half

        try (Host host = receiver.group(support(ANN)).start()) {
            assertThat(receiver.failures).isEmpty();
        }
        sending.close();
    }

    @Test
    void pollSoonDoesNotWaitForTheInterval() {
        try (Host host = receiver.group(support(ANN)).start()) {
            receiver.post.delivers(ANN, "1", Mails.plain("one"));

            host.pollSoon(ANN);
            receiver.clock.runDue();

            assertThat(handler.subjects()).containsExactly("one");
        }
    }

    @Test
    void aGroupWhoseLookFailsKeepsNoOtherFromLooking() {
        MemoryDisk disk = new MemoryDisk();
        boolean[] bad = {false};
        receiver.on(FaultyDisk.around(disk).failWhere((step, name) -> bad[0] && name.endsWith(".list"), () -> {
            bad[0] = false; // Sales is the first to look
            throw new IllegalStateException("a bug");
        }));
        handler.answersNext(Outcome.FAILED).answersNext(Outcome.FAILED);
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        receiver.group(sales(BOB)).group(support(ANN));
        try (Host host = receiver.start()) {
            pass(Duration.ofMinutes(10).plusSeconds(2));
            bringBack(disk);
            bad[0] = true;

            pass(Duration.ofMinutes(1));

            assertThat(bad[0]).as("the bug was met").isFalse();
            assertThat(handler.subjects()).containsExactly("one", "one", "one");
            assertThat(host.status().groups()).hasSize(2);
            assertThat(receiver.notices).extracting(Notice::kind).contains(Notice.Kind.TASK_DIED);
        }
    }

    /** What a person does to events that were put aside, in another process. */
    private void bringBack(MemoryDisk disk) {
        EventQueue queue = EventQueue.open(
                disk,
                Path.of("/mailroom/queued").resolve(SafeName.escape("Support")),
                receiver.clock,
                receiver.clock::nanoTime,
                QueueListener.NONE);
        List<EventName> aside = queue.list(EventState::isPutAside, 10);
        assertThat(aside).hasSize(1);
        aside.forEach(queue::retry);
    }
}
