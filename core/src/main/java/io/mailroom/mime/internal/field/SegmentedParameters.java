package io.mailroom.mime.internal.field;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import io.mailroom.mime.internal.text.TextDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters in the form of RFC 2231: {@code name*=charset'language'%41}, {@code name*0=}, {@code name*1*=}. Segments
 * may come in any order and are joined as bytes, so that a character may lie across two of them.
 */
final class SegmentedParameters {
    private static final int MOST_DIGITS = 9;

    /** One segment; {@code encoded} when its name ends in an asterisk. */
    private record Segment(byte[] bytes, boolean encoded, long offset) {}

    private final HeaderContext context;
    private final Map<String, TreeMap<Integer, Segment>> byName = new LinkedHashMap<>();
    private byte[] boundary = new byte[0];
    private int count;

    SegmentedParameters(HeaderContext context) {
        this.context = context;
    }

    byte[] boundary() {
        return boundary;
    }

    void add(String name, int star, byte[] buf, int from, int to, long offset) {
        if (++count > context.limits().parameterSegments()) {
            if (count == context.limits().parameterSegments() + 1) {
                context.defects().add(DefectCode.TOO_MANY_PARAMETERS, offset, "");
            }
            return;
        }
        boolean encoded = name.endsWith("*");
        int index = index(name, star + 1, encoded ? name.length() - 1 : name.length());
        if (index < 0) {
            context.defects().add(DefectCode.PARAMETER_SEGMENT, offset, name);
            return;
        }
        byte[] bytes = Arrays.copyOfRange(buf, from, to);
        Segment before = byName.computeIfAbsent(name.substring(0, star), key -> new TreeMap<>())
                .putIfAbsent(index, new Segment(bytes, encoded, offset));
        if (before != null) {
            context.defects().add(DefectCode.PARAMETER_SEGMENT, offset, name);
        }
    }

    /** The number of a segment, 0 for none, -1 for nonsense. */
    private static int index(String name, int from, int to) {
        if (to - from > MOST_DIGITS) {
            return -1;
        }
        int index = 0;
        for (int i = from; i < to; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index;
    }

    /** Adds each joined value, which wins over a plain one of its name. */
    void mergeInto(Map<String, String> plain) {
        byName.forEach((name, segments) -> {
            String joined = join(name, segments);
            String before = plain.put(name, joined);
            if (before != null && !before.equals(joined)) {
                context.defects()
                        .add(
                                DefectCode.PARAMETER_AMBIGUOUS,
                                segments.firstEntry().getValue().offset(),
                                name);
            }
        });
    }

    private String join(String name, TreeMap<Integer, Segment> segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String charset = "";
        boolean anyEncoded = false;
        int first = segments.firstKey();
        int expected = first;
        for (Map.Entry<Integer, Segment> entry : segments.entrySet()) {
            if (entry.getKey() != expected++ || first > 1) {
                context.defects()
                        .add(DefectCode.PARAMETER_SEGMENT, entry.getValue().offset(), name);
                break;
            }
            Segment segment = entry.getValue();
            int start = 0;
            if (segment.encoded()) {
                if (!anyEncoded) {
                    charset = charset(segment.bytes());
                    start = valueStart(segment.bytes());
                }
                anyEncoded = true;
                percentDecode(segment.bytes(), start, bytes);
            } else {
                bytes.writeBytes(segment.bytes());
            }
        }
        byte[] joined = bytes.toByteArray();
        if (name.equals("boundary")) {
            boundary = joined;
        }
        long offset = segments.firstEntry().getValue().offset();
        return anyEncoded
                ? onOneLine(TextDecoder.decode(joined, 0, joined.length, charset, context.defects(), offset))
                : HeaderText.decode(context, joined, 0, joined.length, offset);
    }

    private static String charset(byte[] bytes) {
        int end = FieldBytes.indexOf(bytes, 0, bytes.length, '\'');
        boolean marked = end >= 0 && valueStart(bytes) > 0;
        return marked ? new String(bytes, 0, end, StandardCharsets.ISO_8859_1) : "";
    }

    /** Behind the second quote; 0 without two. */
    private static int valueStart(byte[] bytes) {
        int first = FieldBytes.indexOf(bytes, 0, bytes.length, '\'');
        int second = first < 0 ? -1 : FieldBytes.indexOf(bytes, first + 1, bytes.length, '\'');
        return second + 1;
    }

    private static void percentDecode(byte[] bytes, int from, ByteArrayOutputStream out) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    out.write(high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            out.write(bytes[i]);
        }
    }

    private static String onOneLine(String text) {
        StringBuilder line = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) {
                if (line == null) {
                    line = new StringBuilder(text);
                }
                line.setCharAt(i, ' ');
            }
        }
        return line == null ? text : line.toString();
    }
}
