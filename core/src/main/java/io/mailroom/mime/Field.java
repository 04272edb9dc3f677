package io.mailroom.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** One field of a header, just as it was sent. Immutable. */
public final class Field {
    private final Header header;
    private final int start;
    private final int nameEnd;
    private final int valueStart;
    private final int end;
    private final long offset;

    Field(Header header, int start, int nameEnd, int valueStart, int end, long offset) {
        this.header = header;
        this.start = start;
        this.nameEnd = nameEnd;
        this.valueStart = valueStart;
        this.end = end;
        this.offset = offset;
    }

    /** The name as sent, without blanks around it. */
    public String name() {
        return new String(header.bytes(), start, nameEnd - start, StandardCharsets.ISO_8859_1);
    }

    /** True for this name, whatever the case. */
    public boolean isNamed(String name) {
        return header.nameIs(start, nameEnd, Objects.requireNonNull(name, "name"));
    }

    /** The whole field with its name, its folds, and the line end that closes it. A copy. */
    public byte[] raw() {
        return Arrays.copyOfRange(header.bytes(), start, end);
    }

    /** What stands after the colon, folds and all, without the last line end. A copy. */
    public byte[] rawValue() {
        return Arrays.copyOfRange(header.bytes(), valueStart, valueEnd());
    }

    /** The value unfolded and decoded: encoded words and raw 8-bit characters become text, on one line. */
    public String text() {
        return header.decode(valueStart, valueEnd());
    }

    /**
     * Where the field starts, in bytes from the start of the raw message; for a part inside an encoded message, from
     * the start of what was decoded.
     */
    public long offset() {
        return offset;
    }

    Header header() {
        return header;
    }

    /** Where the value starts in the message. */
    long valueOffset() {
        return offset + valueStart - start;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        byte[] bytes = header.bytes();
        int to = end;
        while (to > valueStart && (bytes[to - 1] == '\n' || bytes[to - 1] == '\r')) {
            to--;
        }
        return to;
    }

    /** {@code name: text}. */
    @Override
    public String toString() {
        return name() + ": " + text();
    }
}
