package io.mailroom.benchmarks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.ParsedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Compares with the JSON that mailcore2 made of each message: subject, addresses with their names, Message-ID, tree,
 * types, declared charsets and file names.
 *
 * <p>Its JSON knows mixed, alternative, related and signed multiparts only, leaves out what is empty, and takes no name
 * from the comment of an old style address: without a name there, ours is not compared.
 */
final class MailcoreResults {
    private static final List<String> MULTIPARTS =
            List.of("multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed");

    private final Corpus corpus;
    private final Findings findings;
    private final ObjectMapper json = new ObjectMapper();
    private final MailroomWitness ours = new MailroomWitness();

    MailcoreResults(Corpus corpus, Findings findings) {
        this.corpus = corpus;
        this.findings = findings;
    }

    void compareAll() throws IOException {
        for (Path expected : corpus.expected("mailcore2")) {
            String name = expected.getFileName().toString();
            if (name.contains("~parser~output~")) {
                Path mail = corpus.folder().resolve("mailcore2/msgs").resolve(name.replace("~output~", "~input~"));
                compare(corpus.label(mail), json.readTree(expected.toFile()), Files.readAllBytes(mail));
                findings.message();
            }
        }
    }

    private void compare(String label, JsonNode expected, byte[] raw) throws IOException {
        ParsedMessage message = ours.parse(raw);
        JsonNode header = expected.path("header");
        String subject = header.path("subject").asText();
        findings.compare(
                label, "mailcore2 subject", SeenMessage.oneLine(subject), SeenMessage.oneLine(message.subject()));
        compare(label, "from", header, message.from());
        compare(label, "to", header, message.to());
        compare(label, "cc", header, message.cc());

        SeenPart theirs = part(expected.path("mainPart"));
        SeenPart seen = asMailcore(ours.read(raw).body());
        findings.compare(label, "mailcore2 tree", theirs.shape(), seen.shape());
        if (theirs.shape().equals(seen.shape())) {
            findings.compareEach(label, "mailcore2 type", theirs.each(SeenPart::type), seen.each(SeenPart::type));
            findings.compareEach(label, "mailcore2 name", theirs.each(SeenPart::name), seen.each(SeenPart::name));
        }
    }

    private void compare(String label, String field, JsonNode header, List<MailAddress> seen) {
        List<String> expected = addresses(header.path(field));
        List<String> told = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            boolean named = i >= expected.size() || !expected.get(i).startsWith(" <");
            told.add(told(seen.get(i), named));
        }
        findings.compareEach(label, "mailcore2 " + field, expected, told);
    }

    private static List<String> addresses(JsonNode field) {
        List<String> all = new ArrayList<>();
        if (field.path("class").asText().endsWith("Address")) {
            all.add(address(field));
        }
        field.path("items").forEach(item -> all.add(address(item)));
        return all;
    }

    private static String address(JsonNode address) {
        String name = SeenMessage.oneLine(address.path("displayName").asText());
        return name + " <" + address.path("mailbox").asText() + ">";
    }

    private static String told(MailAddress address, boolean named) {
        String name = named ? SeenMessage.oneLine(address.name()) : "";
        return name + " <" + address.address() + ">";
    }

    private static SeenPart part(JsonNode node) {
        String kind = node.path("partType").asText();
        if (kind.equals("single")) {
            String type = node.path("mimeType").asText().toLowerCase(Locale.ROOT);
            return new SeenPart(type, node.path("filename").asText(), "-", List.of());
        }
        List<SeenPart> inside = new ArrayList<>();
        Iterator<JsonNode> items = node.path("parts").path("items").elements();
        items.forEachRemaining(item -> inside.add(part(item)));
        if (node.has("mainPart")) {
            inside.add(part(node.path("mainPart")));
        }
        return SeenPart.holder(kind.equals("message") ? "message/rfc822" : kind, "", inside);
    }

    /** Our tree with types as its JSON can tell them, and names of leaves only. */
    private static SeenPart asMailcore(SeenPart part) {
        if (part.isLeaf()) {
            return new SeenPart(part.type(), part.name(), "-", List.of());
        }
        boolean other = part.type().startsWith("multipart/") && !MULTIPARTS.contains(part.type());
        List<SeenPart> inside =
                part.parts().stream().map(MailcoreResults::asMailcore).toList();
        return SeenPart.holder(other ? "multipart/mixed" : part.type(), "", inside);
    }
}
