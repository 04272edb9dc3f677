package io.mailroom.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header of a message or part: its fields in the order they were sent, and the bytes they were sent in. Immutable. */
public final class Header {
    /** A header without fields. */
    public static final Header EMPTY = new Header(new byte[0], new int[0], 0);

    /** Numbers kept for each field: start, end of name, start of value, end. */
    static final int MARKS = 4;

    private final byte[] bytes;
    private final int[] marks;
    private final long offset;

    Header(byte[] bytes, int[] marks, long offset) {
        this.bytes = bytes;
        this.marks = marks;
        this.offset = offset;
    }

    /** How many fields there are. */
    public int size() {
        return marks.length / MARKS;
    }

    /** The field at a position from 0. */
    public Field at(int position) {
        int at = position * MARKS;
        return new Field(this, marks[at], marks[at + 1], marks[at + 2], marks[at + 3]);
    }

    /** All fields in order. */
    public List<Field> all() {
        List<Field> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            all.add(at(i));
        }
        return List.copyOf(all);
    }

    /** All fields of one name in order, whatever the case of the name. */
    public List<Field> all(String name) {
        return all().stream().filter(field -> field.isNamed(name)).toList();
    }

    /** The first field of that name, which is the one that counts. */
    public Optional<Field> first(String name) {
        for (int i = 0; i < size(); i++) {
            if (nameIs(marks[i * MARKS], marks[i * MARKS + 1], name)) {
                return Optional.of(at(i));
            }
        }
        return Optional.empty();
    }

    /** The decoded text of the first field of that name. */
    public Optional<String> text(String name) {
        return first(name).map(Field::text);
    }

    /** Every byte of the header as sent, up to the blank line and without it. A copy. */
    public byte[] raw() {
        return bytes.clone();
    }

    /** Where it starts, in bytes from the start of the raw message. */
    public long offset() {
        return offset;
    }

    /** The fields every message has, as typed values. */
    public MessageFields fields() {
        throw new UnsupportedOperationException("not yet");
    }

    byte[] bytes() {
        return bytes;
    }

    boolean nameIs(int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int sent = bytes[i];
            int asked = name.charAt(i - from);
            if (sent != asked && lower(sent) != lower(asked)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    String decode(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
