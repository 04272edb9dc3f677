package io.mailroom.testkit;

import static io.mailroom.testkit.ProtocolMutant.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.FailedMessage;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spool.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * A message that cannot be read harms no other, is kept with the reason, and comes back when somebody wants it to. A driver's
 * test extends it.
 */
public abstract class QuarantineContract {
    private static final String POISON = "poison";
    private static final int MOST_DEATHS = 3;
    private static final Path FAILED = Mailroom.HOME.resolve("failed");

    private final RecordingHandler handler = new RecordingHandler();

    /** The driver. */
    protected abstract CommunicationsDriver driver();

    /** A profile that reaches the double. */
    protected abstract Profile profile();

    /** A fresh server with an empty mailbox. */
    protected abstract MailServerDouble newServer();

    @Test
    void aMessageWhoseReadingCutsThePowerGoesToFailedAndNothingBehindItWaits() {
        MailServerDouble server = serverWithPoison();

        MemoryDisk disk = liveUntilNothingDies(server);

        assertThat(handler.subjects()).containsExactlyInAnyOrder("first", "before", "behind");
        assertThat(server.uids()).isEmpty();
        try (Mailroom mailroom = mailroom(disk, server)) {
            List<FailedMessage> failed =
                    mailroom.host().failed(profile().name()).list(10);
            assertThat(failed).hasSize(1);
            FailedMessage.Reason reason = failed.get(0).reason().orElseThrow();
            assertThat(reason.attempts()).isGreaterThanOrEqualTo(3);
            assertThat(reason.text()).contains("ended the process");
            assertThat(reason.profile()).isEqualTo(profile().name());
        }
    }

    /** What counts the attempts has to be durable before reading begins: else the message is read for ever. */
    @Test
    void attemptMarksThatComeTooLateOrDoNotLastAreNoticed() {
        Predicate<String> reading = step("text.write");
        for (ProtocolMutant mutant : List.of(
                ProtocolMutant.without("marks", step("attempts.force")),
                ProtocolMutant.without("their name", step("attempts.forceDirectory")),
                ProtocolMutant.late("marks late", step("attempts.write").or(step("attempts.force")), reading))) {
            assertThatThrownBy(() -> liveUntilNothingDies(serverWithPoison(), mutant))
                    .as(mutant.name())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("is read again");
            assertThat(mutant.applied()).as(mutant.name()).isPositive();
        }
    }

    @Test
    void aMessageThatWasPutAsideIsReadAgainWhenSomebodyWantsIt() {
        MailServerDouble server = serverWithPoison();
        MemoryDisk disk = liveUntilNothingDies(server);

        String eventId;
        try (Mailroom mailroom = mailroom(disk, server)) {
            FailedMessages failed = mailroom.host().failed(profile().name());
            FailedMessage message = failed.list(1).get(0);
            eventId = message.reason().orElseThrow().eventId();
            assertThat(failed.retry(message.id())).isTrue();
            assertThat(failed.list(1)).isEmpty();
            mailroom.poll();
        }

        assertThat(handler.subjects()).contains(POISON);
        assertThat(handler.events().get(handler.events().size() - 1).eventId()).isEqualTo(eventId);
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void aMessageThatIsDiscardedIsGone() {
        MailServerDouble server = serverWithPoison();
        MemoryDisk disk = liveUntilNothingDies(server);

        try (Mailroom mailroom = mailroom(disk, server)) {
            FailedMessages failed = mailroom.host().failed(profile().name());
            String id = failed.list(1).get(0).id();
            assertThat(failed.discard(id)).isTrue();
            assertThat(failed.discard(id)).isFalse();
            assertThat(failed.find("../" + id)).isEmpty();
        }

        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void theProcessMayDieAtAnyStepOfTakingAMessageUpAgainAndThePowerMayFail() {
        int steps = retried(putAside(), disk -> {}).steps();
        for (int step = 1; step <= steps; step++) {
            int at = step;
            MemoryDisk disk = putAside();
            FaultyDisk dying = retried(disk, faulty -> faulty.crashBefore(at));
            String where = "death before step " + at;
            List<String> before = handler.subjects();
            CrashStates.of(disk.processDied()).visit(4, step, state -> isNotLost(state, before, where));
            assertThat(dying.steps()).as(where).isGreaterThanOrEqualTo(at);
        }
        assertThat(steps).isGreaterThan(40);
    }

    private void isNotLost(MemoryDisk state, List<String> before, String where) {
        int handled = handler.events().size();
        try (Mailroom mailroom = mailroom(state, newServer())) {
            mailroom.pollWhateverHappens();
            mailroom.pollWhateverHappens();
        }
        boolean isThere = state.files().keySet().stream()
                .anyMatch(file -> file.startsWith(FAILED) && file.toString().endsWith(".tmp"));
        List<io.mailroom.event.InboundEvent> after =
                handler.events().subList(handled, handler.events().size());
        assertThat(isThere || !after.isEmpty() || before.contains(POISON))
                .as(where + ": neither handled nor in Failed")
                .isTrue();
        if (before.contains(POISON)) {
            assertThat(after).as(where + ": repeats").allMatch(event -> event.possibleDuplicate());
        }
        assertThat(after.size()).as(where + ": events").isLessThanOrEqualTo(1);
    }

    /** A life in which the one message in Failed is taken up again and handled, as far as the fault lets it. */
    private FaultyDisk retried(MemoryDisk disk, Consumer<FaultyDisk> fault) {
        handler.forgets();
        FaultyDisk faulty = FaultyDisk.around(disk);
        fault.accept(faulty);
        Mailroom mailroom = null;
        try {
            mailroom = mailroom(faulty, newServer());
            FailedMessages failed = mailroom.host().failed(profile().name());
            failed.list(1).forEach(message -> failed.retry(message.id()));
            mailroom.poll();
            mailroom.close();
        } catch (SimulatedCrash dead) {
            abandon(mailroom);
        }
        return faulty;
    }

    private static void abandon(@org.jspecify.annotations.Nullable Mailroom mailroom) {
        try {
            if (mailroom != null) {
                mailroom.close();
            }
        } catch (SimulatedCrash dead) {
            return; // a dead disk takes no orderly end
        }
    }

    private static MemoryDisk putAside() {
        MemoryDisk disk = new MemoryDisk();
        disk.put(FAILED.resolve("POP3_1_1_1_1_1_1.tmp"), Mails.withAttachment(POISON));
        return disk;
    }

    private MailServerDouble serverWithPoison() {
        MailServerDouble server = newServer();
        server.holds("uid-1", Mails.plain("first"));
        server.holds("uid-2", Mails.plain("before"));
        server.holds("uid-3", Mails.plain(POISON));
        server.holds("uid-4", Mails.plain("behind"));
        return server;
    }

    /** Each life ends with the worst power cut as soon as the poison is read; the disk of the last. */
    private MemoryDisk liveUntilNothingDies(MailServerDouble server) {
        return liveUntilNothingDies(server, ProtocolMutant.none());
    }

    private MemoryDisk liveUntilNothingDies(MailServerDouble server, ProtocolMutant mutant) {
        MemoryDisk disk = new MemoryDisk();
        for (int death = 0; death <= MOST_DEATHS; death++) {
            FaultyDisk faulty = FaultyDisk.around(disk);
            diesOfPoison(faulty, disk);
            Mailroom mailroom = mailroom(mutant.reborn().over(faulty), server);
            try {
                mailroom.pollWhateverHappens();
                mailroom.pollWhateverHappens();
                mailroom.close();
                return disk;
            } catch (SimulatedCrash dead) {
                abandon(mailroom);
                disk = CrashStates.of(disk).worst();
            }
        }
        throw new AssertionError("the message ended the process " + MOST_DEATHS + " times and is read again");
    }

    /** Only reading it as mail kills, not looking at its bytes. */
    private static void diesOfPoison(FaultyDisk faulty, MemoryDisk disk) {
        faulty.before(step -> {
            if (faulty.name(step).endsWith(".raw.open")
                    && isReadAsMail()
                    && text(disk.files().get(faulty.file(step))).contains(POISON)) {
                faulty.crashBefore(step);
            }
        });
    }

    /** True when whoever is at work on the disk does it to read a message as mail. */
    public static boolean isReadAsMail() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith(".inbound.MessageReading")));
    }

    private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private Mailroom mailroom(Disk disk, MailServerDouble server) {
        return Mailroom.with(driver(), profile())
                .disk(disk)
                .connector(server.connector())
                .handler(handler)
                .build();
    }
}
