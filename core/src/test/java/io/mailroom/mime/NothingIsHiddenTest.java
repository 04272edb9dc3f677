package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever boundaries are made of: each byte of a message that is no delimiter and no line end lies in exactly one header
 * or leaf, and what lies in a leaf is shown as text or written to its file. Only text outside of all parts of a multipart
 * stays in the message alone, and a line taken for the delimiter that nobody declared; both are defects. {@code -Dmailroom.hidden=N} reads that many messages.
 */
class NothingIsHiddenTest {
    private static final int MESSAGES = Integer.getInteger("mailroom.hidden", 4_000);
    private static final String[] BOUNDARIES = {
        "b", "bb", "b-", "b b", "-", "--", "b\0", "'b'", "(b)", "=_b", "B", "b".repeat(70), "b".repeat(300), ""
    };

    private final Random random = new Random(20_261_125);

    /** A message whose every line that may be text holds a word of its own. */
    private static final class Mail {
        final StringBuilder text = new StringBuilder();
        final List<String> words = new ArrayList<>();

        String word() {
            String word = "w" + words.size() + ".";
            words.add(word);
            return word;
        }
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Mail mail() {
        Mail mail = new Mail();
        String feed = one("\n", "\r\n");
        String[] boundaries = {one(BOUNDARIES), one(BOUNDARIES), one(BOUNDARIES)};
        header(mail, boundaries, feed);
        for (int i = random.nextInt(25); i >= 0; i--) {
            String boundary = one(boundaries);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    mail.text.append("--").append(boundary).append(feed);
                    if (random.nextInt(4) > 0) {
                        header(mail, boundaries, feed);
                    }
                }
                case 3 -> mail.text.append("--").append(boundary).append("--").append(feed);
                case 4 ->
                    mail.text.append("--").append(boundary).append(mail.word()).append(feed);
                case 5 -> mail.text.append(feed);
                default ->
                    mail.text
                            .append(mail.word())
                            .append(one("", " --" + boundary))
                            .append(feed);
            }
        }
        return mail;
    }

    private void header(Mail mail, String[] boundaries, String feed) {
        mail.text.append("X-Word: ").append(mail.word()).append(feed);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                String type = one("mixed", "alternative", "digest", "related", "report");
                String parameter = one("; boundary=\"", "; boundary=", ";boundary*0=\"", ";; boundary = \"");
                mail.text.append("Content-Type: multipart/").append(type).append(parameter);
                mail.text
                        .append(one(boundaries))
                        .append(one("\"", "", "\"; x="))
                        .append(feed);
            }
            case 3 -> mail.text.append("Content-Type: message/rfc822").append(feed);
            case 4 -> mail.text.append("Content-Type: image/gif").append(feed);
            default -> mail.text.append("Content-Type: text/html").append(feed);
        }
        if (random.nextInt(8) > 0) {
            mail.text.append(feed);
        }
    }

    private static boolean isLeaf(ParsedMessage message, MimePart part) {
        return part.role() != PartRole.CONTAINER
                && message.parts().stream().noneMatch(inner -> inner.parent() == part.index() && !inner.isTakenOut());
    }

    private static String sent(String mail, MimePart leaf) {
        return mail.substring((int) leaf.bodyStart(), (int) leaf.bodyEnd());
    }

    private static int count(String all, String word) {
        int count = 0;
        for (int at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) {
            count++;
        }
        return count;
    }

    private static String shown(Reading reading) {
        ParsedMessage message = reading.message;
        StringBuilder shown = new StringBuilder();
        Stream.of(message.text(), message.html())
                .flatMap(java.util.Optional::stream)
                .forEach(body -> shown.append(body.text()));
        message.embedded().forEach(inner -> inner.text().ifPresent(body -> shown.append(body.text())));
        reading.sink.indexes().forEach(part -> shown.append(reading.fileText(part)));
        return shown.toString();
    }

    @Test
    void everyByteLiesInExactlyOneHeaderOrLeaf() {
        Set<PartRole> roles = new HashSet<>();
        for (int round = 0; round < MESSAGES; round++) {
            Mail mail = mail();
            String text = mail.text.toString();

            Reading reading = Reading.of(text);

            ParsedMessage message = reading.message;
            List<MimePart> leaves = message.parts().stream()
                    .filter(part -> isLeaf(message, part))
                    .toList();
            List<String> headers = message.parts().stream()
                    .map(part -> new String(part.header().raw(), StandardCharsets.ISO_8859_1))
                    .toList();
            String shown = shown(reading);
            for (String word : mail.words) {
                int inHeaders =
                        headers.stream().mapToInt(header -> count(header, word)).sum();
                int inLeaves = leaves.stream()
                        .mapToInt(leaf -> count(sent(text, leaf), word))
                        .sum();
                boolean outside = inHeaders + inLeaves == 0 && (isOutside(message) || isDelimiter(message, text, word));
                assertThat(inHeaders + inLeaves).as("%s in %s", word, text).isEqualTo(outside ? 0 : 1);
                assertThat(inLeaves == 0 || shown.contains(word))
                        .as("%s is shown of %s", word, text)
                        .isTrue();
            }
            leaves.stream()
                    .filter(MimePart::isFile)
                    .forEach(leaf ->
                            assertThat(reading.fileText(leaf.index())).as(text).isEqualTo(sent(text, leaf)));
            leaves.forEach(leaf -> roles.add(leaf.role()));
        }
        assertThat(roles).contains(PartRole.TEXT_BODY, PartRole.HTML_BODY, PartRole.ATTACHMENT);
    }

    private static boolean isOutside(ParsedMessage message) {
        return message.defects().stream()
                .map(Defect::code)
                .anyMatch(code -> code == DefectCode.TEXT_IN_PREAMBLE || code == DefectCode.TEXT_IN_EPILOGUE);
    }

    /** True in a line that was taken for a delimiter because none is declared. */
    private static boolean isDelimiter(ParsedMessage message, String text, String word) {
        int line = text.lastIndexOf('\n', text.indexOf(word)) + 1;
        return message.defects().stream()
                .anyMatch(defect -> defect.code() == DefectCode.MISSING_BOUNDARY && defect.offset() == line);
    }
}
