package io.mailroom.event;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.EmbeddedMessage;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartOutput;
import io.mailroom.mime.PartRole;
import io.mailroom.mime.PartSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the files of one message: takes parts while it is read, adds what we write of it, and describes them all. */
final class EventFiles implements PartSink {
    static final String ORIGINAL_TEXT_NAME = "OriginalMessageText.txt";
    static final String EMBEDDED_NAME = "EmbeddedMsg";
    static final String LONG_TEXT_NAME = "TextNote.txt";
    static final String LONG_HTML_NAME = "HTMLBody.html";

    private final PartFiles files;
    private final boolean parseEmbedded;
    private final List<HashedOutput> opened = new ArrayList<>();
    private final Map<Integer, HashedOutput> byPart = new HashMap<>();
    private @Nullable HashedOutput originalText;
    private int embedded;

    EventFiles(PartFiles files, boolean parseEmbedded) {
        this.files = files;
        this.parseEmbedded = parseEmbedded;
    }

    @Override
    public PartOutput open(MimePart part) throws IOException {
        HashedOutput output = opened(files.attachment());
        byPart.put(part.index(), output);
        return output;
    }

    @Override
    public Optional<PartOutput> openOriginalText() throws IOException {
        Optional<PartOutput> file = files.originalText();
        originalText = file.isPresent() ? opened(file.get()) : null;
        return Optional.ofNullable(originalText);
    }

    private HashedOutput opened(PartOutput file) {
        HashedOutput output = new HashedOutput(file);
        opened.add(output);
        return output;
    }

    /** Writes what is still to be written, then describes all files: in the order of the message, ours last. */
    List<EventFile> complete(ParsedMessage message) throws IOException {
        Map<Integer, EmbeddedMessage> messages = new HashMap<>();
        message.embedded().forEach(inner -> messages.put(inner.part(), inner));
        int firstText = firstOf(PartRole.TEXT_BODY, message);
        int firstHtml = firstOf(PartRole.HTML_BODY, message);
        List<EventFile> described = new ArrayList<>();
        for (MimePart part : message.parts()) {
            HashedOutput written = byPart.get(part.index());
            EmbeddedMessage inner = messages.get(part.index());
            if (written != null) {
                described.add(describe(part, written, firstText, firstHtml));
            } else if (parseEmbedded && inner != null && isMessage(part)) {
                described.add(writeEmbedded(inner));
            }
        }
        if (originalText != null) {
            described.add(EventFile.written(ORIGINAL_TEXT_NAME, "text", "plain", originalText));
        }
        return described;
    }

    private EventFile describe(MimePart part, HashedOutput written, int firstText, int firstHtml) {
        if (part.role() == PartRole.EMBEDDED_MESSAGE && isMessage(part)) {
            return EventFile.madeOf(part, EMBEDDED_NAME + ++embedded + ".eml", written);
        }
        if (part.index() == firstText) {
            return EventFile.madeOf(part, LONG_TEXT_NAME, written);
        }
        if (part.index() == firstHtml) {
            return EventFile.madeOf(part, LONG_HTML_NAME, written);
        }
        return EventFile.ofPart(part, written);
    }

    /** The part with which a body starts: it is only a file when it is too long to be a field. -1 without one. */
    private static int firstOf(PartRole role, ParsedMessage message) {
        return message.parts().stream()
                .filter(part -> part.role() == role && part.embeddedIn() < 0)
                .mapToInt(MimePart::index)
                .findFirst()
                .orElse(-1);
    }

    /** A whole message, not only the header of one. */
    private static boolean isMessage(MimePart part) {
        ContentType type = part.contentType();
        return type.type().equals("message") && !type.subtype().equals("global-headers");
    }

    private EventFile writeEmbedded(EmbeddedMessage inner) throws IOException {
        HashedOutput output = opened(files.attachment());
        try (output) {
            EmbeddedMessageXml.write(inner, output.stream());
        }
        return EventFile.written(EMBEDDED_NAME + ++embedded + ".xml", "application", "xml", output);
    }

    /** Every file made, in the order it was opened. */
    List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        for (HashedOutput output : opened) {
            output.location().ifPresent(paths::add);
        }
        return paths;
    }
}
