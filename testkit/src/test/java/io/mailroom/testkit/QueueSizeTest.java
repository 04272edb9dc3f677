package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueSizeTest {
    private static final int EVENTS = Integer.getInteger("mailroom.queued.events", 5_000);

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");

    /** A start looks at each name once and at no content; handing over costs the same number of steps for each event. */
    @Test
    void whatAStartAndEachHandOverCostDoesNotDependOnTheNumberOfEvents() {
        MemoryDisk disk = new MemoryDisk();
        EventQueue filling = open(FaultyDisk.around(disk));
        IntStream.range(0, EVENTS / 100).forEach(i -> filling.publish(filling.stage("1_1_1_1", hundred(i))));

        FaultyDisk counting = FaultyDisk.around(disk);
        EventQueue queue = open(counting);
        int start = counting.steps();
        int handled = 0;
        for (List<Claim> claims = queue.begin(10); !claims.isEmpty(); claims = queue.begin(10)) {
            queue.accept(claims, false);
            handled += claims.size();
        }

        queue.close();

        assertThat(start).isLessThan(5);
        assertThat(handled).isEqualTo(EVENTS);
        assertThat((counting.steps() - start) / (double) handled).isLessThan(6.0);
        assertThat(disk.files()).isEmpty();
    }

    private EventQueue open(FaultyDisk disk) {
        return EventQueue.open(disk, Path.of("/queued/group"), clock, clock::nanoTime, QueueListener.NONE);
    }

    private List<QueuedEvent> hundred(int number) {
        return IntStream.range(0, 100)
                .mapToObj(i -> {
                    String id = ContentDigest.of((number + "." + i).getBytes(StandardCharsets.US_ASCII))
                            .hex();
                    EventHeader header = new EventHeader(id, "p", "m", "uid", id, clock.instant(), List.of());
                    return new QueuedEvent(header, Map.of("Subject", "x".repeat(100)));
                })
                .toList();
    }
}
