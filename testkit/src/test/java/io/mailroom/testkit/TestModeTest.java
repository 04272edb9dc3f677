package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Acknowledgement;
import io.mailroom.InputArguments;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.Command;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A group in test mode changes nothing, and says what it would have done. */
class TestModeTest {
    private static final String DESK = "desk@example.com";

    private final RecordingHandler handler = new RecordingHandler();
    private final MemoryDisk disk = new MemoryDisk();
    private final Receiver receiver =
            new Receiver().on(disk).handler("tickets", handler).profile(DESK);

    private static ResponseGroup.Builder desk(boolean testMode) {
        return ResponseGroup.named("Desk")
                .handler("tickets")
                .profile(DESK)
                .acknowledgement(Acknowledgement.of("Thanks", "Thank you"))
                .argument(InputArguments.ENABLE_TEST_MODE, testMode ? "True" : "False");
    }

    @Test
    void theHandlerHearsOfEachMailOnceAndTheServerOfNothing() {
        receiver.post.delivers(DESK, "1", Mails.withAttachment("fire")).delivers(DESK, "2", Mails.plain("water"));

        try (Host host = receiver.group(desk(true)).start()) {
            receiver.clock.advance(Duration.ofMinutes(10));
            assertThat(host.status().groups()).hasSize(1);
        }

        assertThat(handler.subjects()).containsExactly("fire", "water");
        assertThat(handler.events().get(0).arguments()).containsEntry("Enable Test Mode", "True");
        assertThat(receiver.post.uids(DESK)).containsExactly("1", "2");
        assertThat(receiver.post.sent()).isEmpty();
        assertThat(receiver.rehearsed)
                .hasSize(2)
                .allMatch(would -> would.equals(
                        "It would be accepted, its files removed. ann@example.com would get an acknowledgement."));
    }

    @Test
    void aFailureIsOnlyToldAndNothingIsLeftOfTheEvent() {
        handler.answersNext(Outcome.FAILED.because("no such customer"));
        receiver.post.delivers(DESK, "1", Mails.withAttachment("fire"));

        receiver.group(desk(true)).start().close();

        assertThat(receiver.rehearsed)
                .containsExactly("It would be tried once more (no such customer), and then put aside.");
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void commandsAreNotCarriedOut() {
        try (Host host = receiver.group(desk(true)).start()) {
            Command command = new Command(AutomaticMessage.COMMAND, "anything");

            assertThat(host.invoke(DESK, command).summary())
                    .isEqualTo("test mode: QueueAutomaticMessage was not carried out");
        }
    }

    @Test
    void whenTestModeEndsTheMailIsReceivedInEarnest() {
        receiver.post.delivers(DESK, "1", Mails.plain("fire"));

        try (Host host = receiver.group(desk(true)).start()) {
            host.submit(desk(false).build());
            receiver.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(handler.subjects()).containsExactly("fire", "fire");
        assertThat(receiver.post.uids(DESK)).isEmpty();
        assertThat(receiver.post.sent()).hasSize(1);
        assertThat(disk.files().keySet())
                .noneMatch(file -> file.startsWith(Path.of("/mailroom/test-mode/queued/Desk/CIR")));
    }
}
