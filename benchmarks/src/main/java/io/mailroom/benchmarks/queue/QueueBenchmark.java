package io.mailroom.benchmarks.queue;

import io.mailroom.QueueProcessor;
import io.mailroom.benchmarks.Machine;
import io.mailroom.event.EventFields;
import io.mailroom.event.Outcome;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.QueueListener;
import io.mailroom.internal.queue.QueuedEvent;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.SafeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code QueueBenchmark [DIRECTORY [EVENTS ...]]}: for each number of events, fills a queue on disk, starts a processor, and
 * lets it hand all of them to a handler that accepts at once. All barriers are kept. 1,000, 10,000 and 100,000 events when
 * nothing is said.
 */
public final class QueueBenchmark {
    private static final String GROUP = "Bench";
    private static final int AT_ONCE = 500;
    private static final int WARM_UP = 500;

    private QueueBenchmark() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException {
        Path directory = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("mailroom-queue");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            sizes.add(Integer.parseInt(arguments[i]));
        }
        if (sizes.isEmpty()) {
            sizes.addAll(List.of(1_000, 10_000, 100_000));
        }
        measure(directory, WARM_UP);
        System.out.println("| events | start | hand-over | for each | heap at start | heap half-way |");
        System.out.println("|---:|---:|---:|---:|---:|---:|");
        for (int events : sizes) {
            System.out.println(measure(directory, events));
        }
    }

    private static String measure(Path directory, int events) throws IOException {
        Path home = directory.resolve("home-" + events);
        fill(home, events);
        long base = heapInUse();
        AtomicInteger handled = new AtomicInteger();
        long[] halfWay = new long[1];
        long began = System.nanoTime();
        try (QueueProcessor processor = QueueProcessor.builder()
                .home(home)
                .group(GROUP)
                .handler("bench", event -> {
                    if (handled.incrementAndGet() == events / 2) {
                        halfWay[0] = heapInUse();
                    }
                    return Outcome.ACCEPTED;
                })
                .build()) {
            long started = System.nanoTime();
            long atStart = heapInUse();
            long from = System.nanoTime();
            processor.process();
            long ended = System.nanoTime();
            if (handled.get() != events) {
                throw new IllegalStateException(handled + " of " + events + " events were handled");
            }
            return String.format(
                    Locale.ROOT,
                    "| %,d | %.0f ms | %.1f s | %.2f ms | %.1f MB | %.1f MB |",
                    events,
                    (started - began) / 1e6,
                    (ended - from) / 1e9,
                    (ended - from) / 1e6 / events,
                    (atStart - base) / 1e6,
                    (halfWay[0] - base) / 1e6);
        } finally {
            Machine.remove(home);
        }
    }

    private static void fill(Path home, int events) {
        Path directory = home.toAbsolutePath().normalize().resolve("queued").resolve(SafeName.escape(GROUP));
        EventQueue queue =
                EventQueue.open(new LocalDisk(), directory, Clock.systemUTC(), System::nanoTime, QueueListener.NONE);
        for (int from = 0; from < events; from += AT_ONCE) {
            List<QueuedEvent> some = new ArrayList<>();
            for (int i = from; i < Math.min(events, from + AT_ONCE); i++) {
                some.add(event(i));
            }
            queue.publish(queue.stage("1_1_1_1", some));
        }
    }

    private static QueuedEvent event(int number) {
        String id = ContentDigest.of(("event " + number).getBytes(StandardCharsets.US_ASCII))
                .hex();
        EventHeader header = new EventHeader(
                id,
                "support@example.com",
                "",
                "uid-" + number,
                id,
                Clock.systemUTC().instant(),
                List.of());
        return new QueuedEvent(
                header,
                Map.of(
                        EventFields.SUBJECT,
                        "mail " + number,
                        EventFields.TEXT_NOTE,
                        "x".repeat(2_000),
                        "@ProcessName",
                        "bench"));
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
