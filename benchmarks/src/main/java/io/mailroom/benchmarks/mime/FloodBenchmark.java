package io.mailroom.benchmarks.mime;

import io.mailroom.benchmarks.Machine;
import io.mailroom.benchmarks.Options;
import io.mailroom.benchmarks.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures what it takes to make an event of each {@link Floods flood} of the largest size: once in a new process with a
 * heap of 64 MiB, on a thread with a stack of 256 KiB, and then at three sizes in the same process, which shows whether
 * costs grow faster than the message.
 */
public final class FloodBenchmark {
    private static final String SIZES = "12.5,25,50";
    private static final double LIMIT_SECONDS = 2;
    /** Twice the size may cost this much more before it is called more than linear; the clock is not that even. */
    private static final double LINEAR = 2.6;
    /** Each size is read that many times, and the quickest counts; others work on the machine too. */
    private static final int PASSES = 2;
    /** Below this, a growth says more about the clock than about the reader. */
    private static final double EARNEST_SECONDS = 0.05;

    private FloodBenchmark() {}

    /** Seconds of one flood: in a new process by the clock and of CPU time, and then of CPU time for each size. */
    private record Seconds(double fresh, double freshOfCpu, List<Double> bySize) {
        boolean isSlow() {
            return fresh > LIMIT_SECONDS;
        }

        boolean isSteep() {
            double last = bySize.get(bySize.size() - 1);
            return last > EARNEST_SECONDS && growth() > LINEAR;
        }

        /** How much the last doubling of the size costs. */
        double growth() {
            return bySize.get(bySize.size() - 1) / bySize.get(bySize.size() - 2);
        }
    }

    /**
     * Options: {@code --sizes A,B,C} in MB, each twice the one before, {@code --floods A,B} by name, {@code --dir
     * DIRECTORY} for the floods and what is made of them, {@code --docs DIRECTORY} to write the figures into.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = new Options(args, List.of(), List.of("sizes", "floods", "dir", "docs"));
        Path directory = Files.createDirectories(
                options.value("dir").map(Path::of).orElse(Machine.scratch().resolve("mailroom-floods")));
        List<Long> sizes = options.words("sizes", SIZES).stream()
                .map(megabytes -> (long) (Double.parseDouble(megabytes) * 1e6))
                .toList();
        StringBuilder table = new StringBuilder(head(sizes));
        int failed = 0;
        for (String name :
                options.words("floods", String.join(",", Floods.all(1).keySet()))) {
            Seconds seconds = measure(name, sizes, directory);
            failed += seconds.isSlow() || seconds.isSteep() ? 1 : 0;
            String row = row(name, seconds);
            System.out.print(row);
            table.append(row);
        }
        if (options.value("docs").isPresent()) {
            new Page(Path.of(options.value("docs").get(), "performance.md"))
                    .replace("floods", Machine.describe(directory) + "\n\n" + table);
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static Seconds measure(String name, List<Long> sizes, Path directory)
            throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (long size : sizes) {
            Path file = directory.resolve("flood-" + size + ".eml");
            try (InputStream flood = Floods.all(size).get(name)) {
                Files.write(file, flood.readNBytes((int) size));
            }
            files.add(file.toString());
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FloodWorker.class.getName(),
                Files.createDirectories(directory.resolve("out")).toString()));
        command.add(files.get(files.size() - 1));
        for (int pass = 0; pass < PASSES; pass++) {
            command.addAll(files);
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0 || answers.size() != PASSES * files.size() + 1) {
            throw new IOException("The flood \"" + name + "\" was not read to its end");
        }
        String[] fresh = answers.get(0).split(" ");
        return new Seconds(
                Double.parseDouble(fresh[0]),
                Double.parseDouble(fresh[1]),
                bestOfPasses(answers.subList(1, answers.size()), files.size()));
    }

    private static List<Double> bestOfPasses(List<String> answers, int sizes) {
        return IntStream.range(0, sizes)
                .mapToObj(size -> IntStream.range(0, PASSES)
                        .mapToDouble(pass -> cpu(answers.get(pass * sizes + size)))
                        .min()
                        .orElseThrow())
                .toList();
    }

    private static double cpu(String answer) {
        return Double.parseDouble(answer.split(" ")[1]);
    }

    private static String head(List<Long> sizes) {
        StringBuilder head = new StringBuilder("| flood | new process, by the clock | new process, CPU |");
        StringBuilder rule = new StringBuilder("|---|---:|---:|");
        for (long size : sizes) {
            head.append(String.format(Locale.ROOT, " CPU, %.1f MB |", size / 1e6));
            rule.append("---:|");
        }
        return head + " growth |\n" + rule + "---:|\n";
    }

    private static String row(String name, Seconds seconds) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        row.append(String.format(Locale.ROOT, " %.2f s%s |", seconds.fresh(), seconds.isSlow() ? " (too slow)" : ""));
        row.append(String.format(Locale.ROOT, " %.2f s |", seconds.freshOfCpu()));
        seconds.bySize().forEach(one -> row.append(String.format(Locale.ROOT, " %.3f s |", one)));
        row.append(String.format(
                Locale.ROOT, " %.1f x%s |%n", seconds.growth(), seconds.isSteep() ? " (not linear)" : ""));
        return row.toString();
    }
}
