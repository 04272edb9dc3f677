package io.mailroom.benchmarks.mime;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One process for each reader. */
@SuppressWarnings("try") // close waits for the processes, and may be interrupted
final class Workers implements AutoCloseable {
    /** Spares Angus the look-up of services, which it repeats for each part; holds for the whole virtual machine. */
    private static final String PROVIDER =
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider";

    private final Path directory;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, Writer> orders = new LinkedHashMap<>();
    private final Map<String, BufferedReader> answers = new LinkedHashMap<>();

    /** Starts them; what they make of the mails goes into the directory. */
    Workers(List<String> readers, Path directory, String heap) throws IOException {
        this.directory = directory;
        for (String reader : readers) {
            Process process = new ProcessBuilder(command(reader, heap))
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

    private static List<String> command(String reader, String heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap, "-XX:+UseSerialGC"));
        if (reader.equals("angus-provider")) {
            command.add(PROVIDER);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), reader));
        return command;
    }

    Path directory() {
        return directory;
    }

    Iterable<String> readers() {
        return processes.keySet();
    }

    /** Has the reader read all mails of the list once. */
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
