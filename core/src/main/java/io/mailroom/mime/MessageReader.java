package io.mailroom.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/** Reads message after message with one set of buffers. For one thread; holds nothing that must be closed. */
public final class MessageReader {
    private final MimeLimits limits;
    private final ReadOptions options;

    /** A reader with its own buffers, about half a megabyte. */
    public MessageReader(MimeLimits limits, ReadOptions options) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Reads one message.
     *
     * @throws IOException the file cannot be read, or the sink failed; never because of what the message holds
     */
    public ParsedMessage read(Path file, PartSink sink) throws IOException {
        throw new UnsupportedOperationException("not yet " + limits + options);
    }

    /** Reads one message up to the end of the stream, which stays open. */
    public ParsedMessage read(InputStream in, PartSink sink) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
