package io.mailroom.benchmarks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Python's email package, in one child process that reads mail after mail. */
final class PythonWitness implements Witness {
    private final Process python;
    private final DataOutputStream mails;
    private final BufferedReader answers;
    private final ObjectMapper json = new ObjectMapper();

    private PythonWitness(Process python) {
        this.python = python;
        mails = new DataOutputStream(python.getOutputStream());
        answers = new BufferedReader(new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts python3; empty when there is none. */
    static Optional<PythonWitness> start() throws IOException {
        String script;
        try (InputStream file = PythonWitness.class.getResourceAsStream("witness.py")) {
            script = new String(Objects.requireNonNull(file, "witness.py").readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            return Optional.of(new PythonWitness(new ProcessBuilder("python3", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "Python";
    }

    @Override
    public SeenMessage read(byte[] raw) throws IOException {
        mails.writeInt(raw.length);
        mails.write(raw);
        mails.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("python3 has ended");
        }
        JsonNode answer = json.readTree(line);
        if (answer.has("error")) {
            throw new IOException(answer.path("error").asText());
        }
        return new SeenMessage(
                answer.path("subject").asText(),
                texts(answer.path("from")),
                texts(answer.path("to")),
                part(answer.path("body")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(each -> all.add(each.asText()));
        return all;
    }

    private static SeenPart part(JsonNode node) {
        List<SeenPart> inside = new ArrayList<>();
        node.path("parts").forEach(each -> inside.add(part(each)));
        return new SeenPart(
                node.path("type").asText(),
                node.path("name").asText(),
                node.path("digest").asText(),
                inside);
    }

    @Override
    public void close() throws IOException {
        mails.close();
        answers.close();
        python.destroy();
    }
}
