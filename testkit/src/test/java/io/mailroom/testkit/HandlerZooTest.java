package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailroom.Notice;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Attachment;
import io.mailroom.event.EventFields;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that misbehave with one mail among others: the others go on, and the administrator hears of it once. */
@Timeout(60)
class HandlerZooTest {
    private static final String ANN = "ann@example.com";
    private static final String BAD = "bad";

    private final MemoryDisk disk = new MemoryDisk();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Receiver receiver = new Receiver().on(disk).profile(ANN);

    private void mailsComeToAHandlerThat(EventHandler misbehaves) {
        for (String subject : List.of("one", BAD, "two")) {
            receiver.post.delivers(ANN, subject, Mails.withAttachment(subject));
        }
        receiver.handler("tickets", event -> {
            if (subject(event).equals(BAD)) {
                return misbehaves.handle(event);
            }
            handled.add(subject(event));
            return Outcome.ACCEPTED;
        });
        receiver.group(ResponseGroup.named("Support").profile(ANN).handler("tickets"));
    }

    private static void waitWhateverHappens(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ignored) {
            return; // a handler that does not care
        }
    }

    private static String subject(InboundEvent event) {
        return event.fields().get(EventFields.SUBJECT);
    }

    private void isPutAsideAfterTheSecondTime() {
        try (Host host = receiver.start()) {
            receiver.clock.advance(Duration.ofMinutes(30));
        }

        assertThat(handled).containsExactlyInAnyOrder("one", "two");
        assertThat(files()).anyMatch(file -> file.endsWith(".failed"));
        assertThat(receiver.notices)
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.HANDLER_ERROR, Notice.Kind.PUT_ASIDE);
    }

    private List<String> files() {
        return disk.files().keySet().stream().map(Path::toString).toList();
    }

    @Test
    void aHandlerThatThrowsFailsWithTheEventTwice() {
        mailsComeToAHandlerThat(event -> {
            throw new IllegalStateException("no such customer");
        });

        isPutAsideAfterTheSecondTime();
    }

    @Test
    void aHandlerThatThrowsAnErrorFailsWithTheEventTwice() {
        mailsComeToAHandlerThat(event -> {
            throw new InternalError("out of order");
        });

        isPutAsideAfterTheSecondTime();
    }

    @Test
    void aHandlerThatOverflowsItsStackFailsWithTheEventTwice() {
        mailsComeToAHandlerThat(HandlerZooTest::recurse);

        isPutAsideAfterTheSecondTime();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Outcome recurse(InboundEvent event) {
        return recurse(event);
    }

    @Test
    void aHandlerThatAnswersNothingFailsWithTheEventTwice() {
        mailsComeToAHandlerThat(event -> null);

        isPutAsideAfterTheSecondTime();
    }

    @Test
    void aHandlerThatDeletesItsFilesAndAcceptsIsDone() {
        mailsComeToAHandlerThat(event -> {
            for (Attachment file : event.message().attachments()) {
                disk.remove(file.path());
            }
            return Outcome.ACCEPTED;
        });

        try (Host host = receiver.start()) {
            receiver.clock.advance(Duration.ofMinutes(30));
        }

        assertThat(receiver.notices).isEmpty();
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void aHandlerThatDeletesItsFilesAndFailsIsPutAsideLikeAnyOther() {
        mailsComeToAHandlerThat(event -> {
            for (Attachment file : event.message().attachments()) {
                disk.remove(file.path());
            }
            return Outcome.FAILED;
        });

        isPutAsideAfterTheSecondTime();
    }

    @Test
    void aHandlerMayCallBackIntoTheLibrary() {
        Host[] host = new Host[1];
        mailsComeToAHandlerThat(event -> {
            host[0].poll(ANN);
            host[0].pauseGroup("Support");
            host[0].resumeGroup("Support");
            host[0].submit(ResponseGroup.named("Support")
                    .profile(ANN)
                    .handler("tickets")
                    .argument("RowId", "2")
                    .build());
            host[0].status();
            handled.add(BAD);
            return Outcome.ACCEPTED;
        });

        host[0] = receiver.build();
        try (Host running = host[0]) {
            running.start();
            receiver.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(handled).containsExactlyInAnyOrder("one", BAD, "two");
        assertThat(receiver.notices).isEmpty();
    }

    @Test
    void aHandlerMayEvenCloseTheLibrary() {
        Host[] host = new Host[1];
        mailsComeToAHandlerThat(event -> {
            host[0].stop(Duration.ofSeconds(10));
            handled.add(BAD);
            return Outcome.ACCEPTED;
        });
        receiver.onRealThreads();

        host[0] = receiver.build();
        host[0].start();

        await().until(() -> handled.contains(BAD));
        await().until(() -> files().stream().noneMatch(file -> file.endsWith(".xevt")));
    }

    @Test
    void aHandlerThatNeverReturnsHoldsUpNobodyElseAndItsEventComesBackFlaggedAfterARestart() {
        CountDownLatch never = new CountDownLatch(1);
        mailsComeToAHandlerThat(event -> {
            if (event.possibleDuplicate()) {
                handled.add("flagged");
                return Outcome.ACCEPTED;
            }
            while (never.getCount() > 0) {
                waitWhateverHappens(never);
            }
            return Outcome.ACCEPTED;
        });
        receiver.onRealThreads();

        Host stuck = receiver.start();
        await().until(() -> handled.size() == 2);
        receiver.clock.advance(Duration.ofMinutes(11));
        stuck.tick();
        stuck.tick();
        assertThat(stuck.stop(Duration.ofMillis(1))).isFalse();
        disk.processDied();
        try (Host restarted = receiver.start()) {
            await().until(() -> handled.contains("flagged"));
        }

        assertThat(receiver.notices).extracting(Notice::kind).containsExactly(Notice.Kind.HANDLER_SILENT);
        never.countDown();
    }
}
