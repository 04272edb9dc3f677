package io.mailroom.event;

import io.mailroom.mime.MimePart;
import java.nio.file.Path;

/** One file of an event, described as the numbered fields want it. */
record EventFile(
        String name,
        String type,
        String subtype,
        String charset,
        boolean inline,
        boolean supplemental,
        String contentId,
        HashedOutput content) {

    private static final int MAX_WORD = 127; // RFC 6838 §4.2

    /** A file of the sender. */
    static EventFile ofPart(MimePart part, HashedOutput content) {
        return of(part, part.displayName(), false, content);
    }

    /** A file we made of something the sender sent, under a name of ours. */
    static EventFile madeOf(MimePart part, String name, HashedOutput content) {
        return of(part, name, true, content);
    }

    /** A text we wrote ourselves, in UTF-8. */
    static EventFile written(String name, String type, String subtype, HashedOutput content) {
        return new EventFile(name, type, subtype, "UTF-8", false, true, "", content);
    }

    private static EventFile of(MimePart part, String name, boolean supplemental, HashedOutput content) {
        return new EventFile(
                FieldText.oneLine(name, EventLimits.FILE_NAME),
                FieldText.oneLine(part.contentType().type(), MAX_WORD),
                FieldText.oneLine(part.contentType().subtype(), MAX_WORD),
                FieldText.oneLine(part.contentType().charset().orElse(""), MAX_WORD),
                part.fileName().isEmpty() && !supplemental,
                supplemental,
                FieldText.oneLine(part.contentId().orElse(""), EventLimits.CONTENT_ID),
                content);
    }

    /** The path as a field value; empty when nothing was kept. */
    String path() {
        return content.location().map(Path::toString).orElse("");
    }
}
