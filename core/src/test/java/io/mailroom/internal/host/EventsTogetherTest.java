package io.mailroom.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.LocalDisk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTogetherTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> durable = new ArrayList<>();

    @TempDir
    private Path home;

    private EventQueue queue;
    private EventsTogether together;

    @BeforeEach
    void open() {
        queue = EventQueue.open(
                new LocalDisk(), home.resolve("queued"), Clock.systemUTC(), nanos::get, new QueueListener() {});
        together = new EventsTogether(queue, nanos::get);
    }

    @Test
    void aQuickHandlerGetsMoreAndMoreEventsForOneForce() {
        publish(64);
        List<Integer> inHand = new ArrayList<>();

        for (int i = 0; i < 31; i++) {
            Claim claim = together.next().orElseThrow();
            inHand.add(inHand());
            accept(claim);
        }

        assertThat(inHand.subList(0, 15)).containsExactly(1, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8);
        assertThat(inHand.subList(15, 31)).containsOnly(16);
    }

    @Test
    void acceptancesAreToldWhenTheyAreDurableAndNotBefore() {
        publish(3);
        accept(together.next().orElseThrow());
        Claim second = together.next().orElseThrow();
        Claim third = together.next().orElseThrow();

        accept(second, false);
        assertThat(durable).containsExactly("event 0", "event 1");
        accept(third);

        assertThat(durable).containsExactly("event 0", "event 1", "event 2");
        assertThat(inHand()).isZero();
    }

    @Test
    void aSlowHandlerGetsOneEventAtATimeAndNobodyElseWaitsForIt() {
        publish(8);
        accept(together.next().orElseThrow());
        accept(together.next().orElseThrow());
        accept(together.next().orElseThrow());

        Claim slow = together.next().orElseThrow();
        Claim quick = together.next().orElseThrow();
        accept(quick, true);
        nanos.addAndGet(EventsTogether.MOST_WAIT.toNanos());
        accept(slow);

        assertThat(durable).hasSize(5);
        assertThat(together.held()).isEqualTo(2);
        together.next().orElseThrow();
        together.next().orElseThrow();
        together.next().orElseThrow();
        assertThat(together.held()).isZero();
    }

    @Test
    void whatWasBegunAndNoHandlerHasGoesBackWhenTheWorkersStop() {
        publish(4);
        accept(together.next().orElseThrow());
        Claim second = together.next().orElseThrow();
        together.accept(second, false, ours -> durable.add(subject(second)));

        together.stop();

        assertThat(durable).containsExactly("event 0", "event 1");
        assertThat(queue.waiting()).isEqualTo(2);
        assertThat(inHand()).isZero();
        assertThat(together.next().orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void nothingIsKeptForLaterAfterTheWorkersStopped() {
        publish(8);
        accept(together.next().orElseThrow());
        accept(together.next().orElseThrow());
        accept(together.next().orElseThrow());
        together.stop();

        Claim late = together.next().orElseThrow();

        assertThat(inHand()).isEqualTo(1);
        accept(late);
        assertThat(inHand()).isZero();
    }

    @Test
    void aFailedEventStillLetsTheAcceptedOnesBecomeDurable() {
        publish(3);
        accept(together.next().orElseThrow());
        Claim second = together.next().orElseThrow();
        Claim third = together.next().orElseThrow();
        together.accept(second, false, ours -> durable.add(subject(second)));

        queue.fail(third, "no");
        together.handled();

        assertThat(durable).containsExactly("event 0", "event 1");
    }

    private void accept(Claim claim) {
        accept(claim, false);
    }

    private void accept(Claim claim, boolean keepFiles) {
        together.accept(claim, keepFiles, ours -> durable.add(subject(claim)));
        together.handled();
    }

    private int inHand() {
        return queue.list(EventState::isHandling, 100).size();
    }

    private static String subject(Claim claim) {
        return claim.event().fields().get("Subject");
    }

    private void publish(int count) {
        List<QueuedEvent> events =
                IntStream.range(0, count).mapToObj(EventsTogetherTest::event).toList();
        List<EventName> staged = queue.stage("1_1_1_1", events);
        queue.publish(staged);
    }

    private static QueuedEvent event(int number) {
        String id = "%064x".formatted(number);
        EventHeader header =
                new EventHeader(id, "support", "pop_support", "uid" + number, id, Instant.EPOCH, List.of(), List.of());
        return new QueuedEvent(header, Map.of("Subject", "event " + number));
    }
}
