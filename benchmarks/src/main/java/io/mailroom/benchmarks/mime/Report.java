package io.mailroom.benchmarks.mime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The medians of all rounds, as a table and as a drawing. */
final class Report {
    private final int rounds;
    private final Map<String, MailSets.MailSet> sets = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Measured>>> figures = new LinkedHashMap<>();

    Report(int rounds) {
        this.rounds = rounds;
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

    private double speed(MailSets.MailSet set, String reader, ToLongFunction<Measured> nanos) throws IOException {
        long median = median(figures.get(set.name()).get(reader), nanos);
        return set.bytes() / 1e6 / (median / 1e9);
    }

    String table(MailSets.MailSet set) throws IOException {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n### %s: %s (%.1f MB)%n%n"
                        + "| reader | MB/s by CPU | ours is | MB/s by clock | allocated per mail, KiB | peak heap, MiB |"
                        + " not read | files | file bytes | text characters |%n"
                        + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n",
                set.name(),
                set.description(),
                set.bytes() / 1e6));
        Map<String, List<Measured>> readers = figures.get(set.name());
        for (Map.Entry<String, List<Measured>> reader : readers.entrySet()) {
            List<Measured> measured = reader.getValue();
            double cpu = speed(set, reader.getKey(), Measured::cpuNanos);
            double ours = readers.containsKey("mailroom") ? speed(set, "mailroom", Measured::cpuNanos) : cpu;
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f x | %.1f | %.1f | %d | %d | %d | %d | %d |%n",
                    reader.getKey(),
                    cpu,
                    ours / cpu,
                    speed(set, reader.getKey(), Measured::wallNanos),
                    median(measured, Measured::allocated) / 1024.0 / set.mails().size(),
                    median(measured, Measured::peakHeap) >> 20,
                    median(measured, Measured::failed),
                    median(measured, Measured::files),
                    median(measured, Measured::fileBytes),
                    median(measured, Measured::textCharacters)));
        }
        return text.toString();
    }

    /** Writes {@code performance.md} and {@code performance.svg}. */
    void writeTo(Path docs, boolean full) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# How fast mail is read\n\n")
                .append(
                        "Made by `benchmarks` (see its README); do not edit by hand. Every reader turns each shown text")
                .append(" into a String and\nwrites each attachment to a new file of its own. Medians of ")
                .append(rounds)
                .append(" interleaved rounds, one process for each reader.\n\n")
                .append("Java ")
                .append(System.getProperty("java.version"))
                .append(", ")
                .append(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.arch"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors")
                .append(full ? ", full sets.\n\n" : ", reduced sets.\n\n")
                .append("![MB/s by CPU time](performance.svg)\n");
        for (MailSets.MailSet set : sets.values()) {
            page.append(table(set));
        }
        Files.createDirectories(docs);
        Files.writeString(docs.resolve("performance.md"), page.toString().replace("\r\n", "\n"));
        Files.writeString(docs.resolve("performance.svg"), drawing());
    }

    /** Bars of MB/s by CPU time, one group for each set, on a logarithmic scale. */
    private String drawing() throws IOException {
        int bar = 14;
        int left = 130;
        int width = 620;
        int y = 40;
        StringBuilder shapes = new StringBuilder();
        for (MailSets.MailSet set : sets.values()) {
            shapes.append(String.format(
                    Locale.ROOT, "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>%n", y + 4, set.name()));
            y += 12;
            for (String reader : figures.get(set.name()).keySet()) {
                double speed = speed(set, reader, Measured::cpuNanos);
                double length = Math.max(1, Math.log10(Math.max(speed, 1)) / 4 * width);
                shapes.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                                + "<text x=\"%.1f\" y=\"%d\">%.0f</text>%n",
                        left - 6,
                        y + bar - 4,
                        reader,
                        left,
                        y,
                        length,
                        bar - 3,
                        reader.equals("mailroom") ? "#1f6f54" : "#9aa5ad",
                        left + length + 5,
                        y + bar - 4,
                        speed));
                y += bar;
            }
            y += 14;
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"820\" height=\"" + y
                + "\" font-family=\"sans-serif\" font-size=\"11\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + "<text x=\"10\" y=\"18\" font-size=\"13\">MB of mail per second of CPU time (logarithmic scale)</text>\n"
                + shapes + "</svg>\n";
    }
}
