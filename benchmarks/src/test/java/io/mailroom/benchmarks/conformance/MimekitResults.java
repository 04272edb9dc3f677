package io.mailroom.benchmarks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/**
 * Compares with what MimeKit tells of two mailbox files: From, To, subject, date, tree with types, the offsets of
 * every part, and for one of them the words of each text. Of the first file every message lies among the mails of
 * mailcore2; of the second those that were cut out whole, found by their length.
 */
final class MimekitResults {
    private static final String PREFIX = "mimekit/expected/UnitTests~TestData~mbox~";
    private static final Pattern NEXT = Pattern.compile("\n\n(?=From )");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ROOT);

    /** How it tells that there is no date it can read. */
    private static final String NO_DATE = "Mon, 01 Jan 0001 00:00:00 +0000";

    private final Corpus corpus;
    private final Findings findings;
    private final ObjectMapper json = new ObjectMapper();
    private final MailroomWitness ours = new MailroomWitness();

    MimekitResults(Corpus corpus, Findings findings) {
        this.corpus = corpus;
        this.findings = findings;
    }

    void compareAll() throws IOException {
        compareBox("jwz");
        compareBox("content-length");
    }

    private void compareBox(String box) throws IOException {
        String[] summaries = NEXT.split(Files.readString(expected(box + "-summary.txt")));
        JsonNode offsets = json.readTree(expected(box + ".unix-offsets.json").toFile());
        if (summaries.length != offsets.size()) {
            throw new IOException(box + ": " + summaries.length + " summaries, " + offsets.size() + " offsets");
        }
        for (int i = 0; i < summaries.length; i++) {
            Optional<Path> mail = mail(box, i, offsets.get(i));
            if (mail.isPresent()) {
                compare(corpus.label(mail.get()), mail.get(), summaries[i], offsets.get(i));
                findings.message();
                compareWords(box, i, mail.get());
            }
        }
    }

    private Path expected(String name) {
        return corpus.folder().resolve(PREFIX + name);
    }

    private Optional<Path> mail(String box, int index, JsonNode offsets) throws IOException {
        if (box.equals("jwz")) {
            String name = "unittest~data~parser~input~mbox~jwz~" + (index + 1);
            return Optional.of(corpus.folder().resolve("mailcore2/msgs").resolve(name));
        }
        for (Path mail : corpus.mails("mimekit")) {
            if (mail.toString().contains(box) && Files.size(mail) == length(offsets)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }

    /** Bytes of the message, with the line end that parts it from the next. */
    private static long length(JsonNode offsets) {
        return offsets.path("endOffset").asLong() - offsets.path("beginOffset").asLong() + 1;
    }

    private void compare(String label, Path mail, String summary, JsonNode offsets) throws IOException {
        byte[] raw = Files.readAllBytes(mail);
        ParsedMessage message = ours.parse(raw);
        findings.compare(label, "mimekit subject", line(summary, "Subject: "), SeenMessage.oneLine(message.subject()));
        findings.compare(label, "mimekit from", line(summary, "From: "), told(message.from()));
        findings.compare(label, "mimekit to", line(summary, "To: "), told(message.to()));
        findings.compare(label, "mimekit date", line(summary, "Date: ").replace(NO_DATE, ""), told(message.date()));

        List<String> types = summary.lines()
                .filter(line -> line.stripLeading().startsWith("Content-Type: "))
                .map(line -> line.replace("Content-Type: ", "").toLowerCase(Locale.ROOT))
                .toList();
        List<String> seen = typesByDepth(message);
        findings.compare(label, "mimekit tree", depths(types), depths(seen));
        if (depths(types).equals(depths(seen))) {
            findings.compareEach(label, "mimekit type", types, seen);
            if (length(offsets) == raw.length) { // some lost a ">" or a line when they were cut out
                compareOffsets(label, offsets, message, raw.length);
            }
        }
    }

    private void compareOffsets(String label, JsonNode offsets, ParsedMessage message, int length) {
        List<String> expected = new ArrayList<>();
        offsets(offsets.path("body"), offsets.path("beginOffset").asLong(), expected);
        List<String> seen = message.parts().stream()
                .filter(part -> !part.isInsideEncoded() && !part.isTakenOut())
                .map(part -> offsets(part, length))
                .toList();
        findings.compareEach(label, "mimekit offsets", expected, seen);
    }

    private static void offsets(JsonNode part, long start, List<String> into) {
        long header = part.path("beginOffset").asLong() - start;
        long body = part.path("headersEndOffset").asLong() - start;
        long end = part.path("endOffset").asLong() - start;
        boolean holder = part.has("children") || part.has("message");
        into.add(header + " " + body + (holder ? "" : " " + end));
        part.path("children").forEach(child -> offsets(child, start, into));
        if (part.has("message")) {
            offsets(part.path("message").path("body"), start, into);
        }
    }

    /** Without the end of a holder, which depends on whose the empty lines behind it are. */
    private static String offsets(MimePart part, int length) {
        boolean holder = part.contentType().isMultipart() || part.role() == PartRole.EMBEDDED_MESSAGE;
        long end = part.bodyEnd() == length ? length - 1 : part.bodyEnd(); // the last line end is the mailbox file's
        return part.headerStart() + " " + part.bodyStart() + (holder ? "" : " " + end);
    }

    private void compareWords(String box, int index, Path mail) throws IOException {
        Path html = expected(box + ".body." + index + ".html");
        if (Files.exists(html)) {
            String text =
                    Jsoup.parse(Files.readString(html, StandardCharsets.UTF_8)).wholeText();
            ParsedMessage message = ours.parse(Files.readAllBytes(mail));
            findings.compare(
                    corpus.label(mail),
                    "mimekit words",
                    "[]",
                    Words.missing(text, message).toString());
        }
    }

    private static List<String> typesByDepth(ParsedMessage message) {
        return message.parts().stream()
                .filter(part -> !part.isTakenOut())
                .map(part -> " ".repeat(3 * part.depth()) + part.contentType().mediaType())
                .toList();
    }

    private static List<Integer> depths(List<String> types) {
        return types.stream()
                .map(line -> line.length() - line.stripLeading().length())
                .toList();
    }

    private static String line(String summary, String name) {
        return summary.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> SeenMessage.oneLine(line.substring(name.length())))
                .findFirst()
                .orElse("");
    }

    private static String told(List<MailAddress> addresses) {
        List<String> all = addresses.stream()
                .map(each ->
                        each.name().isEmpty() ? each.address() : "\"" + each.name() + "\" <" + each.address() + ">")
                .toList();
        return SeenMessage.oneLine(String.join(", ", all));
    }

    private static String told(Optional<OffsetDateTime> date) {
        return date.map(DATE::format).orElse("");
    }
}
