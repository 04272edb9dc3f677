package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.MailboxStatus;
import io.mailroom.Notice;
import io.mailroom.ResponseGroup;
import io.mailroom.internal.host.Host;
import io.mailroom.profile.Profile;
import io.mailroom.spool.Spool;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Polling pauses before the disk is full and goes on by itself. Faults F-01, F-07 and F-08. */
class FullDiskTest {
    private static final String DESK = "desk@example.com";
    private static final String SALES = "sales@example.com";
    private static final long MIB = 1024 * 1024;
    private static final MailboxStatus.State WAITING = MailboxStatus.State.WAITING_FOR_SPACE;

    private final MemoryDisk disk = new MemoryDisk();
    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver()
            .on(disk)
            .handler("tickets", handler)
            .profile(DESK)
            .profile(SALES)
            .group(ResponseGroup.named("Desk").handler("tickets").profile(DESK).profile(SALES));

    private void deliver(String account, String subject) {
        receiver.post.delivers(account, subject, Mails.plain(subject));
    }

    private static MailboxStatus.State state(Host host) {
        return host.status().mailboxes().get(0).state();
    }

    @Test
    void receivingPausesBeforeTheDiskIsFullAndGoesOnWhenThereIsSpace() {
        deliver(DESK, "before");
        try (Host host = receiver.start()) {
            receiver.clock.advance(Duration.ofMinutes(1));
            assertThat(handler.subjects()).containsExactly("before");

            disk.capacity(Spool.RESERVE_BYTES - 1);
            deliver(DESK, "meanwhile");
            receiver.clock.advance(Duration.ofHours(3));

            assertThat(handler.subjects()).containsExactly("before");
            assertThat(receiver.post.uids(DESK)).containsExactly("meanwhile");
            assertThat(host.status().mailboxes())
                    .allMatch(mailbox -> mailbox.state() == MailboxStatus.State.WAITING_FOR_SPACE)
                    .allMatch(mailbox -> mailbox.lastErrorKind().orElseThrow() == ErrorKind.SPOOL_FULL);
            assertThat(host.status().mailboxes().get(0).lastError().orElseThrow())
                    .contains("/mailroom/incoming: 63 MiB are free on its volume, and 80 MiB are to be");
            assertThat(receiver.notices).extracting(Notice::kind).containsExactly(Notice.Kind.DISK_FULL);
            assertThat(receiver.failures).containsExactlyInAnyOrder(DESK, SALES);

            disk.capacity(Spool.RESERVE_BYTES + 10 * MIB);
            receiver.clock.advance(Duration.ofMinutes(2));
            assertThat(state(host)).as("still fewer than a quarter more").isEqualTo(WAITING);

            disk.capacity(Spool.RESERVE_BYTES + 20 * MIB);
            receiver.clock.advance(Duration.ofMinutes(1));

            assertThat(handler.subjects()).containsExactly("before", "meanwhile");
            assertThat(receiver.post.uids(DESK)).isEmpty();
            assertThat(host.status().mailboxes()).allMatch(mailbox -> mailbox.state() == MailboxStatus.State.WAITING);
            assertThat(receiver.notices).hasSize(1);
        }
    }

    @Test
    void aDiskThatSaysItIsFullInTheMiddleOfASessionLosesNothingAndIsToldOnce() {
        FaultyDisk faulty = FaultyDisk.around(disk);
        deliver(DESK, "one");
        deliver(DESK, "two");
        faulty.failWhere((step, name) -> name.endsWith(".raw.write"), DiskFaults::noSpace);

        try (Host host = receiver.on(faulty).start()) {
            receiver.clock.advance(Duration.ofHours(1));
            assertThat(state(host)).isEqualTo(WAITING);
            assertThat(receiver.post.uids(DESK)).containsExactly("one", "two");
            assertThat(receiver.notices).hasSize(1);

            faulty.healed();
            receiver.clock.advance(Duration.ofMinutes(1));

            assertThat(handler.subjects()).containsExactly("one", "two");
            assertThat(receiver.post.uids(DESK)).isEmpty();
        }
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void aMailboxWhoseServerIsAwayOnceThereIsSpaceWaitsForTheServerAndNotForSpace() {
        disk.capacity(MIB);
        try (Host host = receiver.start()) {
            assertThat(state(host)).isEqualTo(WAITING);

            disk.capacity(Spool.RESERVE_BYTES * 2);
            receiver.post.greets("post.example.com", account -> {
                throw new ConnectionLostException(
                        ErrorKind.NETWORK, account, "post.example.com", "refused", "Wait.", null);
            });
            receiver.clock.advance(Duration.ofMinutes(1));

            assertThat(state(host)).isEqualTo(MailboxStatus.State.BACKING_OFF);
        }
    }

    @Test
    void howMuchStaysFreeIsTheProfilesToSay() {
        Profile thrifty = PostOffice.profile("thrifty@example.com", "post.example.com").toBuilder()
                .set("Minimum Free Space", "1 MiB")
                .build();
        Receiver small = new Receiver()
                .on(disk.capacity(2 * MIB))
                .handler("tickets", handler)
                .profile(thrifty)
                .group(ResponseGroup.named("Thrifty").handler("tickets").profile("thrifty@example.com"));
        small.post.delivers("thrifty@example.com", "1", Mails.plain("fits"));

        try (Host host = small.start()) {
            assertThat(host.status().mailboxes()).hasSize(1);
        }

        assertThat(handler.subjects()).containsExactly("fits");
    }
}
