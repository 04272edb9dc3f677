package io.mailroom.mime;

import static java.nio.file.StandardOpenOption.READ;

import io.mailroom.mime.internal.scan.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads message after message with one set of buffers, which grow to some hundred kilobytes with large messages. For
 * one thread; holds nothing that must be closed.
 */
public final class MessageReader {
    /** The window over the message, in bytes; a smaller message gets a smaller one. Larger ones leave the processor's cache. */
    static final int WINDOW = 64 * 1024;

    private static final int SMALLEST_WINDOW = 8 * 1024;

    private final MimeLimits limits;
    private final ReadOptions options;
    private final PartWalk walk;
    private final LeafReading leaf = new LeafReading();
    private final Decoders decoders = new Decoders();

    /** A reader with its own buffers. */
    public MessageReader(MimeLimits limits, ReadOptions options) {
        this(limits, options, SMALLEST_WINDOW);
    }

    MessageReader(MimeLimits limits, ReadOptions options, int window) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.options = Objects.requireNonNull(options, "options");
        walk = new PartWalk(limits, options.parseEmbedded(), window);
    }

    /**
     * Reads one message.
     *
     * @throws IOException the file cannot be read, or the sink failed; never because of what the message holds
     */
    public ParsedMessage read(Path file, PartSink sink) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            long size = channel.size();
            int window = (int) Math.max(SMALLEST_WINDOW, Math.min(WINDOW, size + 1));
            return read((into, offset, length) -> channel.read(ByteBuffer.wrap(into, offset, length)), window, sink);
        }
    }

    /** Reads one message up to the end of the stream, which stays open. */
    public ParsedMessage read(InputStream in, PartSink sink) throws IOException {
        Objects.requireNonNull(in, "in");
        return read(in::read, WINDOW, sink);
    }

    ParsedMessage read(ByteSource source, int window, PartSink sink) throws IOException {
        Objects.requireNonNull(sink, "sink");
        MessageReading reading = new MessageReading(limits, options, sink, walk, leaf, decoders);
        walk.start(source, window, reading.log());
        return reading.read();
    }
}
