package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Acknowledgement;
import io.mailroom.CommunicationsException;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.QueueHost;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spool.DirectoryFileStore;
import io.mailroom.spool.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A receiver that queues and a processor that handles, with their files in a store: killed before and after each single step
 * on disk, and each step refused once. Then both start again.
 */
class QueuedGroupCrashTest {
    private static final String DESK = "desk@example.com";
    private static final List<String> SUBJECTS = List.of("one", "two");
    private static final int MOST_STEPS = 2_000;

    enum Fault {
        KILLED_BEFORE,
        KILLED_AFTER,
        REFUSED
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void eachMailIsHandledAndARepeatIsFlaggedAndNobodyIsThankedTwice(Fault fault) {
        List<String> violations = new ArrayList<>();
        int step = 1;
        for (boolean reached = true; reached && step < MOST_STEPS; step++) {
            reached = oneRun(fault, step, violations);
        }

        assertThat(step).as("steps").isBetween(100, MOST_STEPS - 1);
        assertThat(violations).isEmpty();
    }

    /** False when the run is over before that step. */
    private static boolean oneRun(Fault fault, int step, List<String> violations) {
        MemoryDisk disk = new MemoryDisk();
        FaultyDisk faulty = FaultyDisk.around(disk);
        switch (fault) {
            case KILLED_BEFORE -> faulty.crashBefore(step);
            case KILLED_AFTER -> faulty.crashAfter(step);
            case REFUSED -> faulty.failAt(step, DiskFaults::ioError);
        }
        RecordingHandler handler = new RecordingHandler();
        Receiver receiver = new Receiver()
                .profile(DESK)
                .group(ResponseGroup.named("Support")
                        .profile(DESK)
                        .handler("tickets")
                        .acknowledgement(Acknowledgement.of("${Subject}", "It is here."))
                        .argument("RealTime", "False"));
        SUBJECTS.forEach(subject -> receiver.post.delivers(DESK, subject, Mails.withAttachment(subject)));
        life(receiver, faulty, handler);
        receiver.post.everybodyLeaves();
        disk.processDied();
        life(receiver, disk, handler);
        receiver.clock.advance(Duration.ofMinutes(6));
        life(receiver, disk, handler);
        boolean reached = faulty.steps() >= step;
        String when = fault + " at step " + step + (reached ? ", " + faulty.name(step) : "");
        judge(when, handler, disk, violations);
        judgeThanks(when, receiver.post.sent(), violations);
        return reached;
    }

    /** One life of both programs, as far as it goes. */
    private static void life(Receiver receiver, Disk disk, RecordingHandler handler) {
        receiver.on(disk).fileStore(new DirectoryFileStore(disk, Path.of("/shared")));
        try {
            try (Host host = receiver.build()) {
                host.poll(DESK);
                host.poll(DESK);
            }
            try (QueueHost processor = receiver.processor("Support", "tickets", handler)) {
                processor.process();
            }
        } catch (SimulatedCrash | CommunicationsException ended) {
            return; // the next life makes up for it
        }
    }

    private static void judge(String when, RecordingHandler handler, MemoryDisk disk, List<String> violations) {
        for (String subject : SUBJECTS) {
            List<InboundEvent> calls = handler.events().stream()
                    .filter(event -> event.fields().get(EventFields.SUBJECT).equals(subject))
                    .toList();
            if (calls.isEmpty()) {
                violations.add(when + ": lost " + subject);
            }
            calls.stream()
                    .skip(1)
                    .filter(again -> !again.possibleDuplicate())
                    .forEach(again -> violations.add(when + ": " + subject + " again without a flag"));
        }
        List<Path> left = SpoolContent.ofMessages(disk);
        if (!left.isEmpty()) {
            violations.add(when + ": left " + left);
        }
    }

    /** Once each; none only when the fault met the acknowledgement itself, or the outbox while it took it (it needs the key). */
    private static void judgeThanks(String when, List<AutomaticMessage> sent, List<String> violations) {
        for (String subject : SUBJECTS) {
            long thanks = sent.stream()
                    .filter(message -> message.subject().equals(subject))
                    .count();
            boolean wasTheFault = when.contains(", ack.") || when.contains(", loopkey.");
            if (thanks > 1 || thanks == 0 && !wasTheFault) {
                violations.add(when + ": " + thanks + " thanks for " + subject);
            }
        }
    }
}
