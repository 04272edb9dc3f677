package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Acknowledgement;
import io.mailroom.InputArguments;
import io.mailroom.ResponseGroup;
import io.mailroom.SpoolException;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.spi.AutomaticMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Senders of mail that a processor accepts are thanked as those of a group in real time are. */
class QueuedAcknowledgementsTest {
    private static final String DESK = "desk@example.com";

    private final RecordingHandler handler = new RecordingHandler();
    private final MemoryDisk disk = new MemoryDisk();
    private final Receiver receiver = new Receiver().on(disk).profile(DESK);

    private static ResponseGroup.Builder desk() {
        return ResponseGroup.named("Desk")
                .handler("tickets")
                .profile(DESK)
                .argument(InputArguments.REAL_TIME, "False")
                .acknowledgement(Acknowledgement.of("Got it: ${Subject}", "Dear ${SenderName}, it is here."));
    }

    private void receives(String subject) {
        receiver.post.delivers(DESK, subject, Mails.plain(subject));
        try (Host host = receiver.build()) {
            host.poll(DESK);
        }
    }

    private int processes() {
        try (QueueHost processor = receiver.processor("Desk", "tickets", handler)) {
            return processor.process();
        }
    }

    private List<String> subjects() {
        return receiver.post.sent().stream().map(AutomaticMessage::subject).toList();
    }

    /** Files of acknowledgements that are on their way. */
    private List<Path> acknowledgements() {
        return disk.files().keySet().stream()
                .filter(file -> file.getParent().endsWith("acks"))
                .toList();
    }

    @Test
    void theProcessorSendsWithItsOwnProfileAsSoonAsTheEventIsAccepted() {
        receiver.group(desk());
        receives("fire");
        assertThat(receiver.post.sent()).isEmpty();

        assertThat(processes()).isEqualTo(1);

        AutomaticMessage thanks = receiver.post.sent().get(0);
        assertThat(subjects()).containsExactly("Got it: fire");
        assertThat(thanks.to()).isEqualTo("ann@example.com");
        assertThat(thanks.text()).isEqualTo("Dear Ann, it is here.");
        assertThat(thanks.answers().get("Message-ID")).isEqualTo("<fire@example.com>");
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void theReceiverSendsForAProcessorWithoutTheProfile() {
        receiver.group(desk());
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));
        try (Host host = receiver.start();
                QueueHost processor = receiver.mutedProcessor("Desk", "tickets", handler)) {
            processor.process();
            assertThat(handler.subjects()).containsExactly("fire");
            assertThat(receiver.post.sent()).isEmpty();

            receiver.clock.advance(Duration.ofMinutes(1));

            assertThat(subjects()).containsExactly("Got it: fire");
            assertThat(host.status().groups()).hasSize(1);
        }
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void whatOneProcessorCouldNotSendTheNextSends() {
        receiver.group(desk());
        receives("fire");
        try (QueueHost muted = receiver.mutedProcessor("Desk", "tickets", handler)) {
            muted.process();
        }

        processes();
        processes();

        assertThat(subjects()).containsExactly("Got it: fire");
    }

    @Test
    void mailThatIsNotAcceptedIsNotThankedFor() {
        handler.answersNext(Outcome.FAILED).answersNext(Outcome.LATER);
        receiver.group(desk());
        receives("fire");
        receives("water");

        processes();

        assertThat(receiver.post.sent()).isEmpty();
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void nobodyIsThankedAgainstTheArgumentOrTheVerdict() {
        receiver.group(desk().argument(InputArguments.DISABLE_SEND_ACKNOWLEDGEMENT, "True"));
        receives("fire");
        processes();
        try (Host host = receiver.build()) {
            host.submit(desk().build());
            receiver.post.delivers(
                    DESK, "2", Mails.bytes("From: bot@example.org\nPrecedence: bulk\nSubject: list\n\nText\n"));
            host.poll(DESK);
        }

        processes();

        assertThat(handler.subjects()).containsExactly("fire", "list");
        assertThat(receiver.post.sent()).isEmpty();
    }

    @Test
    void anOutboxThatIsInUseElsewhereTakesItLater() {
        boolean[] full = {true};
        receiver.post.carriedBy(message -> {
            if (full[0]) {
                throw new SpoolException(DESK, "/sent", "no space", "Free some.", null);
            }
        });
        receiver.group(desk());
        receives("fire");

        processes();
        assertThat(acknowledgements()).hasSize(1);
        full[0] = false;
        processes();

        assertThat(subjects()).containsExactly("Got it: fire");
        assertThat(acknowledgements()).isEmpty();
    }

    @Test
    void aProcessorThatWasTakenForDeadThanksNobodyForItsEvent() {
        receiver.group(desk());
        receives("fire");
        RecordingHandler other = new RecordingHandler();
        handler.answersNext(event -> {
            disk.processDied(); // its lock is gone, as after a long pause on a disk of the network
            receiver.clock.advance(Duration.ofMinutes(2));
            try (QueueHost second = receiver.processor("Desk", "tickets", other)) {
                second.process();
                receiver.clock.advance(Duration.ofMinutes(2));
                second.process();
            }
            return Outcome.ACCEPTED;
        });

        processes();

        assertThat(other.subjects()).containsExactly("fire");
        assertThat(subjects()).containsExactly("Got it: fire");
        assertThat(acknowledgements()).isEmpty();
    }
}
