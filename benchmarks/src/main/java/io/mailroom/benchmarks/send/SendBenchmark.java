package io.mailroom.benchmarks.send;

import io.mailroom.benchmarks.Machine;
import io.mailroom.benchmarks.Options;
import io.mailroom.benchmarks.Page;
import io.mailroom.benchmarks.line.DelayLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code SendBenchmark [ROUNDS] [--only near|far] [--docs DIR]}: sends the same messages with us and with others to the servers
 * that the mailhost runs, {@code smtp-sink} and Postfix, directly and over a line with 20 ms a round trip. Directly, each round goes
 * through all of them in turn, and the table gives medians; over the line, where the time is that of the line, there is one round,
 * and whoever connects for each mail sends a quarter of the mails, told four times. The servers are found by the environment that
 * {@code mailhost env} prints. With {@code --docs} the table goes into {@code sending.md} there.
 */
public final class SendBenchmark {
    private static final int BYTES = 8 * 1024;
    private static final int MANY = 2_000;
    private static final int FEW = 200;
    private static final int PARTS = 4;
    private static final int ROUND_TRIP_MILLIS = 20;
    private static final int POOL = 4;
    private static final String FROM = "bench@mailhost.test";
    private static final String TO = "x@discard.test";

    private final List<Column> columns = new ArrayList<>();

    private interface Way {
        void send(Job job) throws Exception;
    }

    /** Seconds of each way at one server, all rounds. */
    private record Column(String title, Map<String, List<Double>> seconds) {
        void add(String way, double took) {
            seconds.computeIfAbsent(way, key -> new ArrayList<>()).add(took);
        }

        /** Empty when it was not measured here. */
        String median(String way) {
            List<Double> all = seconds.getOrDefault(way, List.of());
            return all.isEmpty() ? "" : text(all.stream().sorted().toList().get(all.size() / 2)) + " s";
        }

        void print() {
            System.out.println("\n" + title);
            seconds.forEach((way, all) -> System.out.printf(
                    "  %-40s %8s   of %s%n",
                    way, median(way), all.stream().map(Column::text).toList()));
        }

        private static String text(double seconds) {
            return String.format(Locale.ROOT, "%.2f", seconds);
        }
    }

    private SendBenchmark() {}

    /** Prints the tables. */
    public static void main(String[] arguments) throws Exception {
        boolean counted = arguments.length > 0 && !arguments[0].startsWith("--");
        int rounds = counted ? Integer.parseInt(arguments[0]) : 3;
        Options options = new Options(
                Arrays.copyOfRange(arguments, counted ? 1 : 0, arguments.length), List.of(), List.of("only", "docs"));
        SendBenchmark benchmark = new SendBenchmark();
        benchmark.measure(options.value("only", "near,far"), rounds);
        String table = benchmark.table(rounds);
        System.out.println("\n" + table);
        Optional<String> docs = options.value("docs");
        if (docs.isPresent()) {
            new Page(Path.of(docs.get(), "sending.md")).replace("send", table);
        }
    }

    private void measure(String which, int rounds) throws Exception {
        int sink = port("MAILHOST_SINK");
        int postfix = port("MAILHOST_SMTP");
        Map<String, Way> kept = new LinkedHashMap<>();
        kept.put("Mailroom, pool of 4", job -> Ours.sender(job, POOL));
        kept.put("Mailroom, 1 connection", job -> Ours.sender(job, 1));
        kept.put("Mailroom, pool of 4, durable record", job -> Ours.durable(job, POOL));
        kept.put("Mailroom, 1 connection, durable record", job -> Ours.durable(job, 1));
        kept.put("Mailroom, pool of 4, composing", job -> Ours.composing(job, POOL));
        kept.put("Angus, kept, TCP_NODELAY", Peers::angusKept);
        Map<String, Way> each = new LinkedHashMap<>();
        each.put("Simple Java Mail, synchronous", Peers::simpleJavaMail);
        each.put("Commons Email", Peers::commonsEmail);
        each.put("Angus, a connection per mail", Peers::angusPerMail);
        warm(kept, sink);
        if (which.contains("near")) {
            near("smtp-sink", sink, kept, rounds);
            near("Postfix", postfix, kept, rounds);
        }
        if (which.contains("far")) {
            warm(each, sink);
            far("smtp-sink", sink, kept, each);
            far("Postfix", postfix, kept, each);
        }
    }

    private static int port(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: start the mailhost and load its environment.");
        }
        return Integer.parseInt(value);
    }

    private static void warm(Map<String, Way> ways, int port) throws Exception {
        for (Way way : ways.values()) {
            way.send(job(port, FEW * 2));
        }
    }

    private static Job job(int port, int count) {
        return new Job(port, count, Job.messageOf(BYTES, FROM, TO), FROM, TO);
    }

    private void near(String server, int port, Map<String, Way> ways, int rounds) throws Exception {
        Column column = column(server + ", 0 ms, " + String.format(Locale.ROOT, "%,d", MANY));
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                column.add(way.getKey(), seconds(way.getValue(), port, MANY));
            }
        }
        column.print();
    }

    private void far(String server, int port, Map<String, Way> kept, Map<String, Way> each) throws Exception {
        Column column = column(server + ", " + ROUND_TRIP_MILLIS + " ms, " + FEW);
        try (DelayLine line = new DelayLine(port, ROUND_TRIP_MILLIS)) {
            for (Map.Entry<String, Way> way : kept.entrySet()) {
                column.add(way.getKey(), seconds(way.getValue(), line.port(), FEW));
            }
            for (Map.Entry<String, Way> way : each.entrySet()) {
                column.add(way.getKey(), PARTS * seconds(way.getValue(), line.port(), FEW / PARTS));
            }
        }
        column.print();
    }

    private Column column(String title) {
        Column column = new Column(title, new LinkedHashMap<>());
        columns.add(column);
        return column;
    }

    private static double seconds(Way way, int port, int count) throws Exception {
        Job job = job(port, count);
        long began = System.nanoTime();
        way.send(job);
        return (System.nanoTime() - began) / 1e9;
    }

    private String table(int rounds) throws IOException {
        StringBuilder table = new StringBuilder("| ");
        columns.forEach(column -> table.append("| ").append(column.title()).append(' '));
        table.append("|\n|---|").append("---:|".repeat(columns.size())).append('\n');
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.addAll(column.seconds().keySet()));
        for (String name : names) {
            table.append("| ").append(name).append(' ');
            columns.forEach(
                    column -> table.append("| ").append(column.median(name)).append(' '));
            table.append("|\n");
        }
        return table + "\nMedians of " + rounds + " rounds at 0 ms, one round at 20 ms. "
                + Machine.describe(Path.of(System.getProperty("java.io.tmpdir")));
    }
}
