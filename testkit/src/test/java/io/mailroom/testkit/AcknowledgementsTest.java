package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Acknowledgement;
import io.mailroom.InputArguments;
import io.mailroom.ResponseGroup;
import io.mailroom.SpoolException;
import io.mailroom.event.AutomaticMail;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.CommandNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders of accepted mail get, and when they get nothing. */
class AcknowledgementsTest {
    private static final String DESK = "desk@example.com";

    private final RecordingHandler handler = new RecordingHandler();
    private final MemoryDisk disk = new MemoryDisk();
    private Receiver receiver = receiver(disk);

    private Receiver receiver(MemoryDisk on) {
        return new Receiver().on(on).handler("tickets", handler).profile(DESK);
    }

    private static ResponseGroup.Builder desk() {
        return ResponseGroup.named("Desk")
                .handler("tickets")
                .profile(DESK)
                .acknowledgement(Acknowledgement.of("Got it: ${Subject}", "Dear ${SenderName}, it is here."));
    }

    private List<String> thanked() {
        return receiver.post.sent().stream().map(AutomaticMessage::to).toList();
    }

    @Test
    void theSenderOfAnAcceptedMailIsThankedOnceInHisThreadUnderOurSeal() {
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));

        try (Host host = receiver.group(desk()).start()) {
            receiver.clock.advance(Duration.ofMinutes(10));

            assertThat(host.status().groups()).hasSize(1);
        }

        AutomaticMessage thanks = receiver.post.sent().get(0);
        assertThat(receiver.post.sent()).hasSize(1);
        assertThat(thanks.to()).isEqualTo("ann@example.com");
        assertThat(thanks.subject()).isEqualTo("Got it: fire");
        assertThat(thanks.text()).isEqualTo("Dear Ann, it is here.");
        assertThat(thanks.kind()).isEqualTo(AutomaticMessage.Kind.REPLIED);
        assertThat(thanks.answers().get("Message-ID")).isEqualTo("<fire@example.com>");
        assertThat(thanks.headers().get(AutomaticMail.LOOP_FIELD)).startsWith("v1; desk@example.com; ");
        assertThat(acks()).isEmpty();
    }

    @Test
    void nobodyIsThankedWithoutWordsOrAgainstTheArgument() {
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));
        ResponseGroup.Builder silent = desk().argument(InputArguments.DISABLE_SEND_ACKNOWLEDGEMENT, "True");

        try (Host host = receiver.group(silent).start()) {
            host.submit(
                    ResponseGroup.named("Desk").handler("tickets").profile(DESK).build());
            receiver.post.delivers(DESK, "2", Mails.plain("water"));
            receiver.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(handler.subjects()).containsExactly("fire", "water");
        assertThat(thanked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Precedence: bulk",
                "List-Id: <users.example.org>",
                "Return-Path: <>",
                "X-Mailroom-Loop: anything",
                "Reply-To: desk@example.com",
                "X-Auto-Response-Suppress: All"
            })
    void nobodyIsThankedAgainstTheVerdict(String field) {
        receiver.post.delivers(DESK, "1", Mails.bytes("From: bot@example.org\n" + field + "\nSubject: x\n\nText\n"));

        receiver.group(desk()).start().close();

        assertThat(handler.subjects()).containsExactly("x");
        assertThat(thanked()).isEmpty();
    }

    @Test
    void manyReplyAddressesAreNotWrittenTo() {
        receiver.post.delivers(
                DESK,
                "1",
                Mails.bytes("From: Ann <ann@example.com>\nReply-To: a@v.test, b@v.test\nSubject: x\n\nText\n"));
        receiver.post.delivers(
                DESK,
                "2",
                Mails.bytes("From: Ann <ann@example.com>\nReply-To: Bob <bob@v.test>\nSubject: y\n\nText\n"));

        receiver.group(desk()).start().close();

        assertThat(thanked()).containsExactly("ann@example.com", "bob@v.test");
    }

    @Test
    void mailThatIsNotAcceptedIsNotThankedForUntilItIs() {
        handler.answersNext(Outcome.FAILED).answersNext(Outcome.LATER);
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));

        try (Host host = receiver.group(desk()).start()) {
            assertThat(thanked()).isEmpty();
            receiver.clock.advance(Duration.ofMinutes(6));
            assertThat(thanked()).isEmpty();
            receiver.clock.advance(Duration.ofMinutes(6));
            assertThat(host.status().groups().get(0).waiting()).isZero();
        }

        assertThat(thanked()).containsExactly("ann@example.com");
    }

    @Test
    void oneAddressIsThankedAFewTimesAnHourEvenWithoutLoopDetection() {
        for (int i = 0; i < 20; i++) {
            receiver.post.delivers(DESK, "uid-" + i, Mails.plain("mail " + i));
        }

        receiver.group(desk()).start().close();

        assertThat(handler.subjects()).hasSize(20);
        assertThat(thanked()).hasSize(5);
    }

    @Test
    void whatTheOutboxDoesNotTakeNowGoesLater() {
        boolean[] full = {true};
        receiver.post.carriedBy(message -> {
            if (full[0]) {
                throw new SpoolException(DESK, "/sent", "no space", "Free some.", null);
            }
        });
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));

        try (Host host = receiver.group(desk()).start()) {
            assertThat(acks()).containsExactly(".due");
            full[0] = false;
            receiver.clock.advance(Duration.ofMinutes(2));
            assertThat(host.status().groups()).hasSize(1);
        }

        assertThat(thanked()).containsExactly("ann@example.com");
        assertThat(acks()).isEmpty();
    }

    @Test
    void aProfileThatCannotSendThanksNobodyAndKeepsReceiving() {
        receiver.post.carriedBy(message -> {
            throw new CommandNotSupportedException(AutomaticMessage.COMMAND, "This profile only receives.");
        });
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));

        receiver.group(desk()).start().close();

        assertThat(handler.subjects()).containsExactly("fire");
        assertThat(acks()).isEmpty();
    }

    @Test
    void whatWasDueWhenTheProcessDiedGoesAfterTheNextStart() {
        receiver.post.carriedBy(message -> {
            throw new SpoolException(DESK, "/sent", "no space", "Free some.", null);
        });
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));
        receiver.group(desk()).start().close();

        receiver = receiver(disk.processDied());
        try (Host host = receiver.group(desk()).start()) {
            receiver.clock.advance(Duration.ofMinutes(2));
            assertThat(host.status().groups()).hasSize(1);
        }

        assertThat(thanked()).containsExactly("ann@example.com");
    }

    private List<String> acks() {
        return disk.files().keySet().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> Stream.of(".owed", ".due", ".sending").anyMatch(name::endsWith))
                .map(name -> name.substring(name.lastIndexOf('.')))
                .toList();
    }
}
