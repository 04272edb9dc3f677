package io.mailroom.mime.internal.scan;

import java.util.Arrays;

/** The header being read: its bytes as sent, and where each field lies in them. Reused from header to header. */
public final class HeaderBytes {
    /** Numbers for each field: start, end of the name, start of the value, end, distance from the header's start. */
    public static final int MARKS = 5;

    private byte[] bytes = new byte[4096];
    private int length;
    private int[] marks = new int[32 * MARKS];
    private int fields;
    private long start;

    void start(long offset) {
        length = 0;
        fields = 0;
        start = offset;
    }

    /** Where the header starts in the message. */
    public long start() {
        return start;
    }

    /** The bytes kept, in an array of their own. */
    public byte[] copyBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The marks of all fields, in an array of their own. */
    public int[] copyMarks() {
        return Arrays.copyOf(marks, fields * MARKS);
    }

    /** How many fields there are. */
    public int fields() {
        return fields;
    }

    void append(byte[] from, int start, int end) {
        int count = end - start;
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    /** Begins a field that will be appended next; the name ends and the value starts so many bytes behind its start. */
    void field(int name, int value, int distance) {
        if (marks.length < (fields + 1) * MARKS) {
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        int at = fields * MARKS;
        marks[at] = length;
        marks[at + 1] = length + name;
        marks[at + 2] = length + value;
        marks[at + 4] = distance;
        fields++;
    }

    /** The last field reaches to here. */
    void endField() {
        int at = (fields - 1) * MARKS;
        marks[at + 2] = Math.min(marks[at + 2], length);
        marks[at + 3] = length;
    }

    /** Bytes of the last field that were kept. */
    int fieldLength() {
        return length - marks[(fields - 1) * MARKS];
    }
}
