package io.mailroom.benchmarks.send;

import io.mailroom.benchmarks.line.DelayLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code SendBenchmark [ROUNDS [near|far]]}: sends the same messages with us and with others to the servers that the mailhost runs,
 * {@code smtp-sink} and Postfix, directly and over a line with 20 ms a round trip. Each round goes through all of them in
 * turn; the table gives medians. The servers are found by the environment that {@code mailhost env} prints.
 */
public final class SendBenchmark {
    private static final int BYTES = 8 * 1024;
    private static final int MANY = 2_000;
    private static final int FEW = 200;
    private static final int ROUND_TRIP_MILLIS = 20;
    private static final int POOL = 4;

    private SendBenchmark() {}

    private interface Way {
        void send(Job job) throws Exception;
    }

    /** Prints the tables. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int sink = port("MAILHOST_SINK");
        int postfix = port("MAILHOST_SMTP");
        Map<String, Way> near = new LinkedHashMap<>();
        near.put("Mailroom, pool of 4", job -> Ours.sender(job, POOL));
        near.put("Mailroom, 1 connection", job -> Ours.sender(job, 1));
        near.put("Mailroom, pool of 4, durable record", job -> Ours.durable(job, POOL));
        near.put("Angus, kept, TCP_NODELAY", Peers::angusKept);
        Map<String, Way> far = new LinkedHashMap<>(near);
        far.put("Mailroom, pool of 4, composing", job -> Ours.composing(job, POOL));
        far.put("Simple Java Mail, synchronous", Peers::simpleJavaMail);
        far.put("Commons Email", Peers::commonsEmail);
        far.put("Angus, a connection per mail", Peers::angusPerMail);
        if (arguments.length < 2 || arguments[1].equals("near")) {
            measure("smtp-sink, 0 ms, " + MANY + " mails of 8 KB", near, sink, MANY, sink, rounds);
            measure("Postfix, 0 ms, " + MANY + " mails of 8 KB", near, postfix, MANY, sink, rounds);
        }
        if (arguments.length > 1 && arguments[1].equals("near")) {
            return;
        }
        try (DelayLine line = new DelayLine(sink, ROUND_TRIP_MILLIS)) {
            measure("smtp-sink, 20 ms, " + FEW + " mails of 8 KB", far, line.port(), FEW, sink, rounds);
        }
        try (DelayLine line = new DelayLine(postfix, ROUND_TRIP_MILLIS)) {
            measure("Postfix, 20 ms, " + FEW + " mails of 8 KB", far, line.port(), FEW, sink, rounds);
        }
    }

    private static int port(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: start the mailhost and load its environment.");
        }
        return Integer.parseInt(value);
    }

    private static void measure(String title, Map<String, Way> ways, int port, int count, int warmPort, int rounds)
            throws Exception {
        String from = "bench@mailhost.test";
        String to = "x@discard.test";
        byte[] message = Job.messageOf(BYTES, from, to);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (Way way : ways.values()) {
            way.send(new Job(warmPort, MANY / 5, message, from, to));
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                long began = System.nanoTime();
                way.getValue().send(new Job(port, count, message, from, to));
                seconds.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add((System.nanoTime() - began) / 1e9);
            }
        }
        print(title, seconds);
    }

    private static void print(String title, Map<String, List<Double>> seconds) {
        double ours = median(seconds.values().iterator().next());
        System.out.println("\n### " + title + "\n\n| | median | all | times the pool's |\n|---|---:|---|---:|");
        seconds.forEach((name, all) -> {
            List<String> texts = all.stream()
                    .map(each -> String.format(Locale.ROOT, "%.2f", each))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f s | %s | %.1f |%n",
                    name,
                    median(all),
                    String.join(" ", texts),
                    median(all) / ours);
        });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
