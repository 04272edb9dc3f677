package io.mailroom.benchmarks.poll;

import io.mailroom.Communications;
import io.mailroom.ResponseGroup;
import io.mailroom.benchmarks.Machine;
import io.mailroom.benchmarks.Options;
import io.mailroom.event.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * {@code PollBenchmark [--seconds 90] [--interval 10]}: one receiver and 400 mailboxes of healthy servers, first alone, then
 * with 50 of servers that take 12 s for nothing and 50 of servers that never answer. Tells how many threads it took, and how
 * much later than the polling interval says the sessions with the healthy ones began. No network and no mail: what is
 * measured is who has to wait for whom.
 */
public final class PollBenchmark {
    private static final String HANDLER = "none";

    private PollBenchmark() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(arguments, List.of(), List.of("seconds", "interval"));
        int seconds = options.number("seconds", 90);
        Duration interval = Duration.ofSeconds(options.number("interval", 10));
        System.out.println(
                "| servers | mailboxes | threads | sessions with healthy ones | each reached after | late: median |"
                        + " 99% | most |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
        System.out.println(measure("healthy", List.of(ServerKind.HEALTHY), seconds, interval));
        System.out.println(measure("with slow and dead ones", List.of(ServerKind.values()), seconds, interval));
    }

    private static String measure(String name, List<ServerKind> kinds, int seconds, Duration interval)
            throws IOException, InterruptedException {
        Ledger ledger = new Ledger(interval.toNanos());
        Path home = Files.createTempDirectory("mailroom-poll");
        ResponseGroup.Builder group = ResponseGroup.named("All").handler(HANDLER);
        Communications.Builder builder = Communications.builder()
                .home(home)
                .driver(new EmptyMailboxes(ledger))
                .handler(HANDLER, event -> Outcome.ACCEPTED);
        int mailboxes = 0;
        for (ServerKind kind : kinds) {
            for (int i = 0; i < kind.mailboxes; i++) {
                builder.profile(EmptyMailboxes.profile(kind, i, interval));
                group.profile(kind.mailbox(i));
                mailboxes++;
            }
        }
        int threads = 0;
        try (Communications mailroom = builder.group(group.build()).build()) {
            mailroom.start();
            for (int i = 0; i < 10 * seconds; i++) {
                Thread.sleep(100);
                threads = Math.max(threads, threadsOfOurs());
            }
            String row = row(name, mailboxes, threads, ledger, seconds);
            mailroom.stop(Duration.ofMillis(100));
            return row;
        } finally {
            Machine.remove(home);
        }
    }

    private static String row(String name, int mailboxes, int threads, Ledger ledger, int seconds) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d, %.0f/s | %.1f s | %.2f s | %.2f s | %.2f s |",
                name,
                mailboxes,
                threads,
                ledger.sessions(),
                1.0 * ledger.sessions() / seconds,
                ledger.allReachedAfter(),
                ledger.delay(0.5),
                ledger.delay(0.99),
                ledger.delay(1));
    }

    private static int threadsOfOurs() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mailroom"))
                .count();
    }
}
