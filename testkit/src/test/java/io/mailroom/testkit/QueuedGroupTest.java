package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ResponseGroup;
import io.mailroom.event.Attachment;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.LocalFiles;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.spool.DirectoryFileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups whose events are queued for a processor. */
class QueuedGroupTest {
    private static final String ANN = "ann@example.com";

    private final MemoryDisk disk = new MemoryDisk();
    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver()
            .on(disk)
            .profile(ANN)
            .group(ResponseGroup.named("Support")
                    .profile(ANN)
                    .handler("tickets")
                    .argument("RealTime", "False")
                    .argument("RowId", "1-2A"));

    private QueueHost processor(EventHandler tickets) {
        return receiver.processor("Support", "tickets", tickets);
    }

    @Test
    void theReceiverCallsNoHandlerAndTheProcessorCallsItWithTheArgumentsOfTheGroup() {
        receiver.post.delivers(ANN, "1", Mails.withAttachment("one"));
        try (Host host = receiver.build()) {
            host.poll(ANN);
        }
        assertThat(handler.events()).isEmpty();

        try (QueueHost processor = processor(handler)) {
            assertThat(processor.process()).isEqualTo(1);
        }

        InboundEvent event = handler.events().get(0);
        assertThat(event.arguments()).containsEntry("RowId", "1-2A").containsEntry("ProcessName", "tickets");
        assertThat(LocalFiles.of(event.fields())).hasSize(2);
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void aProcessorThatRunsFindsNewEventsByItself() {
        try (Host host = receiver.start();
                QueueHost processor = processor(handler)) {
            processor.start();
            receiver.post.delivers(ANN, "1", Mails.plain("one"));
            receiver.clock.advance(Duration.ofSeconds(32));

            assertThat(handler.subjects()).containsExactly("one");
        }
    }

    @Test
    void aPausedEventIsOfferedAgainAfterFiveMinutesAndAFailedOneOnceMore() {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        handler.answersNext(Outcome.LATER).answersNext(Outcome.FAILED).answersNext(Outcome.FAILED);
        try (Host host = receiver.start();
                QueueHost processor = processor(handler)) {
            processor.start();
            receiver.clock.advance(Duration.ofSeconds(2));
            receiver.clock.advance(Duration.ofMinutes(4));
            assertThat(handler.events()).hasSize(1);

            receiver.clock.advance(Duration.ofMinutes(20));

            assertThat(handler.events()).hasSize(3);
            assertThat(disk.files().keySet().stream().map(Path::toString)).anyMatch(file -> file.endsWith(".failed"));
        }
    }

    @Test
    void anEventWhoseHandlerTheProcessorDoesNotHaveWaits() {
        receiver.post.delivers(ANN, "1", Mails.plain("one"));
        try (Host host = receiver.build()) {
            host.poll(ANN);
        }

        try (QueueHost processor = receiver.processor("Support", "orders", handler)) {
            processor.process();
        }

        assertThat(handler.events()).isEmpty();
        assertThat(disk.files().keySet().stream().map(Path::toString)).anyMatch(file -> file.endsWith(".paused"));
    }

    @Test
    void filesMoveToTheStoreAndGoFromThereWhenTheEventIsAccepted() {
        Path shared = Path.of("/shared");
        receiver.fileStore(new DirectoryFileStore(disk, shared));
        receiver.post.delivers(ANN, "1", Mails.withAttachment("one"));
        try (Host host = receiver.build()) {
            host.poll(ANN);
        }
        assertThat(disk.files().keySet().stream().map(file -> file.getFileName().toString()))
                .noneMatch(name -> name.startsWith("ATT_") || name.startsWith("OriginalMessageText_"));
        List<Path> seen = new ArrayList<>();

        try (QueueHost processor = processor(event -> {
            event.message().attachments().stream().map(Attachment::path).forEach(seen::add);
            assertThat(disk.files().keySet()).containsAll(seen);
            return Outcome.ACCEPTED;
        })) {
            processor.process();
        }

        assertThat(seen)
                .hasSize(2)
                .allSatisfy(path -> assertThat(path.getParent()).isEqualTo(shared));
        assertThat(SpoolContent.ofMessages(disk)).isEmpty();
    }

    @Test
    void aProcessorWithoutTheStoreLeavesTheEventToOthers() {
        receiver.fileStore(new DirectoryFileStore(disk, Path.of("/shared")));
        receiver.post.delivers(ANN, "1", Mails.withAttachment("one"));
        try (Host host = receiver.build()) {
            host.poll(ANN);
        }

        receiver.fileStore(io.mailroom.spool.FileStore.NONE);
        try (QueueHost processor = processor(handler)) {
            processor.process();
        }

        assertThat(handler.events()).isEmpty();
    }

    @Test
    void twoProcessorsShareTheEventsAndEachIsHandledOnce() {
        for (int i = 0; i < 50; i++) {
            receiver.post.delivers(ANN, "uid-" + i, Mails.plain("mail " + i));
        }
        try (Host host = receiver.build()) {
            host.poll(ANN);
        }
        RecordingHandler other = new RecordingHandler();
        QueueHost second = processor(other);
        handler.answersNext(event -> {
            second.process(); // the other one comes while this one has an event in hand
            return Outcome.ACCEPTED;
        });

        try (QueueHost first = processor(handler)) {
            first.process();
        }
        second.close();

        List<String> all = new ArrayList<>(handler.subjects());
        all.addAll(other.subjects());
        assertThat(all).hasSize(50).doesNotHaveDuplicates();
        assertThat(other.subjects()).isNotEmpty();
    }
}
