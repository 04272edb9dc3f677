package io.mailroom.mime.internal.scan;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a message into entities in one pass. Each call of {@link #next()} goes one step on:
 *
 * <pre>
 *   ENTITY   a header was read; the caller says what the body is with one of the open methods
 *   SLICE    a piece of the body of a leaf, or of what stands before the first part of a multipart
 *   END      the innermost open entity ends
 *   DONE     the message ends; every entity has ended before
 * </pre>
 *
 * Delimiters of all levels are looked for in the same pass, at each line that starts with two hyphens. What the
 * headers mean is the caller's affair. For one thread.
 */
public final class EntityScanner {
    /** One step. */
    public enum Step {
        ENTITY,
        SLICE,
        END,
        DONE
    }

    private enum State {
        HEADER,
        OPENING,
        BODY,
        REST,
        CLOSING,
        DONE
    }

    private static final byte[] NONE = {};
    /** What is looked at of a line end and the line behind it, to see whether that is a field of content. */
    private static final int NEXT_LINE = 12;

    private final Window window;
    private final Frames frames = new Frames();
    private final HeaderScan headers;
    private final Budget budget;
    private DefectSink defects = DefectSink.NONE;
    private State state = State.DONE;
    private @Nullable DefectCode limit;
    private long bodyStart;
    private long end;
    private int scanned;
    private int from;
    private int to;
    private int closeTo;
    private State afterClosing = State.DONE;
    private boolean messageRoot;
    private boolean firstEntity;
    private boolean inkInEpilogue;

    /** A scanner with its own window. */
    public EntityScanner(Window window, Budget budget) {
        this.window = window;
        this.budget = budget;
        headers = new HeaderScan(window, frames);
    }

    /** Starts a message; {@code window} is the least size of the window in bytes. */
    public void start(ByteSource source, int windowSize, DefectSink sink) {
        defects = sink;
        window.start(source, windowSize);
        frames.clear();
        headers.start(sink);
        state = State.HEADER;
        messageRoot = true;
        firstEntity = true;
    }

    /** Starts content that is the body of a multipart, whose header was read elsewhere. */
    public void startMultipart(ByteSource source, int windowSize, DefectSink sink, byte[] boundary) {
        start(source, windowSize, sink);
        bodyStart = 0;
        scanned = 0;
        messageRoot = false;
        firstEntity = false;
        openMultipart(boundary);
    }

    /** One step on. */
    public Step next() throws IOException {
        while (true) {
            switch (state) {
                case HEADER -> {
                    readHeader();
                    return Step.ENTITY;
                }
                case OPENING -> throw new IllegalStateException("The entity's body was not opened");
                case BODY -> {
                    if (scanBody()) {
                        return Step.SLICE;
                    }
                }
                case REST -> {
                    if (takeAll()) {
                        return Step.SLICE;
                    }
                    closeAll();
                }
                case CLOSING -> {
                    if (frames.depth() > closeTo) {
                        popFrame();
                        return Step.END;
                    }
                    state = afterClosing;
                    messageRoot = false;
                }
                case DONE -> {
                    return Step.DONE;
                }
            }
        }
    }

    private void readHeader() throws IOException {
        limit = budget.takeEntity();
        headers.header().start(window.offset(window.position));
        if (limit == null) {
            if (messageRoot) {
                headers.skipForeword(firstEntity);
            }
            int most = budget.headerBytes();
            limit = headers.read(most, budget.limits().fields(), budget.limits().fieldBytes());
            budget.takeHeader(
                    (int) (window.offset(window.position) - headers.header().start()));
        }
        if (limit != null) {
            defects.add(limit, window.offset(window.position), "");
        }
        firstEntity = false;
        bodyStart = window.offset(window.position);
        scanned = 0;
        state = State.OPENING;
    }

    /** The header of the entity just met; good until the next step. */
    public HeaderBytes header() {
        return headers.header();
    }

    /** The limit the entity just met has passed: it, or all that is left, must be opened as one leaf. Null for none. */
    public @Nullable DefectCode limit() {
        return limit;
    }

    /** Where the body of the entity just met starts. */
    public long bodyStart() {
        return bodyStart;
    }

    /** Opens the body as content without structure. */
    public void openLeaf() {
        frames.push(Frames.Kind.LEAF, NONE);
        state = State.BODY;
    }

    /** Opens all that is left of the message as one leaf. */
    public void openRest() {
        frames.push(Frames.Kind.LEAF, NONE);
        state = State.REST;
    }

    /** Opens the body as a message of its own. */
    public void openMessage() {
        frames.push(Frames.Kind.MESSAGE, NONE);
        state = State.HEADER;
        messageRoot = true;
    }

    /** Opens the body as parts between delimiters; without a boundary the first line like a delimiter gives it. */
    public void openMultipart(byte[] boundary) {
        if (frames.isReused(boundary)) {
            defects.add(DefectCode.BOUNDARY_REUSED, bodyStart, "");
        }
        frames.push(Frames.Kind.MULTIPART, boundary);
        inkInEpilogue = false;
        state = State.BODY;
    }

    /** The window's array, which holds the slice. */
    public byte[] sliceBytes() {
        return window.bytes;
    }

    /** Index of the first byte of the slice. */
    public int sliceFrom() {
        return from;
    }

    /** Index behind the last byte of the slice. */
    public int sliceTo() {
        return to;
    }

    /** Where the slice starts in the message. */
    public long sliceOffset() {
        return window.offset(from);
    }

    /** Where the entity just ended has its end, the line end before the delimiter left out. */
    public long end() {
        return end;
    }

    /** True when lines of the message end in a carriage return alone. */
    public boolean isBareCr() {
        return headers.isBareCr();
    }

    /** True when at least this many of the next bytes hold the text; looks no further than the window may grow. */
    public boolean peekContains(byte[] text, int within) throws IOException {
        int seen = window.ensure(within);
        int last = window.position + seen - text.length;
        for (int i = window.position; i <= last; i++) {
            if (Arrays.equals(window.bytes, i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean takeAll() throws IOException {
        if (window.available() == 0 && !window.fill()) {
            return false;
        }
        return slice(window.limit);
    }

    /** Cuts the slice that ends before an index off the window; false when it is empty. */
    private boolean slice(int until) {
        from = window.position;
        to = until;
        scanned = Math.max(0, scanned - (to - from));
        window.position = until;
        return to > from;
    }

    /**
     * Looks for the next delimiter. True when there is a slice for the caller; false when the state has changed or
     * only text of an epilogue was passed.
     */
    private boolean scanBody() throws IOException {
        while (true) {
            int at = nextHyphen();
            if (at == window.limit) {
                scanned = at - window.position;
                if (window.ended()) {
                    boolean some = slice(window.limit);
                    if (some) {
                        return deliver();
                    }
                    closeAll();
                    return false;
                }
                int safe = holdBack(window.limit);
                if (safe > window.position && slice(safe)) {
                    return deliver();
                }
                window.fill();
                continue;
            }
            scanned = at - window.position;
            if (!isLineStart(at)) {
                scanned++;
                continue;
            }
            int most = frames.longestLine();
            int seenTo = Math.min(window.limit, at + most);
            int lineEnd = lineEnd(at, seenTo);
            boolean cut = lineEnd == seenTo && seenTo < at + most;
            boolean nextUnseen = inPreamble() && lineEnd + NEXT_LINE > window.limit;
            if ((cut || nextUnseen) && !window.ended()) {
                if (slice(lineBreakBefore(at))) {
                    return deliver();
                }
                window.fill();
                continue;
            }
            if (lineEnd == seenTo && seenTo == at + most || window.bytes[Math.min(at + 1, window.limit - 1)] != '-') {
                scanned++;
                continue;
            }
            int frame = lineEnd > at + 1 ? frames.match(window.bytes, at, lineEnd) : Frames.NO_MATCH;
            if (frame == Frames.NO_MATCH) {
                int length = lineEnd - at;
                if (!inPreamble() || !mayAdopt(at, lineEnd)) {
                    scanned += Math.max(1, length);
                }
                continue;
            }
            if (slice(lineBreakBefore(at))) {
                return deliver();
            }
            takeDelimiter(frame);
            return false;
        }
    }

    /** The next hyphen that may start a line. */
    private int nextHyphen() {
        int start = window.position + scanned;
        boolean anywhere = scanned == 0 || headers.isBareCr();
        return anywhere
                ? Swar.indexOf(window.bytes, start, window.limit, (byte) '-')
                : Swar.indexBehindFeed(window.bytes, start, window.limit, (byte) '-');
    }

    private boolean inPreamble() {
        int top = frames.depth() - 1;
        return frames.kind(top) == Frames.Kind.MULTIPART && frames.stage(top) == Frames.Stage.PREAMBLE;
    }

    /** False when the slice is text of an epilogue, which nobody wants but for knowing that it is there. */
    private boolean deliver() {
        int top = frames.depth() - 1;
        if (frames.kind(top) != Frames.Kind.MULTIPART || frames.stage(top) == Frames.Stage.PREAMBLE) {
            return true;
        }
        if (!inkInEpilogue && Swar.hasInk(window.bytes, from, to)) {
            inkInEpilogue = true;
            defects.add(DefectCode.TEXT_IN_EPILOGUE, window.offset(from), "");
        }
        return false;
    }

    private boolean isLineStart(int at) {
        if (at == window.position) {
            return window.offset(at) == bodyStart;
        }
        byte before = window.bytes[at - 1];
        return before == '\n' || before == '\r' && headers.isBareCr();
    }

    /** Index of the line end before a line start, or of the line start when the body starts there. */
    private int lineBreakBefore(int at) {
        int to = at;
        if (to > window.position && window.bytes[to - 1] == '\n') {
            to--;
            if (to > window.position && window.bytes[to - 1] == '\r') {
                to--;
            }
        } else if (to > window.position && window.bytes[to - 1] == '\r') {
            to--;
        }
        return to;
    }

    /** Leaves out a line end at the end of the window: a delimiter may follow it. */
    private int holdBack(int until) {
        int at = until;
        if (at > window.position && window.bytes[at - 1] == '\n') {
            at--;
        }
        if (at > window.position && window.bytes[at - 1] == '\r') {
            at--;
        }
        return at;
    }

    private int lineEnd(int at, int until) {
        int feed = Swar.indexOf(window.bytes, at, until, (byte) '\n');
        return headers.isBareCr() ? Swar.indexOf(window.bytes, at, feed, (byte) '\r') : feed;
    }

    /**
     * In front of the first part, takes a line of two hyphens and a word for the delimiter when a field follows, or
     * when no boundary is declared.
     */
    private boolean mayAdopt(int at, int lineEnd) {
        int top = frames.depth() - 1;
        int word = at + 2;
        int end = lineEnd;
        while (end > word && window.bytes[end - 1] <= ' ' && window.bytes[end - 1] >= 0) {
            end--;
        }
        if (end - word < 1 || end - word > budget.limits().boundaryBytes() || !isWord(word, end)) {
            return false;
        }
        byte[] found = Arrays.copyOfRange(window.bytes, word, end);
        if (frames.hasBoundary(top)) {
            if (!isContentField(lineEnd + 1, window.limit)) {
                return false;
            }
        }
        defects.add(DefectCode.MISSING_BOUNDARY, window.offset(at), "");
        frames.adopt(top, found);
        return true;
    }

    private boolean isWord(int start, int end) {
        boolean ink = false;
        for (int i = start; i < end; i++) {
            byte b = window.bytes[i];
            if (b <= ' ' || b == 127) {
                return false;
            }
            ink |= b != '-';
        }
        return ink;
    }

    private boolean isContentField(int start, int end) {
        int at = start < end && window.bytes[start] == '\n' ? start + 1 : start;
        String wanted = "content-";
        if (end - at < wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if ((window.bytes[at + i] | 0x20) != (wanted.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private void takeDelimiter(int frame) throws IOException {
        boolean closing = frames.isClosing();
        end = window.offset(window.position);
        skipDelimiterLine();
        if (frames.stage(frame) == Frames.Stage.CLOSED && !closing) {
            defects.add(DefectCode.TEXT_IN_EPILOGUE, end, "part");
        }
        closeTo = frame + 1;
        state = State.CLOSING;
        afterClosing = closing ? State.BODY : State.HEADER;
        frames.stage(frame, closing ? Frames.Stage.CLOSED : Frames.Stage.OPEN);
        inkInEpilogue = false;
        scanned = 0;
        bodyStart = window.offset(window.position);
    }

    private void skipDelimiterLine() throws IOException {
        skipBreak();
        int at = lineEnd(window.position, window.limit);
        window.position = at;
        if (at < window.limit) {
            boolean carriage = window.bytes[at] == '\r';
            window.position++;
            if (carriage && window.ensure(1) > 0 && window.bytes[window.position] == '\n') {
                window.position++;
            }
        }
    }

    private void skipBreak() {
        if (window.bytes[window.position] == '\r') {
            window.position++;
        }
        if (window.bytes[window.position] == '\n') {
            window.position++;
        }
    }

    private void closeAll() {
        end = window.offset(window.position);
        closeTo = 0;
        state = State.CLOSING;
        afterClosing = State.DONE;
    }

    private void popFrame() {
        int top = frames.depth() - 1;
        if (frames.kind(top) == Frames.Kind.MULTIPART && frames.stage(top) == Frames.Stage.OPEN) {
            defects.add(DefectCode.MISSING_CLOSE_DELIMITER, end, "");
        }
        frames.pop();
    }
}
