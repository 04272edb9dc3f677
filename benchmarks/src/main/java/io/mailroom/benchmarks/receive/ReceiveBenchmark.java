package io.mailroom.benchmarks.receive;

import io.mailroom.benchmarks.line.DelayLine;
import io.mailroom.benchmarks.receive.Account.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ReceiveBenchmark [ROUNDS [SCENARIO...]]}: receives the same mails with us and with others from the Dovecot that
 * the mailhost runs, directly and over a line with 20 ms a round trip. Each round goes through all of them in turn; the
 * tables give medians of messages a second. Those that wait for each answer get fewer mails over the long line, because
 * what they need grows with each mail by the same.
 *
 * <p>Scenarios are {@code near} (2,000 mails of 8 KB), {@code big} (200 of 1 MB), {@code far} (2,000 of 8 KB at 20 ms;
 * 200 for those that wait) and {@code whole} (the same with 2,000 for all, which takes half an hour a round). Without any:
 * the first three. The server is found by the environment that {@code mailhost env} prints; its Maildirs are written to, so
 * this runs as root, as the mailhost does.
 */
public final class ReceiveBenchmark {
    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 1024 * 1024;
    private static final int MANY = 2_000;
    private static final int FEW = 200;
    private static final int ROUND_TRIP_MILLIS = 20;

    private final int rounds;
    private final Path mailhost;

    private ReceiveBenchmark(int rounds) {
        this.rounds = rounds;
        this.mailhost = Path.of(environment("MAILHOST_DIR"));
    }

    /** A way, what it is called, and whether it waits for the server before it asks for more. */
    private record Contestant(String name, Way way, boolean waits) {}

    /** Prints the tables. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        List<String> scenarios =
                arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of("near", "big", "far");
        ReceiveBenchmark benchmark = new ReceiveBenchmark(rounds);
        for (String scenario : scenarios) {
            for (Protocol protocol : Protocol.values()) {
                benchmark.measure(scenario, protocol);
            }
        }
        System.exit(0); // Camel leaves threads behind
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: start the mailhost and load its environment.");
        }
        return value;
    }

    private static List<Contestant> contestants() {
        return List.of(
                new Contestant("Mailroom", Ours::byDefault, false),
                new Contestant("Mailroom, one session", Ours::inOneSession, false),
                new Contestant("Mailroom, one session, nothing forced", Unforced::inOneSession, false),
                new Contestant("floor: stores, forces in groups, no more", Floor::receive, false),
                new Contestant("Angus Mail", Peers::angus, true),
                new Contestant("Spring Integration Mail", Peers::spring, true),
                new Contestant("Apache Camel Mail", Peers::camel, true));
    }

    private void measure(String scenario, Protocol protocol) throws Exception {
        int port = Integer.parseInt(environment("MAILHOST_" + protocol));
        switch (scenario) {
            case "near" -> compare(protocol, port, port, MANY, MANY, SMALL, "0 ms");
            case "big" -> compare(protocol, port, port, FEW, FEW, LARGE, "0 ms");
            case "far", "whole" -> {
                try (DelayLine line = new DelayLine(port, ROUND_TRIP_MILLIS)) {
                    int few = scenario.equals("far") ? FEW : MANY;
                    compare(protocol, line.port(), port, MANY, few, SMALL, ROUND_TRIP_MILLIS + " ms");
                }
            }
            default -> throw new IllegalArgumentException(scenario + " is none of near, big, far, whole.");
        }
    }

    private void compare(
            Protocol protocol, int port, int nearPort, int count, int countOfThoseThatWait, int bytes, String line)
            throws Exception {
        ServerMailbox mailbox = new ServerMailbox(mailhost, "user1");
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Contestant each : contestants()) {
            run(each.way(), new Account(protocol, nearPort, "user1"), mailbox, count / 5, bytes); // warms up
        }
        for (int round = 0; round < rounds; round++) {
            for (Contestant each : contestants()) {
                int mails = each.waits() ? countOfThoseThatWait : count;
                double seconds = run(each.way(), new Account(protocol, port, "user1"), mailbox, mails, bytes);
                rates.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(mails / seconds);
                counts.put(each.name(), mails);
                System.err.printf(Locale.ROOT, "%s %s %s: %d in %.2f s%n", protocol, line, each.name(), mails, seconds);
            }
        }
        print("%s, mails of %d KB, %s a round trip".formatted(protocol, bytes / 1024, line), rates, counts);
    }

    private double run(Way way, Account account, ServerMailbox mailbox, int count, int bytes) throws Exception {
        mailbox.fill(count, bytes);
        Path directory = Files.createTempDirectory("mailroom-bench");
        try {
            long began = System.nanoTime();
            int received = way.receive(account, directory, count);
            double seconds = (System.nanoTime() - began) / 1e9;
            if (received != count || mailbox.left() != 0) {
                throw new IOException(
                        received + " of " + count + " received, " + mailbox.left() + " left on the server");
            }
            return seconds;
        } finally {
            ServerMailbox.removeAll(directory);
        }
    }

    private static void print(String title, Map<String, List<Double>> rates, Map<String, Integer> counts) {
        double ours = median(rates.values().iterator().next());
        System.out.println("\n### " + title
                + "\n\n| | mails | mails/s | all rounds | Mailroom is faster by |\n|---|---:|---:|---|---:|");
        rates.forEach((name, all) -> {
            List<String> texts = all.stream()
                    .map(each -> String.format(Locale.ROOT, "%.0f", each))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %s | %.2f |%n",
                    name,
                    counts.get(name),
                    median(all),
                    String.join(" ", texts),
                    ours / median(all));
        });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
