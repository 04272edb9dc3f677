package io.mailroom.mime.internal.scan;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one header, line by line, from the window. */
final class HeaderScan {
    /** A line of text longer than this is never taken for a damaged header line. */
    private static final int LONGEST_DAMAGED_LINE = 1_000;
    /** What must be seen of the line after it to know it for a field. */
    private static final int LOOK_AHEAD = 64;
    /** Most line ends and blanks skipped in front of a message; some web mailers show the original behind a line of 255. */
    private static final int MOST_BLANKS = 1_000;
    /** Most carriage returns in front of one line feed. */
    private static final int RETURNS = 8;

    private final Window window;
    private final Frames frames;
    private final HeaderBytes header = new HeaderBytes();
    private DefectSink defects = DefectSink.NONE;
    private boolean bareCr;
    private boolean tooLong;

    HeaderScan(Window window, Frames frames) {
        this.window = window;
        this.frames = frames;
    }

    void start(DefectSink sink) {
        defects = sink;
        bareCr = false;
    }

    HeaderBytes header() {
        return header;
    }

    /** True when lines of this message end in a carriage return alone. */
    boolean isBareCr() {
        return bareCr;
    }

    /** Skips what may stand before the header of a message: byte order mark, mailbox line, blank lines. */
    void skipForeword(boolean first) throws IOException {
        if (first) {
            skipByteOrderMark();
            bareCr = endsLinesInBareCr();
            skipBlankLines();
        }
        while (startsWith("From ", 0) || startsWith(">From ", 0)) {
            defects.add(DefectCode.MBOX_FROM_LINE, window.offset(window.position), "");
            skipLine();
        }
    }

    private void skipByteOrderMark() throws IOException {
        if (window.ensure(3) == 3) {
            byte[] b = window.bytes;
            int at = window.position;
            if (b[at] == (byte) 0xEF && b[at + 1] == (byte) 0xBB && b[at + 2] == (byte) 0xBF) {
                defects.add(DefectCode.BYTE_ORDER_MARK, window.offset(at), "");
                window.position += 3;
            }
        }
    }

    private boolean endsLinesInBareCr() throws IOException {
        int scanned = 0;
        int seen;
        do {
            seen = Math.min(window.available(), LONGEST_DAMAGED_LINE);
            for (; scanned < seen; scanned++) {
                byte b = window.bytes[window.position + scanned];
                if (b == '\n') {
                    return false;
                }
                if (b == '\r') {
                    return hasNoLineFeed();
                }
            }
        } while (seen < LONGEST_DAMAGED_LINE && window.fill());
        return false;
    }

    private boolean hasNoLineFeed() throws IOException {
        int count = window.ensure(LONGEST_DAMAGED_LINE);
        int to = window.position + count;
        if (Swar.indexOf(window.bytes, window.position, to, (byte) '\n') < to) {
            return false;
        }
        if (count == 1 || count == LONGEST_DAMAGED_LINE && window.bytes[to - 1] == '\r') {
            return false;
        }
        defects.add(DefectCode.BARE_CR, window.offset(window.position), "");
        return true;
    }

    private void skipBlankLines() throws IOException {
        int skip = 0;
        while (skip < MOST_BLANKS && window.ensure(skip + 1) > skip && isBreak(window.position + skip)) {
            skip++;
        }
        if (skip > 0 && knownFieldAfter(skip)) {
            defects.add(DefectCode.MALFORMED_FIELD, window.offset(window.position), "blank line");
            window.position += skip;
        }
    }

    /** QUIRK: blanks in front of the first field too; as a folded line it would continue nothing. */
    private boolean isBreak(int index) {
        byte b = window.bytes[index];
        return b == '\n' || b == '\r' || b == ' ' || b == '\t';
    }

    private boolean knownFieldAfter(int skip) throws IOException {
        int seen = window.ensure(skip + LOOK_AHEAD);
        return seen > skip && FieldNames.isKnownFieldAt(window.bytes, window.position + skip, window.position + seen);
    }

    private boolean startsWith(String text, int skip) throws IOException {
        if (window.ensure(skip + text.length()) < skip + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (window.bytes[window.position + skip + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads fields until the header ends; the window then stands at the body.
     *
     * @return the limit that was met, or null
     */
    @Nullable
    DefectCode read(int mostBytes, int mostFields, int mostFieldBytes) throws IOException {
        header.start(window.offset(window.position));
        while (true) {
            int distance = (int) (window.offset(window.position) - header.start());
            if (distance > mostBytes) {
                return DefectCode.HEADER_TOO_LARGE;
            }
            if (window.ensure(1) == 0) {
                boolean empty = header.fields() == 0 && window.offset(window.position) == 0;
                defects.add(
                        empty ? DefectCode.EMPTY_MESSAGE : DefectCode.HEADER_CUT_SHORT,
                        window.offset(window.position),
                        "");
                return null;
            }
            int blank = blankLine();
            if (blank > 0) {
                window.position += blank;
                return null;
            }
            byte first = window.bytes[window.position];
            if (header.fields() > 0 && (first == ' ' || first == '\t')) {
                takeLine(mostFieldBytes, mostBytes);
                header.endField();
                continue;
            }
            int name = nameLength();
            if (name > 0) {
                if (header.fields() == mostFields) {
                    return DefectCode.TOO_MANY_FIELDS;
                }
                startField(name, distance);
                takeLine(mostFieldBytes, mostBytes);
                header.endField();
            } else if (isDelimiter()) {
                defects.add(DefectCode.MISSING_BLANK_LINE, window.offset(window.position), "");
                return null;
            } else if (isDamagedLine()) {
                defects.add(DefectCode.MALFORMED_FIELD, window.offset(window.position), "");
                tooLong = true;
                takeLine(Integer.MAX_VALUE, mostBytes);
            } else {
                defects.add(DefectCode.MISSING_BLANK_LINE, window.offset(window.position), "");
                return null;
            }
        }
    }

    /** Bytes of the blank line the window stands at; 0 when it is none. Carriage returns before the feed go with it. */
    private int blankLine() throws IOException {
        if (window.bytes[window.position] == '\n') {
            return 1;
        }
        int skip = 0;
        while (skip < RETURNS && window.ensure(skip + 1) > skip && window.bytes[window.position + skip] == '\r') {
            skip++;
        }
        if (skip == 0) {
            return 0;
        }
        if (window.ensure(skip + 1) > skip && window.bytes[window.position + skip] == '\n' && (!bareCr || skip == 1)) {
            return skip + 1;
        }
        return bareCr || window.ensure(skip + 1) == skip ? 1 : 0;
    }

    /** Bytes of the field name the line starts with, blanks before the colon left out; 0 when it starts with none. */
    private int nameLength() throws IOException {
        int length = 0;
        int atHand = Math.min(FieldNames.LONGEST, window.available());
        while (length < atHand && FieldNames.isNameByte(window.bytes[window.position + length])) {
            length++;
        }
        while (length < FieldNames.LONGEST
                && window.ensure(length + 1) > length
                && FieldNames.isNameByte(window.bytes[window.position + length])) {
            length++;
        }
        int colon = colon(length);
        return length == 0 || colon < 0 ? 0 : length;
    }

    private int colon(int name) throws IOException {
        int at = name;
        while (at < FieldNames.LONGEST && window.ensure(at + 1) > at) {
            byte b = window.bytes[window.position + at];
            if (b == ':') {
                return at;
            }
            if (b != ' ' && b != '\t') {
                return -1;
            }
            at++;
        }
        return -1;
    }

    private void startField(int name, int distance) throws IOException {
        int value = colon(name) + 1;
        if (value > name + 1) {
            defects.add(DefectCode.BLANK_BEFORE_COLON, window.offset(window.position), "");
        }
        header.field(name, value, distance);
        tooLong = false;
    }

    private boolean isDelimiter() throws IOException {
        if (!startsWith("--", 0)) {
            return false;
        }
        int most = frames.longestLine();
        int seen = window.ensure(most);
        int end = lineEnd(window.position, window.position + seen);
        return end <= window.position + seen
                && frames.match(window.bytes, window.position, end) != Frames.NO_MATCH
                && (end < window.position + seen || seen < most);
    }

    /** True for a line that is no field but stands before one, so that the header goes on behind it. */
    private boolean isDamagedLine() throws IOException {
        if (startsWith("--", 0)) {
            return false;
        }
        int seen = window.ensure(LONGEST_DAMAGED_LINE);
        int end = lineEnd(window.position, window.position + seen) - window.position;
        if (end >= seen) {
            return false;
        }
        int next = end + 1;
        if (bareCr && window.ensure(next + 1) > next && window.bytes[window.position + next] == '\n') {
            next++;
        }
        return knownFieldAfter(next);
    }

    /** Index of the line end in {@code [from, to)}, or {@code to}. */
    private int lineEnd(int from, int to) {
        int end = Swar.indexOf(window.bytes, from, to, (byte) '\n');
        return bareCr ? Math.min(end, Swar.indexOf(window.bytes, from, end, (byte) '\r')) : end;
    }

    private void skipLine() throws IOException {
        takeLine(-1, Integer.MAX_VALUE);
    }

    /** Consumes a line with its end. Keeps it as part of the last field, but no more of that than {@code most} bytes. */
    private void takeLine(int most, int mostBytes) throws IOException {
        while (window.ensure(1) > 0) {
            int from = window.position;
            int end = lineEnd(from, window.limit);
            boolean whole = end < window.limit;
            if (whole) {
                end++;
            }
            keep(from, end, most);
            boolean mayPair = whole && window.bytes[end - 1] == '\r';
            window.position = end;
            if (mayPair && window.ensure(1) > 0 && window.bytes[window.position] == '\n') {
                keep(window.position, window.position + 1, most);
                window.position++;
            }
            if (whole || window.offset(end) - header.start() > mostBytes) {
                return;
            }
        }
    }

    private void keep(int from, int to, int most) {
        if (most < 0) {
            return;
        }
        int room = most == Integer.MAX_VALUE ? to - from : Math.max(0, most - header.fieldLength());
        if (to - from > room && !tooLong) {
            tooLong = true;
            defects.add(DefectCode.FIELD_TOO_LONG, window.offset(from), "");
        }
        header.append(window.bytes, from, Math.min(to, from + room));
    }
}
