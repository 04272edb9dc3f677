package io.mailroom.benchmarks.conformance;

import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MessageReader;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.MimeReader;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartRole;
import io.mailroom.mime.PartSink;
import io.mailroom.mime.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our reader, by both of its ways in: the header and the files as {@link ParsedMessage} has them, the tree and the
 * bytes as {@link MimeReader} streams them. The two must agree.
 */
final class MailroomWitness implements Witness {
    private final MessageReader reader = new MessageReader(MimeLimits.DEFAULT, ReadOptions.DEFAULT);

    @Override
    public String name() {
        return "Mailroom";
    }

    @Override
    public SeenMessage read(byte[] raw) throws IOException {
        Map<Integer, ByteArrayOutputStream> files = new HashMap<>();
        ParsedMessage message = parse(raw, files);
        SeenPart body = streamed(raw);
        checkFiles(message, files, body);
        return new SeenMessage(message.subject(), addresses(message.from()), recipients(message), body);
    }

    /** The whole message, all files dropped. */
    ParsedMessage parse(byte[] raw) throws IOException {
        return reader.read(new ByteArrayInputStream(raw), PartSink.discarding());
    }

    private ParsedMessage parse(byte[] raw, Map<Integer, ByteArrayOutputStream> files) throws IOException {
        return reader.read(new ByteArrayInputStream(raw), part -> {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            files.put(part.index(), file);
            return file::write;
        });
    }

    /** The file of a leaf holds what the stream of that leaf gave. */
    private static void checkFiles(ParsedMessage message, Map<Integer, ByteArrayOutputStream> files, SeenPart body) {
        List<SeenPart> streamed = flat(body);
        int at = 0;
        for (MimePart part : message.parts()) {
            if (part.isTakenOut()) {
                continue;
            }
            SeenPart twin = streamed.get(at++);
            if (!part.contentType().mediaType().equals(twin.type())) {
                throw new IllegalStateException(part + " is streamed as " + twin.type());
            }
            ByteArrayOutputStream file = files.get(part.index());
            boolean whole = file != null && twin.isLeaf() && part.role() == PartRole.ATTACHMENT;
            if (whole && !SeenPart.digest(file.toByteArray()).equals(twin.digest())) {
                throw new IllegalStateException(part + " is streamed with other bytes than its file has");
            }
        }
        if (at != streamed.size()) {
            throw new IllegalStateException("Streamed " + streamed.size() + " parts, " + at + " in the message");
        }
    }

    private static List<SeenPart> flat(SeenPart part) {
        return Stream.concat(Stream.of(part), part.parts().stream().flatMap(inner -> flat(inner).stream()))
                .toList();
    }

    private static SeenPart streamed(byte[] raw) throws IOException {
        List<MimePart> parts = new ArrayList<>();
        Map<Integer, byte[]> bodies = new TreeMap<>();
        try (MimeReader reader = MimeReader.over(new ByteArrayInputStream(raw), MimeLimits.DEFAULT)) {
            while (reader.next()) {
                switch (reader.token()) {
                    case PART -> parts.add(reader.part());
                    case TEXT, ATTACHMENT ->
                        bodies.put(reader.part().index(), reader.body().readAllBytes());
                    default -> {}
                }
            }
        }
        return tree(parts.get(0), parts, bodies);
    }

    private static SeenPart tree(MimePart part, List<MimePart> parts, Map<Integer, byte[]> bodies) {
        String type = part.contentType().mediaType();
        String name = part.fileName().orElse("");
        byte[] body = bodies.get(part.index());
        if (body != null) {
            return SeenPart.leaf(type, name, body);
        }
        List<SeenPart> inside = parts.stream()
                .filter(other -> other.parent() == part.index())
                .map(other -> tree(other, parts, bodies))
                .toList();
        return SeenPart.holder(type, name, inside);
    }

    private static List<String> recipients(ParsedMessage message) {
        return Stream.concat(message.to().stream(), message.cc().stream())
                .map(MailAddress::address)
                .toList();
    }

    private static List<String> addresses(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::address).toList();
    }
}
