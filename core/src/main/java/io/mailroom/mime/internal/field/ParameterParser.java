package io.mailroom.mime.internal.field;

import static io.mailroom.mime.internal.field.FieldBytes.isBlank;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ; name=value} lists (RFC 2045 §5.1, RFC 2231) and what is sent in their place: stray and missing
 * semicolons, quotes that do not end, values with blanks, equals signs, 8-bit bytes or encoded words and no quotes,
 * file names with backslashes. One rule decides each doubt, and the doubt is a defect. Linear in the field's length.
 */
final class ParameterParser {
    private final HeaderContext context;
    private final byte[] buf;
    private final int to;
    private final long base;

    private final Map<String, String> plain = new LinkedHashMap<>(4);
    private @Nullable SegmentedParameters segmented;
    private byte[] boundary = new byte[0];
    private int count;

    // The value read last: buf[start..end), or unescaped bytes of their own.
    private byte[] value;
    private int valueStart;
    private int valueEnd;
    private boolean quotesEnd = true; // false once a quote was met that does not
    private boolean commentsEnd = true;

    private ParameterParser(HeaderContext context, byte[] buf, int from, int to, long offset) {
        this.context = context;
        this.buf = buf;
        this.to = to;
        this.base = offset - from;
        this.value = buf;
    }

    /** Reads the parameters in {@code buf[from..to)}, from the first semicolon or whatever stands in its place. */
    static Parameters parse(HeaderContext context, byte[] buf, int from, int to, long offset) {
        int end = FieldBytes.trimEnd(buf, from, to);
        if (FieldBytes.skipBlanks(buf, from, end) == end) {
            return Parameters.NONE;
        }
        return new ParameterParser(context, buf, from, end, offset).run(from);
    }

    private Parameters run(int from) {
        int i = from;
        boolean separated = false;
        while (i < to) {
            i = FieldBytes.skipBlanks(buf, i, to);
            if (i < to && buf[i] == '(') {
                int end = skipComment(i);
                if (end > 0) {
                    i = end;
                    continue;
                }
            }
            if (i < to && buf[i] == ';') {
                if (separated) {
                    malformed(i, ";;");
                }
                separated = true;
                i++;
                continue;
            }
            if (i < to) {
                if (!separated) {
                    malformed(i, "missing ;");
                }
                i = parameter(i);
                separated = false;
            }
        }
        return new Parameters(merged(), boundary);
    }

    private Map<String, String> merged() {
        if (segmented != null) {
            segmented.mergeInto(plain);
            byte[] joined = segmented.boundary();
            if (joined.length > 0) {
                boundary = joined;
            }
        }
        return plain.isEmpty() ? Map.of() : Collections.unmodifiableMap(plain);
    }

    /** Reads one parameter and returns where its successor's separator should be. */
    private int parameter(int from) {
        int nameEnd = from;
        while (nameEnd < to && buf[nameEnd] != '=' && buf[nameEnd] != ';' && !isBlank(buf[nameEnd])) {
            nameEnd++;
        }
        int equals = FieldBytes.skipBlanks(buf, nameEnd, to);
        if (equals == to || buf[equals] != '=') {
            malformed(from, "no =");
            return Math.max(equals, from + 1);
        }
        if (++count > context.limits().parameters()) {
            if (count == context.limits().parameters() + 1) {
                context.defects().add(DefectCode.TOO_MANY_PARAMETERS, base + from, "");
            }
            return to;
        }
        String name = FieldBytes.lowerCase(buf, from, nameEnd);
        int next = readValue(FieldBytes.skipBlanks(buf, equals + 1, to), isFileName(name));
        if (name.isEmpty()) {
            malformed(from, "no name");
        } else {
            store(name, from);
        }
        return next;
    }

    private static boolean isFileName(String name) {
        return name.startsWith("name") || name.startsWith("filename");
    }

    private void store(String name, int at) {
        int star = name.indexOf('*');
        if (star > 0) {
            if (segmented == null) {
                segmented = new SegmentedParameters(context);
            }
            segmented.add(name, star, value, valueStart, valueEnd, base + at);
            return;
        }
        if (plain.containsKey(name)) {
            context.defects().add(DefectCode.PARAMETER_DUPLICATE, base + at, name);
            return;
        }
        plain.put(name, decoded(at));
        if (name.equals("boundary")) {
            boundary = Arrays.copyOfRange(value, valueStart, valueEnd);
        }
    }

    private String decoded(int at) {
        boolean words = false;
        boolean high = false;
        for (int i = valueStart; i < valueEnd; i++) {
            high |= value[i] < 0;
            words |= value[i] == '=' && i + 1 < valueEnd && value[i + 1] == '?';
        }
        if (high) {
            context.defects().add(DefectCode.PARAMETER_8BIT, base + at, "");
        }
        if (words) {
            context.defects().add(DefectCode.ENCODED_WORD_MISPLACED, base + at, "");
        }
        return HeaderText.decode(context, value, valueStart, valueEnd, base + at);
    }

    private int readValue(int from, boolean fileName) {
        value = buf;
        valueStart = from;
        if (from < to && buf[from] == '"' && quotesEnd) {
            int close = closingQuote(from);
            if (close >= 0) {
                return quoted(from, close);
            }
            quotesEnd = false;
            context.defects().add(DefectCode.PARAMETER_QUOTE, base + from, "");
            valueStart = from + 1;
        }
        return unquoted(valueStart, fileName);
    }

    /** QUIRK: {@code "C:\dir\"} ends in a backslash that escapes nothing, if a separator follows the quote. */
    private int closingQuote(int open) {
        for (int i = open + 1; i < to; i++) {
            if (buf[i] == '"') {
                return i;
            }
            if (buf[i] == '\\' && i + 1 < to) {
                boolean last = buf[i + 1] == '"' && (i + 2 == to || buf[i + 2] == ';');
                i += last ? 0 : 1;
            }
        }
        return -1;
    }

    private int quoted(int open, int close) {
        valueStart = open + 1;
        valueEnd = close;
        if (FieldBytes.indexOf(buf, valueStart, close, '\\') >= 0) {
            unescape();
        }
        int next = FieldBytes.skipBlanks(buf, close + 1, to);
        if (next < to && buf[next] != ';' && buf[next] != '(' && !startsParameter(next)) {
            malformed(next, "after quote");
            int semicolon = FieldBytes.indexOf(buf, next, to, ';');
            return semicolon < 0 ? to : semicolon;
        }
        return next;
    }

    /** QUIRK: only quotes and backslashes are ever escaped; other backslashes belong to Windows paths. */
    private void unescape() {
        byte[] clean = new byte[valueEnd - valueStart];
        int length = 0;
        for (int i = valueStart; i < valueEnd; i++) {
            boolean escape = buf[i] == '\\' && i + 1 < valueEnd && (buf[i + 1] == '"' || buf[i + 1] == '\\');
            if (escape) {
                i++;
            }
            clean[length++] = buf[i];
        }
        value = clean;
        valueStart = 0;
        valueEnd = length;
    }

    private int unquoted(int from, boolean fileName) {
        int i = from;
        boolean blanks = false;
        while (i < to && buf[i] != ';') {
            byte b = buf[i];
            if (b == '=' && i + 1 < to && buf[i + 1] == '?') {
                int end = HeaderText.wordEnd(buf, i, to); // it may hold semicolons
                i = end < 0 ? i + 1 : end;
                continue;
            }
            if (isBlank(b)) {
                int word = FieldBytes.skipBlanks(buf, i, to);
                boolean ends = word == to || buf[word] == ';';
                if (ends || !fileName && buf[word] == '(' || startsParameter(word)) {
                    break;
                }
                blanks = true;
                i = word;
                continue;
            }
            if (b == '(' && !fileName && skipComment(i) > 0) {
                break;
            }
            i++;
        }
        valueEnd = i;
        if (blanks) {
            malformed(from, "blanks");
        }
        if (!quotesEnd && valueEnd > valueStart && buf[valueEnd - 1] == '"') {
            valueEnd--;
        }
        return i;
    }

    private int skipComment(int i) {
        int end = commentsEnd ? FieldBytes.skipComment(buf, i, to) : -1;
        commentsEnd = end >= 0;
        return end;
    }

    /** True where a semicolon was left out before a parameter everybody knows. */
    private boolean startsParameter(int from) {
        int end = from;
        while (end < to && end < from + 20 && isNameByte(buf[end])) {
            end++;
        }
        if (end == to || buf[end] != '=' && buf[end] != '*') {
            return false;
        }
        return switch (FieldBytes.lowerCase(buf, from, end)) {
            case "charset",
                    "boundary",
                    "name",
                    "filename",
                    "format",
                    "delsp",
                    "type",
                    "start",
                    "report-type",
                    "creation-date",
                    "modification-date",
                    "read-date",
                    "size",
                    "protocol",
                    "micalg",
                    "method" -> true;
            default -> false;
        };
    }

    private static boolean isNameByte(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-';
    }

    private void malformed(int at, String what) {
        context.defects().add(DefectCode.PARAMETER_MALFORMED, base + at, what);
    }
}
