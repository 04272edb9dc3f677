package io.mailroom.mime;

import io.mailroom.mime.internal.body.Base64Decoder;
import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.QuotedPrintableDecoder;
import io.mailroom.mime.internal.legacy.UuencodeDecoder;
import io.mailroom.mime.internal.scan.Budget;
import io.mailroom.mime.internal.scan.ByteSource;
import io.mailroom.mime.internal.scan.EntityScanner;
import io.mailroom.mime.internal.scan.HeaderBytes;
import io.mailroom.mime.internal.scan.Swar;
import io.mailroom.mime.internal.scan.Window;
import io.mailroom.mime.internal.text.CharsetLabels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the parts of a message in order: what the scanner cuts, with what the headers mean. Encoded content
 * that holds parts is decoded into a scanner of its own; those lie on a stack of few levels. Nothing here calls
 * itself.
 */
final class PartWalk {
    /** One step. */
    enum Step {
        /** A part starts; its header is read. */
        PART,
        /** A piece of the raw body of the part met last. */
        SLICE,
        /** The innermost part ends. */
        END,
        /** The message ends. */
        DONE
    }

    private enum Replay {
        NONE,
        PREAMBLE,
        PREAMBLE_AND_SLICE,
        SLICE,
        REST
    }

    /** Encoded content with parts inside encoded content with parts; deeper it is opaque. */
    private static final int ENCODED_DEPTH = 4;
    /** Bytes looked through for a delimiter in the body of a multipart that claims to be encoded. */
    private static final int PEEK = 4_096;
    /** Text before the first part that is held until it shows whether there is a part at all. */
    private static final int PREAMBLE = 64 * 1024;

    private static final int NOT_READ = Integer.MIN_VALUE;

    private final MimeLimits limits;
    private final boolean parseEmbedded;
    private final Budget budget = new Budget();
    private final Layer[] layers = new Layer[ENCODED_DEPTH + 1];
    private int top;
    private LimitedSource source = new LimitedSource((into, offset, length) -> -1, 0);
    private DefectList log;

    private MimePart.Builder[] open = new MimePart.Builder[16];
    private int depth;
    private int parts;
    private MimePart.Builder part = new MimePart.Builder();

    private byte[] sliceBytes = {};
    private int sliceFrom;
    private int sliceTo;

    private byte[] held = {};
    private int heldLength;
    private long heldOffset;
    private boolean inText;
    /** Where the text ends that stands for the parts of a multipart without any; what follows it is an epilogue. */
    private long textEnd;

    private byte[] rest = {};
    private int restLength;
    private long restEnd;
    private Replay replay = Replay.NONE;
    private EntityScanner.@Nullable Step postponed;

    PartWalk(MimeLimits limits, boolean parseEmbedded, int window) {
        this.limits = limits;
        this.parseEmbedded = parseEmbedded;
        log = new DefectList(limits.defects());
        layers[0] = new Layer(window, budget);
    }

    /** Starts a message; {@code window} is the least size of the window in bytes. */
    void start(ByteSource from, int window, DefectList sink) {
        log = sink;
        budget.start(limits);
        source = new LimitedSource(from, limits.messageBytes());
        top = 0;
        depth = 0;
        parts = 0;
        heldLength = 0;
        inText = false;
        replay = Replay.NONE;
        postponed = null;
        layers[0].sink = sink;
        layers[0].scanner.start(source, window, sink);
    }

    /** The part met or ended last. */
    MimePart.Builder part() {
        return part;
    }

    byte[] sliceBytes() {
        return sliceBytes;
    }

    int sliceFrom() {
        return sliceFrom;
    }

    int sliceTo() {
        return sliceTo;
    }

    /** Where defects of the part met last go. */
    DefectSink defects() {
        return layers[top].sink;
    }

    Step next() throws IOException {
        while (true) {
            if (replay != Replay.NONE) {
                return replay();
            }
            Layer layer = layers[top];
            EntityScanner.Step step = postponed == null ? layer.scanner.next() : postponed;
            postponed = null;
            switch (step) {
                case ENTITY -> {
                    if (inText) {
                        postponed = step;
                        return endText();
                    }
                    enter(layer);
                    return Step.PART;
                }
                case SLICE -> {
                    if (depth > 0 && open[depth - 1].holdsParts() && !hold(layer)) {
                        continue;
                    }
                    if (replay == Replay.NONE) {
                        slice(layer);
                        return Step.SLICE;
                    }
                    return Step.PART;
                }
                case END -> {
                    if (inText) {
                        postponed = step;
                        return endText();
                    }
                    if (isTextOnly()) {
                        postponed = step;
                        replay = Replay.PREAMBLE;
                        layer.sink.add(DefectCode.NO_DELIMITER, open[depth - 1].bodyStart, "");
                        openText();
                        return Step.PART;
                    }
                    boolean holder = layer.isInner() && depth == layer.base;
                    return end(holder ? layers[top - 1].scanner.end() : layer.scanner.end());
                }
                case DONE -> {
                    if (top == 0) {
                        return source.isFull() && startRest() ? Step.PART : Step.DONE;
                    }
                    top--;
                    if (depth == layer.base) {
                        return end(layers[top].scanner.end());
                    }
                }
            }
        }
    }

    private void enter(Layer layer) throws IOException {
        noteHeld(layer);
        EntityScanner scanner = layer.scanner;
        HeaderBytes bytes = scanner.header();
        MimePart.Builder next = nested(layer);
        next.headerStart = bytes.start();
        next.bodyStart = scanner.bodyStart();
        next.header = header(bytes);
        boolean digest = depth > 0 && open[depth - 1].contentType.is("multipart", "digest");
        PartFacts.read(next, digest ? ContentType.MESSAGE_RFC822 : ContentType.TEXT_PLAIN, layer.sink);
        push(next);
        DefectCode limit = scanner.limit();
        if (limit != null) {
            next.role = PartRole.OPAQUE;
            if (limit == DefectCode.TOO_MANY_PARTS || limit == DefectCode.PARSE_TIME_EXCEEDED) {
                scanner.openRest();
            } else {
                scanner.openLeaf();
            }
        } else if (next.contentType.isMultipart()) {
            openContainer(layer, next, PartRole.CONTAINER);
        } else if (parseEmbedded && isMessage(next.contentType)) {
            openContainer(layer, next, PartRole.EMBEDDED_MESSAGE);
        } else {
            noteUnread(layer, next);
            scanner.openLeaf();
        }
    }

    private Header header(HeaderBytes bytes) {
        return new Header(bytes.copyBytes(), bytes.copyMarks(), bytes.start(), limits, CharsetLabels.WINDOWS_1252);
    }

    /** The header of a message that is not read further: the start of a leaf. Its limits are those of the whole. */
    Header headerIn(byte[] bytes, int length) throws IOException {
        EntityScanner scanner = new EntityScanner(new Window(length + 1), budget);
        scanner.start(new ByteArrayInputStream(bytes, 0, length)::read, length + 1, DefectSink.NONE);
        return scanner.next() == EntityScanner.Step.ENTITY ? header(scanner.header()) : Header.EMPTY;
    }

    static boolean isMessage(ContentType type) {
        return type.type().equals("message")
                && switch (type.subtype()) {
                    case "rfc822", "global", "news" -> true;
                    default -> false;
                };
    }

    private void noteUnread(Layer layer, MimePart.Builder leaf) {
        if (leaf.contentType.is("message", "partial")) {
            layer.sink.add(DefectCode.PARTIAL_MESSAGE, leaf.headerStart, "");
        } else if (leaf.contentType.is("message", "external-body")) {
            layer.sink.add(DefectCode.EXTERNAL_BODY, leaf.headerStart, "");
        }
    }

    private void openContainer(Layer layer, MimePart.Builder holder, PartRole role) throws IOException {
        EntityScanner scanner = layer.scanner;
        byte[] boundary = role == PartRole.CONTAINER ? boundary(layer, holder) : new byte[0];
        BodyDecoder decoder = decoder(holder.transferEncoding);
        if (decoder != null && role == PartRole.CONTAINER) {
            layer.sink.add(DefectCode.ENCODED_MULTIPART, holder.headerStart, "");
            if (boundary.length > 0 && scanner.peekContains(delimiter(boundary), PEEK)) {
                decoder = null;
            }
        }
        if (holder.depth >= limits.depth() || decoder != null && top == ENCODED_DEPTH) {
            layer.sink.add(DefectCode.TOO_DEEP, holder.headerStart, "");
            holder.role = PartRole.OPAQUE;
            scanner.openLeaf();
            return;
        }
        holder.role = role;
        if (decoder != null) {
            openLayer(layer, holder, decoder, boundary);
        } else if (role == PartRole.CONTAINER) {
            scanner.openMultipart(boundary);
        } else {
            scanner.openMessage();
        }
    }

    private void openLayer(Layer layer, MimePart.Builder holder, BodyDecoder decoder, byte[] boundary) {
        layer.scanner.openLeaf();
        top++;
        if (layers[top] == null) {
            layers[top] = Layer.inner(budget);
        }
        Layer inner = layers[top];
        decoder.start(holder.bodyStart, layer.sink);
        DefectSink sink = layer.isInner() ? layer.sink : log.at(holder.bodyStart);
        inner.start(layer.scanner, decoder, sink, depth);
        if (holder.role == PartRole.CONTAINER) {
            inner.scanner.startMultipart(inner, inner.windowSize(), sink, boundary);
        } else {
            inner.scanner.start(inner, inner.windowSize(), sink);
        }
    }

    private static @Nullable BodyDecoder decoder(TransferEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> new Base64Decoder();
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder();
            case UUENCODE -> new UuencodeDecoder();
            default -> null;
        };
    }

    private byte[] boundary(Layer layer, MimePart.Builder holder) {
        byte[] boundary = unfolded(holder.contentType.boundaryBytes());
        if (boundary.length > 70) {
            layer.sink.add(DefectCode.LONG_BOUNDARY, holder.headerStart, String.valueOf(boundary.length));
        }
        return boundary.length > limits.boundaryBytes() ? new byte[0] : boundary;
    }

    /** QUIRK: a quoted boundary may be folded; its blank counts, the line end does not. */
    private static byte[] unfolded(byte[] boundary) {
        int length = 0;
        for (byte b : boundary) {
            if (b != '\r' && b != '\n') {
                boundary[length++] = b;
            }
        }
        return length == boundary.length ? boundary : Arrays.copyOf(boundary, length);
    }

    private static byte[] delimiter(byte[] boundary) {
        byte[] delimiter = new byte[boundary.length + 2];
        delimiter[0] = '-';
        delimiter[1] = '-';
        System.arraycopy(boundary, 0, delimiter, 2, boundary.length);
        return delimiter;
    }

    /** A part inside the innermost open one. */
    private MimePart.Builder nested(Layer layer) {
        MimePart.Builder next = new MimePart.Builder();
        next.index = parts++;
        next.depth = depth;
        next.insideEncoded = layer.isInner();
        if (depth > 0) {
            MimePart.Builder parent = open[depth - 1];
            next.parent = parent.index;
            next.embeddedIn = parent.role == PartRole.EMBEDDED_MESSAGE ? parent.index : parent.embeddedIn;
            next.position = parent.children++;
        }
        return next;
    }

    /** One more part, found inside a leaf that was read or is being read; null when there may be no more. */
    MimePart.@Nullable Builder takenOut(MimePart.Builder holder) {
        if (budget.takeEntity() != null) {
            return null;
        }
        MimePart.Builder next = new MimePart.Builder();
        next.index = parts++;
        next.depth = holder.depth + 1;
        next.parent = holder.index;
        next.embeddedIn = holder.embeddedIn;
        next.insideEncoded = holder.insideEncoded;
        next.takenOut = true;
        next.headerStart = holder.bodyStart;
        next.bodyStart = holder.bodyStart;
        return next;
    }

    private void push(MimePart.Builder next) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = next;
        part = next;
    }

    private Step end(long bodyEnd) {
        part = open[--depth];
        part.bodyEnd = bodyEnd;
        heldLength = 0;
        return Step.END;
    }

    private void slice(Layer layer) {
        sliceBytes = layer.scanner.sliceBytes();
        sliceFrom = layer.scanner.sliceFrom();
        sliceTo = layer.scanner.sliceTo();
        textEnd = layer.scanner.sliceOffset() + sliceTo - sliceFrom;
    }

    /** Keeps text that stands before the first part. True when a text part for it has been or is being opened. */
    private boolean hold(Layer layer) {
        EntityScanner scanner = layer.scanner;
        int count = scanner.sliceTo() - scanner.sliceFrom();
        if (heldLength == 0) {
            heldOffset = scanner.sliceOffset();
        }
        if (heldLength + count > PREAMBLE) {
            openText();
            replay = heldLength == 0 ? Replay.SLICE : Replay.PREAMBLE_AND_SLICE;
            return true;
        }
        if (held.length < heldLength + count) {
            held = Arrays.copyOf(held, Math.min(PREAMBLE, Math.max(heldLength + count, 2 * held.length)));
        }
        System.arraycopy(scanner.sliceBytes(), scanner.sliceFrom(), held, heldLength, count);
        heldLength += count;
        return false;
    }

    private void noteHeld(Layer layer) {
        if (heldLength > 0 && Swar.hasInk(held, 0, heldLength)) {
            layer.sink.add(DefectCode.TEXT_IN_PREAMBLE, heldOffset, "");
        }
        heldLength = 0;
    }

    /** True when a multipart ends that has no parts, but text. */
    private boolean isTextOnly() {
        return open[depth - 1].holdsParts() && open[depth - 1].children == 0 && Swar.hasInk(held, 0, heldLength);
    }

    private void openText() {
        Layer layer = layers[top];
        MimePart.Builder text = nested(layer);
        text.headerStart = heldOffset;
        text.bodyStart = heldOffset;
        push(text);
        inText = true;
    }

    private Step endText() {
        inText = false;
        heldLength = 0;
        return end(textEnd);
    }

    /** Opens what lies behind the limit on the message's size as one part; false when there is nothing. */
    private boolean startRest() throws IOException {
        if (rest.length == 0) {
            rest = new byte[PREAMBLE];
        }
        restLength = source.readRest(rest);
        if (restLength < 0) {
            return false;
        }
        restEnd = source.position();
        log.add(DefectCode.MESSAGE_TOO_LARGE, restEnd, "");
        MimePart.Builder opaque = nested(layers[0]);
        opaque.role = PartRole.OPAQUE;
        opaque.contentType = ContentType.OCTET_STREAM;
        opaque.headerStart = restEnd;
        opaque.bodyStart = restEnd;
        push(opaque);
        replay = Replay.REST;
        return true;
    }

    private Step replay() throws IOException {
        if (replay == Replay.REST && restLength == NOT_READ) {
            restLength = source.readRest(rest);
        }
        switch (replay) {
            case PREAMBLE, PREAMBLE_AND_SLICE -> {
                sliceBytes = held;
                sliceFrom = 0;
                sliceTo = heldLength;
                textEnd = heldOffset + heldLength;
                replay = replay == Replay.PREAMBLE ? Replay.NONE : Replay.SLICE;
            }
            case SLICE -> {
                slice(layers[top]);
                replay = Replay.NONE;
            }
            case REST -> {
                if (restLength == -1) {
                    replay = Replay.NONE;
                    return end(restEnd);
                }
                restEnd += restLength;
                sliceBytes = rest;
                sliceFrom = 0;
                sliceTo = restLength;
                restLength = NOT_READ;
            }
            case NONE -> throw new IllegalStateException("Nothing to replay");
        }
        return Step.SLICE;
    }
}
