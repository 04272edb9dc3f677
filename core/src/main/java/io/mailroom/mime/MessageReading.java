package io.mailroom.mime;

import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.IdentityDecoder;
import io.mailroom.mime.internal.bounce.DeliveryStatusParser;
import io.mailroom.mime.internal.bounce.DispositionParser;
import io.mailroom.mime.internal.scan.Swar;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message being read into a {@link ParsedMessage}. */
final class MessageReading {
    /** Most decoded bytes of a report that are read as fields. */
    private static final int REPORT = 1 << 20;
    /** Most decoded bytes of an embedded message that is not parsed that are read for its header. */
    private static final int EMBEDDED_HEADER = 64 * 1024;

    private final MimeLimits limits;
    private final ReadOptions options;
    private final PartSink sink;
    private final PartWalk walk;
    private final LeafReading leaf;
    private final Decoders decoders;
    private final DefectList log;
    private final BodyChoice choice = new BodyChoice();
    private final List<MimePart.Builder> parts = new ArrayList<>();
    private final List<EmbeddedReading> embedded = new ArrayList<>(0);
    private final BodyText text;
    private final BodyText html;
    private final FoundParts found;
    private BodyDecoder decoder = new IdentityDecoder();
    private @Nullable OriginalText original;
    private @Nullable DeliveryStatus status;
    private @Nullable DispositionNotification disposition;

    MessageReading(
            MimeLimits limits, ReadOptions options, PartSink sink, PartWalk walk, LeafReading leaf, Decoders decoders) {
        this.limits = limits;
        this.options = options;
        this.sink = sink;
        this.walk = walk;
        this.leaf = leaf;
        this.decoders = decoders;
        log = new DefectList(limits.defects());
        text = new BodyText(options.textInMemory());
        html = new BodyText(options.textInMemory());
        found = new FoundParts(limits, walk, parts, sink, options.returnAttachments());
    }

    DefectList log() {
        return log;
    }

    ParsedMessage read() throws IOException {
        choice.start();
        leaf.start();
        try {
            PartWalk.Step step = walk.next();
            while (step != PartWalk.Step.DONE) {
                switch (step) {
                    case PART -> begin(walk.part());
                    case SLICE -> decoder.decode(walk.sliceBytes(), walk.sliceFrom(), walk.sliceTo(), leaf);
                    case END -> end(walk.part());
                    case DONE -> throw new IllegalStateException("The message has ended");
                }
                step = walk.next();
            }
            if (original != null) {
                original.close();
            }
        } catch (IOException | RuntimeException e) {
            leaf.abandon(e);
            if (original != null) {
                original.abandon(e);
            }
            throw e;
        }
        return build();
    }

    private void begin(MimePart.Builder part) throws IOException {
        parts.add(part);
        if (part.index == 0) {
            original = OriginalText.open(sink, part.header);
        }
        if (part.parent >= 0 && parts.get(part.parent).role == PartRole.EMBEDDED_MESSAGE) {
            embedded.get(embedded.size() - 1).header(part.header);
        }
        switch (part.role) {
            case CONTAINER -> choice.open(part);
            case EMBEDDED_MESSAGE -> {
                choice.openMessage(part);
                embedded.add(new EmbeddedReading(part.index, part.embeddedIn, options.textInMemory()));
            }
            default -> beginLeaf(part);
        }
    }

    private void beginLeaf(MimePart.Builder part) throws IOException {
        leaf.start();
        decoder = decoders.start(part.transferEncoding, part.bodyStart, walk.defects());
        if (part.role == PartRole.OPAQUE) {
            decoder = decoders.start(TransferEncoding.BINARY, part.bodyStart, walk.defects());
            writeToSink(part);
            return;
        }
        part.role = choice.roleOf(part);
        switch (part.role) {
            case TEXT_BODY -> {
                holdText(part, textFor(part));
                leaf.lookInside(new BlocksInText(part, leaf, found, walk.defects()));
            }
            case HTML_BODY -> {
                if (choice.isEmbedded()) {
                    writeToSink(part);
                } else {
                    holdText(part, html);
                }
            }
            case DELIVERY_STATUS, DISPOSITION_NOTIFICATION -> {
                leaf.hold(REPORT, null);
                writeToSink(part);
            }
            case EMBEDDED_MESSAGE -> {
                leaf.hold(EMBEDDED_HEADER, null);
                embedded.add(new EmbeddedReading(part.index, part.embeddedIn, options.textInMemory()));
                writeToSink(part);
            }
            default -> {
                writeToSink(part);
                if (TnefContent.isDeclared(part)) {
                    leaf.lookInside(tnef(part));
                }
            }
        }
        if (original != null && belongsToOriginalText(part)) {
            leaf.copyTextTo(original.part(part));
        }
    }

    private TnefContent tnef(MimePart.Builder part) {
        boolean hasBody = choice.hasBody();
        TnefContent.Bodies bodies = (body, bytes) -> {
            body.role = hasBody ? PartRole.ATTACHMENT : choice.roleOfFound(body.contentType);
            takeFound(body, bytes);
        };
        return new TnefContent(part, found, bodies, walk.defects());
    }

    /** A body that was found inside a leaf, whole. */
    private void takeFound(MimePart.Builder part, byte[] bytes) throws IOException {
        boolean text = part.role == PartRole.TEXT_BODY;
        if (!text && (part.role != PartRole.HTML_BODY || choice.isEmbedded())) {
            found.begin(part);
            found.write(bytes, 0, bytes.length);
            found.end();
            return;
        }
        BodyText body = text ? textFor(part) : html;
        boolean cut = bytes.length > body.room();
        if (cut) {
            log.add(DefectCode.TEXT_TOO_LONG, part.insideEncoded ? -1 : part.bodyStart, "");
            found.writeBody(part, bytes);
        }
        part.decodedSize = bytes.length;
        byte[] kept = cut ? Arrays.copyOf(bytes, Utf8.wholeLength(bytes, body.room())) : bytes;
        body.add(kept, part.contentType, part.bodyStart, cut);
    }

    private BodyText textFor(MimePart.Builder part) {
        for (int i = embedded.size() - 1; i >= 0; i--) {
            if (embedded.get(i).part() == part.embeddedIn) {
                return embedded.get(i).text();
            }
        }
        return text;
    }

    private void holdText(MimePart.Builder part, BodyText body) throws IOException {
        leaf.hold(body.room(), () -> openFile(part));
        if (options.textFragments() && !body.isEmpty() && !choice.isEmbedded()) {
            writeToSink(part);
        }
    }

    private boolean belongsToOriginalText(MimePart.Builder part) {
        boolean marked = part.disposition != null && part.disposition.isInline() && part.role != PartRole.TEXT_BODY;
        return part.contentType.is("text", "plain") && !choice.isEmbedded() && !marked;
    }

    private void writeToSink(MimePart.Builder part) throws IOException {
        if (options.returnAttachments()) {
            leaf.writeTo(openFile(part));
        }
    }

    private PartOutput openFile(MimePart.Builder part) throws IOException {
        part.file = true;
        return sink.open(part.build());
    }

    private void end(MimePart.Builder part) throws IOException {
        if (part.role == PartRole.CONTAINER) {
            part.decodedSize = 0;
            choice.close();
            return;
        }
        if (part.role == PartRole.EMBEDDED_MESSAGE && part.children > 0) {
            part.decodedSize = 0;
            choice.close();
            return;
        }
        decoder.finish(leaf);
        PartOutput output = leaf.finish();
        part.decodedSize = leaf.size();
        part.location = output == null ? null : output.location().orElse(null);
        for (MimePart.Builder inside : parts.subList(part.index + 1, parts.size())) {
            inside.bodyEnd = part.bodyEnd; // all that was found in it
        }
        switch (part.role) {
            case TEXT_BODY -> keepText(part, textFor(part));
            case HTML_BODY -> {
                if (!choice.isEmbedded()) {
                    keepText(part, html);
                }
            }
            case DELIVERY_STATUS, DISPOSITION_NOTIFICATION -> keepReport(part);
            case EMBEDDED_MESSAGE ->
                embedded.get(embedded.size() - 1).header(walk.headerIn(leaf.held(), leaf.heldLength()));
            default -> {}
        }
    }

    /** The report is about a message of ours; one inside a returned message is about somebody else's. */
    private void keepReport(MimePart.Builder part) {
        if (part.embeddedIn >= 0) {
            return;
        }
        long offset = part.insideEncoded || !part.transferEncoding.isIdentity() ? -1 : part.bodyStart;
        HeaderContext context = part.header.context(log);
        if (part.role == PartRole.DISPOSITION_NOTIFICATION && disposition == null) {
            disposition = DispositionParser.parse(context, leaf.held(), 0, leaf.heldLength(), offset);
        } else if (part.role == PartRole.DELIVERY_STATUS && status == null) {
            status = DeliveryStatusParser.parse(context, leaf.held(), 0, leaf.heldLength(), offset);
        }
    }

    private void noteMissingReport() {
        ContentType type = parts.get(0).contentType;
        String kind = type.parameter("report-type").orElse("").strip();
        if (status == null && type.is("multipart", "report") && kind.equalsIgnoreCase("delivery-status")) {
            log.add(DefectCode.REPORT_MISSING_STATUS, parts.get(0).headerStart, "");
        }
    }

    /** The report, with the id of the message that came back with it. */
    private @Nullable DeliveryStatus reportOf(List<EmbeddedMessage> messages) {
        DeliveryStatus report = status;
        if (report == null || messages.isEmpty()) {
            return report;
        }
        return report.returning(messages.get(0).fields().messageId().orElse(""));
    }

    private void keepText(MimePart.Builder part, BodyText body) {
        if (leaf.isCut()) {
            log.add(DefectCode.TEXT_TOO_LONG, part.insideEncoded ? -1 : part.bodyStart, "");
        }
        if (part.role == PartRole.TEXT_BODY && !Swar.hasInk(leaf.held(), 0, leaf.heldLength())) {
            choice.textWasBlank();
        }
        body.add(leaf.copyHeld(), part.contentType, part.bodyStart, leaf.isCut());
    }

    private ParsedMessage build() {
        noteMissingReport();
        List<MimePart> done = new ArrayList<>(parts.size());
        for (MimePart.Builder part : parts) {
            done.add(part.build());
        }
        List<EmbeddedMessage> messages = new ArrayList<>(embedded.size());
        for (EmbeddedReading message : embedded) {
            messages.add(message.build(embedded));
        }
        return new ParsedMessage(
                done, text.build(), html.build(), messages, reportOf(messages), disposition, log, limits);
    }
}
