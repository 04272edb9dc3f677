package io.mailroom.mime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives each part that becomes a file a place to go. The reader opens one output at a time, except that the output
 * of {@link #openOriginalText()}, that of an embedded message, and that of a part in which others are found stay open over
 * others; it closes every output it opened, also when reading fails. What a failed reading left behind is the sink's owner's to remove.
 */
@FunctionalInterface
public interface PartSink {
    /**
     * Opens the output for one part.
     *
     * @param part the part as far as its header tells; its role is known, its size and end are not, and in
     *     {@code winmail.dat} neither are name and type
     */
    PartOutput open(MimePart part) throws IOException;

    /**
     * Opens the output for the original message text: the header of the message and every text/plain part that is
     * neither inside an embedded message nor marked as inline, in UTF-8. Called once for each message, when its
     * header is complete; empty when nobody wants it.
     */
    default Optional<PartOutput> openOriginalText() throws IOException {
        return Optional.empty();
    }

    /** A sink that keeps nothing; parts are still decoded and counted. */
    static PartSink discarding() {
        return part -> (bytes, offset, length) -> {};
    }

    /** A sink that writes each part to a new file {@code part-<index>.dat} of the directory, which exists. */
    static PartSink into(Path directory) {
        return part -> FileOutput.create(directory.resolve("part-" + part.index() + ".dat"));
    }
}
