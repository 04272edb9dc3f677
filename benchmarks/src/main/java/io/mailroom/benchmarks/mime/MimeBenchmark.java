package io.mailroom.benchmarks.mime;

import io.mailroom.benchmarks.Machine;
import io.mailroom.benchmarks.Options;
import io.mailroom.benchmarks.conformance.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Measures readers of mail side by side. Each has a process of its own that lives through the whole run; in each round
 * every set is read by each of them in turn, after each has read it for some seconds to warm up. See the module's README.
 */
@SuppressWarnings("try") // an interrupt may end the closing
public final class MimeBenchmark {
    private static final String READERS =
            "mailroom,angus,angus-provider,mime4j-stream,mime4j-dom,simple-java-mail,commons-email";
    private static final String SETS = "corpus,attachment,quoted,nested,small,large";

    private MimeBenchmark() {}

    /**
     * Options: {@code --quick} for smaller sets, {@code --rounds N}, {@code --warm SECONDS} of CPU time,
     * {@code --sets A,B}, {@code --readers A,B}, {@code --corpus DIRECTORY}, {@code --dir DIRECTORY} for the mails and
     * what is made of them, {@code --heap SIZE} of each process, {@code --docs DIRECTORY} to write the figures into.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = new Options(
                args, List.of("quick"), List.of("rounds", "warm", "sets", "readers", "corpus", "dir", "heap", "docs"));
        Path directory = Files.createDirectories(
                options.value("dir").map(Path::of).orElse(Machine.scratch().resolve("mailroom-mime")));
        Optional<Corpus> corpus =
                options.value("corpus").map(Path::of).map(Corpus::new).or(Corpus::beside);
        MailSets sets = new MailSets(directory.resolve("mails"), options.has("quick"), corpus);
        int rounds = options.number("rounds", options.has("quick") ? 3 : 5);
        Report report = new Report(rounds, Machine.describe(directory));
        List<String> readers = options.words("readers", READERS);
        try (Workers workers = new Workers(readers, directory, options.value("heap", "1g"))) {
            for (String name : options.words("sets", SETS)) {
                MailSets.MailSet set = sets.set(name);
                if (set.mails().isEmpty()) {
                    continue;
                }
                report.set(set);
                measure(workers, set, report, rounds, options.number("warm", options.has("quick") ? 5 : 10));
                System.out.print(report.table(set));
            }
        }
        System.out.print(report.summary());
        if (options.value("docs").isPresent()) {
            report.writeTo(Path.of(options.value("docs").get()));
        }
    }

    private static void measure(Workers workers, MailSets.MailSet set, Report report, int rounds, int warm)
            throws IOException {
        Path list = workers.directory().resolve(set.name() + ".list");
        Files.write(list, set.mails().stream().map(Path::toString).toList());
        for (String reader : workers.readers()) {
            warmUp(workers, reader, list, warm);
        }
        for (int round = 0; round < rounds; round++) {
            for (String reader : workers.readers()) {
                report.add(set, reader, workers.measure(reader, list));
            }
        }
    }

    /** Reads the set again and again until so many seconds of CPU time are spent on it, at least once. */
    private static void warmUp(Workers workers, String reader, Path list, int seconds) throws IOException {
        long spent = 0;
        for (int pass = 0; pass < 1 || spent < seconds * 1_000_000_000L; pass++) {
            spent += Math.max(1, workers.measure(reader, list).cpuNanos());
        }
    }
}
