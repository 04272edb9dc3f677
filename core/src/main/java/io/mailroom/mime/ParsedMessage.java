package io.mailroom.mime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A message that was read: header, parts as a flat list, bodies, and what was wrong with it. Immutable. The files it
 * names belong to whoever made the sink.
 */
public final class ParsedMessage implements MessageFields {
    private final Header header;
    private final List<MimePart> parts;

    ParsedMessage(Header header, List<MimePart> parts) {
        this.header = header;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads one message in one pass. Whoever reads many uses one {@link MessageReader}, which keeps its buffers.
     *
     * @param file the raw message
     * @param limits how much of it is looked at
     * @param options what is made of it
     * @param sink takes each part that becomes a file
     * @throws IOException the file cannot be read, or the sink failed; never because of what the message holds
     */
    public static ParsedMessage read(Path file, MimeLimits limits, ReadOptions options, PartSink sink)
            throws IOException {
        return new MessageReader(limits, options).read(file, sink);
    }

    /** The header of the message. */
    public Header header() {
        return header;
    }

    /** All parts in the order of the message; the first is the message's own body. */
    public List<MimePart> parts() {
        return parts;
    }

    /** The parts that were written, or would have been, to the sink, in order. */
    public List<MimePart> files() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The parts of the role {@link PartRole#ATTACHMENT}, in order, those of embedded messages too. */
    public List<MimePart> attachments() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The plain text body. */
    public Optional<TextBody> text() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The HTML body. */
    public Optional<TextBody> html() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The messages inside it, in order; one that lies in another follows it. */
    public List<EmbeddedMessage> embedded() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The fields of its message/delivery-status part. */
    public Optional<DeliveryStatus> deliveryStatus() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Every flaw met, in the order of its place; bounded by {@link MimeLimits#defects()}. */
    public List<Defect> defects() {
        throw new UnsupportedOperationException("not yet");
    }

    /** True when another reader may rightly see another message; {@link #ambiguities()} says why. */
    public boolean ambiguous() {
        return !ambiguities().isEmpty();
    }

    /** The kinds of defects that make it ambiguous, each once. */
    public List<DefectCode> ambiguities() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public String subject() {
        return header.fields().subject();
    }

    @Override
    public List<MailAddress> from() {
        return header.fields().from();
    }

    @Override
    public Optional<MailAddress> sender() {
        return header.fields().sender();
    }

    @Override
    public List<MailAddress> replyTo() {
        return header.fields().replyTo();
    }

    @Override
    public List<MailAddress> to() {
        return header.fields().to();
    }

    @Override
    public List<MailAddress> cc() {
        return header.fields().cc();
    }

    @Override
    public List<MailAddress> bcc() {
        return header.fields().bcc();
    }

    @Override
    public Optional<OffsetDateTime> date() {
        return header.fields().date();
    }

    @Override
    public Optional<String> messageId() {
        return header.fields().messageId();
    }

    @Override
    public List<String> inReplyTo() {
        return header.fields().inReplyTo();
    }

    @Override
    public List<String> references() {
        return header.fields().references();
    }

    @Override
    public List<String> keywords() {
        return header.fields().keywords();
    }
}
