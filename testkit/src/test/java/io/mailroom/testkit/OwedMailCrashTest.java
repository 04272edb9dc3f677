package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.OwedMail;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever step the process dies in, and whatever a power cut leaves, an acknowledgement is given to the outbox at most once;
 * it is lost only in the step between taking it and the outbox's answer.
 */
class OwedMailCrashTest {
    /** Power-cut states looked at for each step. More with {@code -Dmailroom.crash.states=2000}. */
    private static final int STATES = Integer.getInteger("mailroom.crash.states", 12);

    private static final Path QUEUE = Path.of("/home/queued/desk");
    private static final List<String> SUBJECTS = List.of("printer on fire", "coffee is cold");

    private final ManualClock clock = ManualClock.at("2026-01-05T08:00:00Z");

    @Test
    void eachAcceptedEventIsAcknowledgedOnceAndNothingIsLeft() {
        MemoryDisk disk = received();
        List<String> outbox = new ArrayList<>();

        live(disk, outbox);

        assertThat(outbox).containsExactlyInAnyOrderElementsOf(ids());
        assertThat(disk.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverEndsTheProcessNobodyIsAnsweredTwice(boolean powerCut) {
        FaultyDisk clean = FaultyDisk.around(received());
        live(clean, new ArrayList<>());
        AtomicInteger states = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();

        for (int step = 1; step <= clean.steps(); step++) {
            MemoryDisk disk = received();
            List<String> before = dyingAfter(step, disk);
            String where = "step " + step + ", " + clean.name(step);
            if (powerCut) {
                states.addAndGet(CrashStates.of(disk)
                        .visit(STATES, step, state -> lost.addAndGet(revive(state, before, where))));
            } else {
                lost.addAndGet(revive(disk.processDied(), before, where));
                states.incrementAndGet();
            }
        }

        assertThat(states.get()).isGreaterThanOrEqualTo(clean.steps());
        assertThat(lost.get()).as("the documented window exists and was hit").isPositive();
    }

    /** @return what the outbox has */
    private List<String> dyingAfter(int step, MemoryDisk disk) {
        FaultyDisk doomed = FaultyDisk.around(disk).crashAfter(step);
        List<String> outbox = new ArrayList<>();
        try {
            live(doomed, outbox);
        } catch (SimulatedCrash crash) {
            assertThat(doomed.isDead()).isTrue();
        }
        return outbox;
    }

    /** @return acknowledgements lost in the window */
    private int revive(MemoryDisk disk, List<String> before, String where) {
        Set<String> inTheWindow = new HashSet<>();
        disk.files().keySet().forEach(file -> {
            String name = file.getFileName().toString();
            if (name.endsWith(".sending")) {
                inTheWindow.add(name.substring(0, name.indexOf('.')));
            }
        });
        List<String> outbox = new ArrayList<>(before);

        live(disk, outbox);

        assertThat(outbox).as(where).doesNotHaveDuplicates();
        List<String> missing = ids();
        missing.removeAll(outbox);
        assertThat(inTheWindow).as(where).containsAll(missing);
        assertThat(disk.files()).as(where).isEmpty();
        return missing.size();
    }

    /** A disk on which the events wait, durably. */
    private MemoryDisk received() {
        MemoryDisk disk = new MemoryDisk();
        EventQueue queue = open(disk);
        queue.publish(queue.stage("1_1_1_1", SUBJECTS.stream().map(this::event).toList()));
        return disk;
    }

    private EventQueue open(Disk disk) {
        return EventQueue.open(disk, QUEUE, clock, clock::nanoTime, QueueListener.NONE);
    }

    /** One life of a process: recovers, handles, acknowledges. */
    private void live(Disk disk, List<String> outbox) {
        EventQueue queue = open(disk);
        OwedMail owed = queue.owedMail();
        queue.recoverInterrupted();
        owed.due().forEach(id -> send(owed, id, outbox));
        for (List<Claim> claims = queue.begin(1); !claims.isEmpty(); claims = queue.begin(1)) {
            QueuedEvent event = claims.get(0).event();
            OwedMail.Note note = owed.owe(event).orElseThrow();
            assertThat(queue.accept(claims, false)).hasSize(1);
            owed.release(note);
            send(owed, event.header().eventId(), outbox);
        }
        queue.close();
    }

    private static void send(OwedMail owed, String id, List<String> outbox) {
        owed.take(id).ifPresent(taken -> {
            outbox.add(taken.order().header().eventId()); // durable in itself
            owed.done(taken);
        });
    }

    private static List<String> ids() {
        return new ArrayList<>(SUBJECTS.stream().map(OwedMailCrashTest::id).toList());
    }

    private static String id(String subject) {
        return ContentDigest.of(subject.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    private QueuedEvent event(String subject) {
        String id = id(subject);
        return new QueuedEvent(
                new EventHeader(id, "p", "m", "uid", id, clock.instant(), List.of()), Map.of("Subject", subject));
    }
}
