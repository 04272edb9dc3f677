package io.mailroom.benchmarks.conformance;

import io.mailroom.mime.Field;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Compares with the events that Mime4j made of its test messages: the fields of every header as they stand in the
 * message, the tree, whether a leaf is text, and its decoded bytes.
 */
final class Mime4jResults {
    private final Corpus corpus;
    private final Findings findings;
    private final MailroomWitness ours = new MailroomWitness();

    Mime4jResults(Corpus corpus, Findings findings) {
        this.corpus = corpus;
        this.findings = findings;
    }

    void compareAll() throws IOException {
        for (Path mail : corpus.mails("mime4j")) {
            String name = mail.getFileName().toString().replaceFirst("\\.msg$", "");
            Path expected = corpus.folder().resolve("mime4j/expected").resolve(name + "_decoded.xml");
            compare(corpus.label(mail), events(expected), expected, Files.readAllBytes(mail));
            findings.message();
        }
    }

    private static Element events(Path file) throws IOException {
        try {
            // XML 1.0 has no way to say most control characters, which stand raw in some of these files.
            String xml = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("Cannot read " + file, e);
        }
    }

    private void compare(String label, Element events, Path file, byte[] raw) throws IOException {
        List<List<String>> headers = new ArrayList<>();
        SeenPart expected = part(events, file, headers);
        SeenPart seen = asMime4j(ours.read(raw).body());
        findings.compare(label, "mime4j tree", expected.shape(), seen.shape());
        if (expected.shape().equals(seen.shape())) {
            findings.compareEach(label, "mime4j type", expected.each(SeenPart::type), seen.each(SeenPart::type));
            findings.compareEach(label, "mime4j bytes", expected.each(SeenPart::digest), seen.each(SeenPart::digest));
            ParsedMessage message = ours.parse(raw);
            List<List<String>> fields = message.parts().stream()
                    .map(MimePart::header)
                    .map(header -> fields(header.all()))
                    .toList();
            for (int i = 0; i < Math.min(headers.size(), fields.size()); i++) {
                findings.compareEach(label, "mime4j field " + i, headers.get(i), fields.get(i));
            }
        }
    }

    private static SeenPart part(Element entity, Path file, List<List<String>> headers) throws IOException {
        List<String> fields = new ArrayList<>();
        headers.add(fields);
        SeenPart body = SeenPart.leaf("none", "", new byte[0]);
        for (Element child : elements(entity)) {
            switch (child.getTagName()) {
                case "header" -> elements(child).forEach(field -> fields.add(squeezed(field.getTextContent())));
                case "multipart" -> body = multipart(child, file, headers);
                case "message" -> body = SeenPart.holder("message/rfc822", "", List.of(part(child, file, headers)));
                case "text-body", "binary-body" -> {
                    String type = child.getTagName().equals("text-body") ? "text" : "binary";
                    body = SeenPart.leaf(type, "", decoded(child.getAttribute("name"), file));
                }
                default -> throw new IOException("Unknown event " + child.getTagName() + " in " + file);
            }
        }
        return body;
    }

    private static SeenPart multipart(Element multipart, Path file, List<List<String>> headers) throws IOException {
        List<SeenPart> parts = new ArrayList<>();
        for (Element child : elements(multipart)) {
            if (child.getTagName().equals("body-part")) {
                parts.add(part(child, file, headers));
            }
        }
        return SeenPart.holder("multipart", "", parts);
    }

    /** The decoded body lies beside the events; its name there has the folders in front. */
    private static byte[] decoded(String name, Path file) throws IOException {
        String events = file.getFileName().toString();
        String folders = events.substring(0, events.lastIndexOf('~') + 1);
        Path body = file.resolveSibling(folders + name);
        return Files.exists(body) ? Files.readAllBytes(body) : new byte[0];
    }

    private static SeenPart asMime4j(SeenPart part) {
        if (part.isLeaf()) {
            return new SeenPart(part.type().startsWith("text/") ? "text" : "binary", "", part.digest(), List.of());
        }
        List<SeenPart> inside =
                part.parts().stream().map(Mime4jResults::asMime4j).toList();
        return SeenPart.holder(part.type().startsWith("multipart/") ? "multipart" : part.type(), "", inside);
    }

    private static List<String> fields(List<Field> fields) {
        return fields.stream()
                .map(field -> squeezed(new String(field.raw(), StandardCharsets.ISO_8859_1)))
                .toList();
    }

    private static String squeezed(String field) {
        return SeenMessage.oneLine(field.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?"));
    }

    private static List<Element> elements(Element parent) {
        Stream<Node> children = Stream.iterate(parent.getFirstChild(), node -> node != null, Node::getNextSibling);
        return children.filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }
}
