package io.mailroom.benchmarks.conformance;

import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares with the text that mailcore2 shows for mail of real clients: From, To, subject, the words of the text and
 * the names of the attachments. It says "No Subject" for none and "Undisclosed recipient" for nobody, and leaves the
 * mark of an answer out of the subject.
 */
final class MailcoreSummaries {
    private static final Pattern ATTACHMENT = Pattern.compile("^- (.*), [0-9.]+ ?(?:bytes|KB|MB)$", Pattern.MULTILINE);

    private final Corpus corpus;
    private final Findings findings;
    private final MailroomWitness ours = new MailroomWitness();

    MailcoreSummaries(Corpus corpus, Findings findings) {
        this.corpus = corpus;
        this.findings = findings;
    }

    void compareAll() throws IOException {
        for (Path expected : corpus.expected("mailcore2")) {
            String name = expected.getFileName().toString();
            String input = name.replace("~output~", "~input~").replaceFirst("\\.txt$", ".eml");
            Path mail = corpus.folder().resolve("mailcore2/msgs").resolve(input);
            if (name.contains("~summary~output~") && Files.exists(mail)) {
                compare(corpus.label(mail), Files.readString(expected), Files.readAllBytes(mail));
                findings.message();
            }
        }
    }

    private void compare(String label, String expected, byte[] raw) throws IOException {
        ParsedMessage message = ours.parse(raw);
        int end = expected.indexOf("\n\n");
        String head = end < 0 ? expected : expected.substring(0, end);
        findings.compare(
                label,
                "mailcore2 summary subject",
                topic(line(head, "Subject: ")),
                topic(SeenMessage.oneLine(message.subject())));
        findings.compare(label, "mailcore2 summary from", line(head, "From: "), told(message.from()));
        findings.compare(
                label,
                "mailcore2 summary to",
                line(head, "To: ").replace("Undisclosed recipient", ""),
                told(message.to()));

        String body = end < 0 ? "" : expected.substring(end);
        List<String> names = new ArrayList<>();
        ATTACHMENT.matcher(body).results().forEach(match -> names.add(match.group(1)));
        List<String> files = message.parts().stream()
                .filter(part -> part.role() == PartRole.ATTACHMENT)
                .map(MimePart::displayName)
                .toList();
        findings.compare(label, "mailcore2 summary files", names, files);
        String text = ATTACHMENT.matcher(body).replaceAll("");
        findings.compare(
                label,
                "mailcore2 summary words",
                "[]",
                Words.missing(text, message).toString());
    }

    private static String topic(String subject) {
        return subject.equals("No Subject") ? "" : subject.replaceFirst("^(?:Re: )+", "");
    }

    private static String line(String head, String name) {
        return head.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> SeenMessage.oneLine(line.substring(name.length())))
                .findFirst()
                .orElse("");
    }

    private static String told(List<MailAddress> addresses) {
        List<String> all = addresses.stream()
                .map(each -> each.name().isEmpty() ? each.address() : each.name() + " <" + each.address() + ">")
                .toList();
        return SeenMessage.oneLine(String.join(", ", all));
    }
}
