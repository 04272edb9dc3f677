package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParseCommandTest {
    private static final String INVOICE = """
            From: "Dana" <Dana@customer.example>
            To: support@example.com
            Subject: =?utf-8?q?Rechnung_f=C3=BCr_M=C3=A4rz?=
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            Hello
            --b
            Content-Type: text/csv; charset=utf-8
            Content-Disposition: attachment; filename*=utf-8''M%C3%A4rz.csv
            Content-Transfer-Encoding: base64

            YTtiCjE7Mgo=
            --b--
            """;

    @TempDir
    private Path directory;

    @Test
    void eachMessageIsOneLineOfJson() throws IOException {
        Path first = message("one.eml", INVOICE);
        Path second = message("two.eml", "Subject: two\n\nHello\n");

        Run run = Run.of("parse", "--json", first, second);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(2);
        assertThat(JsonLine.of(run.lines().get(0)).keySet())
                .containsExactly("file", "fields", "attachments", "defects");
        assertThat(JsonLine.of(run.lines().get(0)))
                .containsEntry("file", first.toString())
                .extractingByKey("fields", JsonLine.OBJECT)
                .containsEntry("Subject", "Rechnung für März")
                .containsEntry("SenderAddress", "dana@customer.example");
        assertThat(JsonLine.of(run.lines().get(1))).containsEntry("file", second.toString());
    }

    @Test
    void theFieldsKeepTheOrderOfTheEvent() throws IOException {
        Path file = message("one.eml", INVOICE);

        Map<String, Object> fields = JsonLine.object(
                JsonLine.of(Run.of("parse", "--json", file).out()).get("fields"));

        assertThat(fields.keySet()).startsWith("Subject", "ToList", "CcList");
    }

    @Test
    void attachmentsAreTypedAndMeasuredEvenIfNobodyKeepsThem() throws IOException {
        Path file = message("one.eml", INVOICE);

        Map<String, Object> csv = attachment(Run.of("parse", "--json", file), "März.csv");

        assertThat(csv)
                .containsEntry("type", "text")
                .containsEntry("subtype", "csv")
                .containsEntry("charset", "utf-8")
                .containsEntry("path", "")
                .containsEntry("size", 8L)
                .containsEntry("sha256", "403bea5152c251c5bc7ef420d824d191605723f99392e83a0549ad58c6d46291")
                .containsEntry("inline", false)
                .containsEntry("supplemental", false);
    }

    @Test
    void theFilesStayInTheDirectoryAskedFor() throws IOException {
        Path file = message("one.eml", INVOICE);
        Path out = directory.resolve("parts/deep");

        Run first = Run.of("parse", "--json", "--out", out, file);
        Run second = Run.of("parse", "--json", "--out", out, file);

        Path kept = Path.of((String) attachment(first, "März.csv").get("path"));
        assertThat(kept).hasParent(out).hasContent("a;b\n1;2\n");
        assertThat(Path.of((String) attachment(second, "März.csv").get("path")))
                .isNotEqualTo(kept)
                .hasContent("a;b\n1;2\n");
    }

    @Test
    void aMalformedMessageIsStillAMessage() throws IOException {
        Path file = directory.resolve("broken.eml");
        Files.write(
                file,
                "Subject: \u0000\u00ff\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-"
                        .getBytes(StandardCharsets.ISO_8859_1));

        Run run = Run.of("parse", "--json", file);

        assertThat(run.code()).isZero();
        List<Object> defects = JsonLine.list(JsonLine.of(run.out()).get("defects"));
        assertThat(defects)
                .isNotEmpty()
                .allSatisfy(defect -> assertThat(JsonLine.object(defect)).containsOnlyKeys("code", "offset", "text"));
    }

    @Test
    void aFileThatCannotBeReadIsToldAndTheOthersAreShown() throws IOException {
        Path missing = directory.resolve("missing.eml");
        Path there = message("there.eml", "Subject: there\n\nHello\n");

        Run run = Run.of("parse", missing, there);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("mailroom: " + missing + ": there is no such file.\n");
        assertThat(run.out()).contains("there");
    }

    @Test
    void aDirectoryIsNoMessage() {
        Run run = Run.of("parse", directory);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("mailroom: " + directory).hasLineCount(1);
    }

    @Test
    void verboseShowsWhereItHappened() {
        Run run = Run.of("parse", "--verbose", directory.resolve("missing.eml"));

        assertThat(run.err()).contains("NoSuchFileException").contains("\tat ");
    }

    @Test
    void noMailCanMoveTheCursorOfTheReader() throws IOException {
        Path file = message("evil.eml", "Subject: =?utf-8?q?=1B[2J=E2=80=AEevil?=\n\n\u001b[31mred\n");

        Run run = Run.of("parse", "--fields", file);

        assertThat(run.out()).contains("evil").doesNotContain("\u001b").doesNotContain("\u202e");
    }

    private Path message(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Map<String, Object> attachment(Run run, String name) {
        return Stream.of(JsonLine.list(JsonLine.of(run.out()).get("attachments")))
                .flatMap(List::stream)
                .map(JsonLine::object)
                .filter(attachment -> attachment.get("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + run.out()));
    }
}
