package io.mailroom.benchmarks.mime;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures readers of mail side by side. Each has a process of its own that lives through the whole run; in each round
 * every set is read by each of them in turn, after each has read it for some seconds to warm up. See the module's README.
 */
@SuppressWarnings("try") // an interrupt may end the closing
public final class MimeBenchmark {
    private static final String READERS =
            "mailroom,angus,angus-provider,mime4j-stream,mime4j-dom,simple-java-mail,commons-email";
    private static final String SETS = "small,attachment,quoted,nested,corpus,large";

    private MimeBenchmark() {}

    /** Options: {@code --full --rounds N --warm SECONDS --sets A,B --readers A,B --dir DIRECTORY --docs DIRECTORY --heap SIZE}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 2 && args[0].equals("worker")) {
            Worker.run(args[1]);
            return;
        }
        Map<String, String> options = options(args);
        Path directory = Path.of(options.getOrDefault("dir", System.getProperty("java.io.tmpdir") + "/mailroom-mime"));
        boolean full = options.containsKey("full");
        int rounds = Integer.parseInt(options.getOrDefault("rounds", "5"));
        int warm = Integer.parseInt(options.getOrDefault("warm", "5"));
        List<String> readers = List.of(options.getOrDefault("readers", READERS).split(","));
        MailSets sets = new MailSets(Files.createDirectories(directory.resolve("mails")), full);
        Report report = new Report(rounds);
        try (Workers workers = new Workers(readers, directory, options.getOrDefault("heap", "1g"))) {
            for (String name : options.getOrDefault("sets", SETS).split(",")) {
                MailSets.MailSet set = sets.set(name);
                if (set.mails().isEmpty()) {
                    continue;
                }
                report.set(set);
                Path list = directory.resolve(name + ".list");
                Files.write(list, set.mails().stream().map(Path::toString).toList());
                for (String reader : readers) {
                    warmUp(workers, reader, list, warm);
                }
                for (int round = 0; round < rounds; round++) {
                    for (String reader : readers) {
                        report.add(set, reader, workers.measure(reader, list));
                    }
                }
                System.out.print(report.table(set));
            }
        }
        if (options.containsKey("docs")) {
            report.writeTo(Path.of(options.get("docs")), full);
        }
    }

    /** Reads the set again and again until so many seconds of CPU time are spent on it, at least twice. */
    private static void warmUp(Workers workers, String reader, Path list, int seconds) throws IOException {
        long spent = 0;
        for (int pass = 0; pass < 2 || spent < seconds * 1_000_000_000L; pass++) {
            spent += Math.max(1, workers.measure(reader, list).cpuNanos());
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--full")) {
                options.put("full", "");
            } else if (args[i].startsWith("--") && i + 1 < args.length) {
                options.put(args[i].substring(2), args[++i]);
            } else {
                throw new IllegalArgumentException("Not an option: " + args[i]);
            }
        }
        return options;
    }

    /** One process for each reader. */
    @SuppressWarnings("try") // close waits for the processes, and may be interrupted
    private static final class Workers implements AutoCloseable {
        private final Map<String, Process> processes = new LinkedHashMap<>();
        private final Map<String, Writer> orders = new LinkedHashMap<>();
        private final Map<String, BufferedReader> answers = new LinkedHashMap<>();
        private final Path directory;

        Workers(List<String> readers, Path directory, String heap) throws IOException {
            this.directory = directory;
            for (String reader : readers) {
                List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path")));
                if (reader.equals("angus-provider")) {
                    command.add("-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider");
                }
                command.addAll(List.of(MimeBenchmark.class.getName(), "worker", reader));
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                processes.put(reader, process);
                orders.put(
                        reader,
                        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)));
                answers.put(
                        reader,
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            }
        }

        Measured measure(String reader, Path list) throws IOException {
            Writer order = orders.get(reader);
            order.write(directory.resolve("out-" + reader) + "\t" + list + "\n");
            order.flush();
            String answer = answers.get(reader).readLine();
            if (answer == null) {
                throw new IOException("The process of " + reader + " ended");
            }
            return Measured.ofLine(answer);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            for (Writer order : orders.values()) {
                order.close();
            }
            for (Process process : processes.values()) {
                process.waitFor();
            }
        }
    }
}
