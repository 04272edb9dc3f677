package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.InputArguments;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.CommandNotSupportedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What administrators are told by mail (contract section 8), and how seldom. Faults I-04 and H-09. */
class AdministratorNoticesTest {
    private static final String DESK = "desk@example.com";
    private static final String BACKUP = "backup@example.com";
    private static final String ADMIN = "admin@example.com";

    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver =
            new Receiver().handler("tickets", handler).profile(DESK).profile(BACKUP);

    private static ResponseGroup.Builder desk() {
        return ResponseGroup.named("Desk")
                .handler("tickets")
                .profile(DESK)
                .profile(BACKUP)
                .administrator(ADMIN);
    }

    private List<AutomaticMessage> mails() {
        return receiver.post.sent();
    }

    private void deliver(int mails) {
        for (int i = 0; i < mails; i++) {
            receiver.post.delivers(DESK, "uid-" + i, Mails.plain("mail " + i));
        }
    }

    @Test
    void aHandlerErrorAndTheSecondOneAreToldWithProfileGroupEventAndWhatToDo() {
        handler.answersNext(Outcome.FAILED.because("the database said no")).answersNext(Outcome.FAILED);
        deliver(1);

        try (Host host = receiver.group(desk()).start()) {
            receiver.clock.advance(Duration.ofMinutes(6));
            assertThat(host.status().groups()).hasSize(1);
        }

        assertThat(mails()).extracting(AutomaticMessage::to).containsExactly(ADMIN, ADMIN);
        assertThat(mails())
                .extracting(AutomaticMessage::subject)
                .containsExactly(
                        "[Mailroom] Desk: the handler failed with an event", "[Mailroom] Desk: an event is put aside");
        assertThat(mails().get(0).text())
                .contains("Response group: Desk", "Profile: desk@example.com", "Event: ", "the database said no");
        assertThat(mails().get(1).text()).contains("CIR_", "What to do: Find out why");
        assertThat(mails().get(0).kind()).isEqualTo(AutomaticMessage.Kind.GENERATED);
        assertThat(mails().get(0).headers()).containsKey("X-Mailroom-Loop");
    }

    @Test
    void troubleByTheHundredMakesOneMailAtOnceAndOneLater() {
        for (int i = 0; i < 100; i++) {
            handler.answersNext(Outcome.FAILED);
        }
        deliver(100);

        try (Host host = receiver.group(desk()).start()) {
            receiver.clock.advance(Duration.ofMinutes(1));
            assertThat(mails()).hasSize(1);
            receiver.clock.advance(Duration.ofMinutes(20));
            assertThat(host.status().groups()).hasSize(1);
        }

        assertThat(mails()).hasSize(2);
        assertThat(mails().get(1).subject()).endsWith("(99 times)");
        assertThat(mails().get(1).text()).contains("And 79 more; the log has them all.");
    }

    @Test
    void aProfileThatCannotSendIsPassedOver() {
        receiver.post.carriedBy(message -> {
            if (message.headers().get("X-Mailroom-Loop").contains(DESK)) {
                throw new CommandNotSupportedException(AutomaticMessage.COMMAND, "This profile only receives.");
            }
        });
        handler.answersNext(Outcome.FAILED);
        deliver(1);

        receiver.group(desk()).start().close();

        assertThat(mails()).hasSize(1);
        assertThat(mails().get(0).headers().get("X-Mailroom-Loop")).contains(BACKUP);
    }

    @Test
    void aMailboxIsNotToldOfItsOwnTroubleThroughItself() {
        handler.answersNext(Outcome.FAILED);
        deliver(1);

        receiver.group(ResponseGroup.named("Desk")
                        .handler("tickets")
                        .profile(DESK)
                        .administrator(DESK))
                .start()
                .close();

        assertThat(mails()).isEmpty();
    }

    @Test
    void nobodyIsToldWithoutAnAdministratorOrInTestMode() {
        handler.answersNext(Outcome.FAILED).answersNext(Outcome.FAILED);
        deliver(1);
        receiver.post.delivers(BACKUP, "1", Mails.plain("other"));

        receiver.group(ResponseGroup.named("Desk").handler("tickets").profile(DESK))
                .group(ResponseGroup.named("Backup")
                        .handler("tickets")
                        .profile(BACKUP)
                        .administrator(ADMIN)
                        .argument(InputArguments.ENABLE_TEST_MODE, "True"))
                .start()
                .close();

        assertThat(handler.events()).hasSize(2);
        assertThat(mails()).isEmpty();
    }
}
