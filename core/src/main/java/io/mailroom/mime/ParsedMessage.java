package io.mailroom.mime;

import io.mailroom.mime.internal.scan.Swar;
import io.mailroom.mime.internal.text.CharsetLabels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that was read: header, parts as a flat list, bodies, and what was wrong with it. Immutable. The files it
 * names belong to whoever made the sink.
 */
public final class ParsedMessage implements MessageFields {
    private final Header header;
    private final List<MimePart> parts;
    private final @Nullable TextBody text;
    private final @Nullable TextBody html;
    private final List<EmbeddedMessage> embedded;
    private final @Nullable DeliveryStatus deliveryStatus;
    private final @Nullable DispositionNotification dispositionNotification;
    private final DefectList structure;
    private final MimeLimits limits;
    private volatile @Nullable List<Defect> defects;

    ParsedMessage(
            List<MimePart> parts,
            @Nullable TextBody text,
            @Nullable TextBody html,
            List<EmbeddedMessage> embedded,
            @Nullable DeliveryStatus deliveryStatus,
            @Nullable DispositionNotification dispositionNotification,
            DefectList structure,
            MimeLimits limits) {
        this.parts = List.copyOf(parts);
        this.text = text;
        this.html = html;
        this.embedded = List.copyOf(embedded);
        this.deliveryStatus = deliveryStatus;
        this.dispositionNotification = dispositionNotification;
        this.structure = structure;
        this.limits = limits;
        header = withFallback(this.parts.get(0).header(), text == null ? html : text);
    }

    /** Raw 8-bit bytes in the header are most likely in the charset of the text. */
    private static Header withFallback(Header header, @Nullable TextBody body) {
        byte[] bytes = header.bytes();
        if (body == null || Swar.isAscii(bytes, 0, bytes.length)) {
            return header;
        }
        return body.declaredCharset()
                .flatMap(CharsetLabels::find)
                .filter(charset -> !charset.equals(StandardCharsets.UTF_8) && charset.canEncode())
                .map(header::withFallback)
                .orElse(header);
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

    /** The parts whose content went to the sink, in order. */
    public List<MimePart> files() {
        return parts.stream().filter(MimePart::isFile).toList();
    }

    /** The parts of the role {@link PartRole#ATTACHMENT}, in order, those of embedded messages too. */
    public List<MimePart> attachments() {
        return parts.stream().filter(part -> part.role() == PartRole.ATTACHMENT).toList();
    }

    /** The plain text body. */
    public Optional<TextBody> text() {
        return Optional.ofNullable(text);
    }

    /** The HTML body. */
    public Optional<TextBody> html() {
        return Optional.ofNullable(html);
    }

    /** The messages inside it, in order; one that lies in another follows it. */
    public List<EmbeddedMessage> embedded() {
        return embedded;
    }

    /** The fields of its message/delivery-status part. */
    public Optional<DeliveryStatus> deliveryStatus() {
        return Optional.ofNullable(deliveryStatus);
    }

    /** The fields of its message/disposition-notification part: a read receipt. */
    public Optional<DispositionNotification> dispositionNotification() {
        return Optional.ofNullable(dispositionNotification);
    }

    /** Every flaw met, in the order of its place; bounded by {@link MimeLimits#defects()}. */
    public List<Defect> defects() {
        List<Defect> known = defects;
        if (known == null) {
            known = allDefects();
            defects = known;
        }
        return known;
    }

    private List<Defect> allDefects() {
        DefectList all = new DefectList(limits.defects());
        all.addAll(structure.inOrder());
        parts.forEach(part -> noteNulBytes(part, all));
        all.addAll(header.typed().defects());
        if (text != null) {
            all.addAll(text.defects());
        }
        if (html != null) {
            all.addAll(html.defects());
        }
        return all.sorted();
    }

    private static void noteNulBytes(MimePart part, DefectList all) {
        byte[] header = part.header().bytes();
        int at = Swar.indexOf(header, 0, header.length, (byte) 0);
        if (at < header.length) {
            all.add(DefectCode.NUL_BYTE, part.isInsideEncoded() ? -1 : part.headerStart() + at, "");
        }
    }

    /** True when another reader may rightly see another message; {@link #ambiguities()} says why. */
    public boolean ambiguous() {
        return !ambiguities().isEmpty();
    }

    /** The kinds of defects that make it ambiguous, each once. */
    public List<DefectCode> ambiguities() {
        return defects().stream()
                .map(Defect::code)
                .filter(DefectCode::isAmbiguous)
                .distinct()
                .toList();
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
