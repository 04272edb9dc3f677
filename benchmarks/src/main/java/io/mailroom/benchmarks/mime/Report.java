package io.mailroom.benchmarks.mime;

import io.mailroom.benchmarks.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** The medians of all rounds, as tables and as a drawing. */
final class Report {
    private static final String OURS = "mailroom";

    private final int rounds;
    private final String machine;
    private final Map<String, MailSets.MailSet> sets = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Measured>>> figures = new LinkedHashMap<>();

    Report(int rounds, String machine) {
        this.rounds = rounds;
        this.machine = machine;
    }

    void set(MailSets.MailSet set) {
        sets.put(set.name(), set);
        figures.put(set.name(), new LinkedHashMap<>());
    }

    void add(MailSets.MailSet set, String reader, Measured measured) {
        figures.get(set.name())
                .computeIfAbsent(reader, name -> new ArrayList<>())
                .add(measured);
    }

    private static long median(List<Measured> rounds, ToLongFunction<Measured> figure) {
        long[] sorted = rounds.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private double speed(MailSets.MailSet set, String reader, ToLongFunction<Measured> nanos) {
        long median = median(figures.get(set.name()).get(reader), nanos);
        return set.bytes() / 1e6 / (median / 1e9);
    }

    private double ratio(MailSets.MailSet set, String reader) {
        boolean both = figures.get(set.name()).containsKey(OURS);
        return both ? speed(set, OURS, Measured::cpuNanos) / speed(set, reader, Measured::cpuNanos) : 1;
    }

    /** All figures of one set. */
    String table(MailSets.MailSet set) {
        StringBuilder text = new StringBuilder(line(
                "%n### %s: %s (%.1f MB)%n%n"
                        + "| reader | MB/s by CPU | ours is | MB/s by clock | allocated per mail, KiB | peak heap, MiB |"
                        + " not read | files | file bytes | text characters |%n"
                        + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n",
                set.name(), set.description(), set.bytes() / 1e6));
        figures.get(set.name())
                .forEach((reader, measured) -> text.append(line(
                        "| %s | %.1f | %.1f x | %.1f | %.1f | %d | %d | %d | %d | %d |%n",
                        reader,
                        speed(set, reader, Measured::cpuNanos),
                        ratio(set, reader),
                        speed(set, reader, Measured::wallNanos),
                        median(measured, Measured::allocated)
                                / 1024.0
                                / set.mails().size(),
                        median(measured, Measured::peakHeap) >> 20,
                        median(measured, Measured::failed),
                        median(measured, Measured::files),
                        median(measured, Measured::fileBytes),
                        median(measured, Measured::textCharacters))));
        return text.toString();
    }

    /** How many times as fast as each of the others we are, by CPU time. */
    String summary() {
        TreeSet<String> readers = new TreeSet<>();
        figures.values().forEach(set -> readers.addAll(set.keySet()));
        readers.remove(OURS);
        StringBuilder text = new StringBuilder(line("%n| times as fast as |"));
        readers.forEach(reader -> text.append(line(" %s |", reader)));
        text.append(line("%n|---|%s%n", "---:|".repeat(readers.size())));
        for (MailSets.MailSet set : sets.values()) {
            text.append(line("| %s |", set.name()));
            readers.forEach(reader -> text.append(line(" %.1f |", ratio(set, reader))));
            text.append(line("%n"));
        }
        return text.toString();
    }

    /** Writes the tables into {@code performance.md} and draws {@code performance.svg}. */
    void writeTo(Path docs) throws IOException {
        StringBuilder text = new StringBuilder(
                line("%s Medians of %d interleaved rounds, one process for each reader.%n", machine, rounds));
        text.append(summary()).append(line("%n![MB/s by CPU time](performance.svg)%n"));
        sets.values().forEach(set -> text.append(table(set)));
        new Page(docs.resolve("performance.md")).replace("reading", text.toString());
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (MailSets.MailSet set : sets.values()) {
            Map<String, Double> speeds = new LinkedHashMap<>();
            figures.get(set.name())
                    .keySet()
                    .forEach(reader -> speeds.put(reader, speed(set, reader, Measured::cpuNanos)));
            bars.put(set.name() + ": " + set.description(), speeds);
        }
        Files.writeString(docs.resolve("performance.svg"), new BarChart(OURS).draw(bars));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
