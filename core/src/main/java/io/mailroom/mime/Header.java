package io.mailroom.mime;

import io.mailroom.mime.internal.scan.HeaderBytes;
import io.mailroom.mime.internal.text.CharsetLabels;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.nio.charset.Charset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header of a message or part: its fields in the order they were sent, and the bytes they were sent in. Immutable. */
public final class Header {
    /** A header without fields. */
    public static final Header EMPTY =
            new Header(new byte[0], new int[0], 0, MimeLimits.DEFAULT, CharsetLabels.WINDOWS_1252);

    private static final int MARKS = HeaderBytes.MARKS;

    private final byte[] bytes;
    private final int[] marks;
    private final long offset;
    private final MimeLimits limits;
    private final Charset fallback;
    private volatile @Nullable TypedFields typed;

    Header(byte[] bytes, int[] marks, long offset, MimeLimits limits, Charset fallback) {
        this.bytes = bytes;
        this.marks = marks;
        this.offset = offset;
        this.limits = limits;
        this.fallback = fallback;
    }

    /** The same, with another charset for raw 8-bit bytes that are not UTF-8. */
    Header withFallback(Charset charset) {
        return charset.equals(fallback) ? this : new Header(bytes, marks, offset, limits, charset);
    }

    /** How many fields there are. */
    public int size() {
        return marks.length / MARKS;
    }

    /** The field at a position from 0. */
    public Field at(int position) {
        int mark = position * MARKS;
        return new Field(
                this, marks[mark], marks[mark + 1], marks[mark + 2], marks[mark + 3], offset + marks[mark + 4]);
    }

    /** All fields in order. */
    public List<Field> all() {
        return new AbstractList<>() {
            @Override
            public Field get(int index) {
                return at(Objects.checkIndex(index, Header.this.size()));
            }

            @Override
            public int size() {
                return Header.this.size();
            }
        };
    }

    /** All fields of one name in order, whatever the case of the name. */
    public List<Field> all(String name) {
        List<Field> found = List.of();
        for (int i = position(name, 0); i >= 0; i = position(name, i + 1)) {
            if (found.isEmpty()) {
                found = new ArrayList<>(2);
            }
            found.add(at(i));
        }
        return Collections.unmodifiableList(found);
    }

    /** The first field of that name, which is the one that counts. */
    public Optional<Field> first(String name) {
        return Optional.ofNullable(find(name));
    }

    @Nullable
    Field find(String name) {
        int position = position(name, 0);
        return position < 0 ? null : at(position);
    }

    private int position(String name, int from) {
        for (int i = from * MARKS; i < marks.length; i += MARKS) {
            if (nameIs(marks[i], marks[i + 1], name)) {
                return i / MARKS;
            }
        }
        return -1;
    }

    /** The decoded text of the first field of that name. */
    public Optional<String> text(String name) {
        Field field = find(name);
        return field == null ? Optional.empty() : Optional.of(field.text());
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
        return typed();
    }

    TypedFields typed() {
        TypedFields known = typed;
        if (known == null) {
            known = new TypedFields(this, limits);
            typed = known;
        }
        return known;
    }

    byte[] bytes() {
        return bytes;
    }

    MimeLimits limits() {
        return limits;
    }

    Charset fallback() {
        return fallback;
    }

    HeaderContext context(DefectSink defects) {
        return new HeaderContext(limits, defects, fallback);
    }

    boolean nameIs(int from, int to, String name) {
        return NameSet.isName(bytes, from, to, name);
    }

    /** Notes each field that stands again though its name is one of these. */
    void noteRepeated(NameSet names, DefectSink defects) {
        int met = 0;
        for (int i = 0; i < marks.length; i += MARKS) {
            int name = names.find(bytes, marks[i], marks[i + 1]);
            if (name >= 0) {
                if ((met & 1 << name) != 0) {
                    defects.add(DefectCode.DUPLICATE_FIELD, offset + marks[i + 4], names.at(name));
                }
                met |= 1 << name;
            }
        }
    }

    String decode(int from, int to) {
        return HeaderText.decode(context(DefectSink.NONE), bytes, from, to, offset + from);
    }
}
