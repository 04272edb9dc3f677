package io.mailroom.event;

import io.mailroom.mime.MessageReader;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * From a raw message to an event: reads it in one pass, makes its files, and says what it is as fields (contract
 * section 6) and as a typed view. The same message with the same origin gives the same event, byte for byte but for the
 * paths. For one thread; keeps the reader's buffers from message to message.
 */
public final class MessageMapper {
    private final MappingOptions options;
    private final LoopSeal seal;
    private final MessageReader reader;

    /** A mapper with buffers of its own, about half a megabyte. */
    public MessageMapper(MappingOptions options) {
        this(options, LoopSeal.none());
    }

    /** The same; it knows what was sealed here as our own automatic mail. */
    public MessageMapper(MappingOptions options, LoopSeal seal) {
        this.options = Objects.requireNonNull(options, "options");
        this.seal = Objects.requireNonNull(seal, "seal");
        this.reader = new MessageReader(
                options.limits(),
                new ReadOptions(options.returnAttachments(), options.parseEmbedded(), EventLimits.BODY));
    }

    /**
     * Maps one message.
     *
     * @param raw the file that holds it; only read
     * @param origin what the receiver knows of it
     * @param files takes its files; what a failed call left there is the owner's to remove
     * @throws IOException the file cannot be read, or a file cannot be written; never because of what the message holds
     */
    public MappedMessage map(Path raw, MessageOrigin origin, PartFiles files) throws IOException {
        EventFiles made = new EventFiles(files, options.parseEmbedded());
        return map(reader.read(raw, made), origin, made);
    }

    /** Maps one message from a stream, up to its end; the stream stays open. Otherwise the same. */
    public MappedMessage map(InputStream raw, MessageOrigin origin, PartFiles files) throws IOException {
        EventFiles made = new EventFiles(files, options.parseEmbedded());
        return map(reader.read(raw, made), origin, made);
    }

    private MappedMessage map(ParsedMessage parsed, MessageOrigin origin, EventFiles made) throws IOException {
        List<EventFile> described = made.complete(parsed);
        MessageContent content = MessageContent.of(parsed, options);
        AutomaticMail automatic = AutomaticMail.judge(
                parsed.header(),
                content.from(),
                parsed.replyTo(),
                content.isReport(),
                origin.receiver().address(),
                seal);
        EventFields fields = new FieldMapping(content, origin, described, automatic).fields();
        MessageDetail detail = DetailMapping.detail(content, described);
        return new MappedMessage(fields, InboundMessage.of(fields, detail.asMap()), made.paths());
    }
}
