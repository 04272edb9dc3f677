package io.mailroom.mime.internal.field;

import static io.mailroom.mime.internal.field.FieldBytes.isBlank;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.internal.text.HeaderContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Message-ID, In-Reply-To and References (RFC 5322 §3.6.4): ids with their angle brackets, without blanks. */
public final class MessageIds {
    private MessageIds() {}

    /**
     * The ids of a field body in its order; unmodifiable. Words without brackets count when they hold an at sign or
     * when the field holds nothing else; other words ("your message of Monday") are phrases and are left out.
     *
     * @param most how many to read
     */
    public static List<String> parse(HeaderContext context, byte[] buf, int from, int to, long offset, int most) {
        List<String> ids = new ArrayList<>(4);
        int start = FieldBytes.skipBlanks(buf, from, to);
        int end = FieldBytes.trimEnd(buf, start, to);
        int i = start;
        boolean bracketsEnd = true;
        while (i < end && ids.size() < most) {
            int close = buf[i] == '<' && bracketsEnd ? FieldBytes.indexOf(buf, i, end, '>') : -1;
            if (close >= 0) {
                ids.add(withoutBlanks(buf, i, close + 1));
                i = close + 1;
            } else {
                bracketsEnd &= buf[i] != '<';
                int wordEnd = wordEnd(buf, i, end);
                bareId(context, buf, i, wordEnd, i == start && wordEnd == end, offset + i - from, ids);
                i = wordEnd;
            }
            while (i < end && (isBlank(buf[i]) || buf[i] == ',' || buf[i] == ';')) {
                i++;
            }
        }
        return List.copyOf(ids);
    }

    private static int wordEnd(byte[] buf, int from, int to) {
        int i = from + 1;
        while (i < to && !isBlank(buf[i]) && buf[i] != '<' && buf[i] != ',') {
            i++;
        }
        return i;
    }

    private static void bareId(
            HeaderContext context, byte[] buf, int from, int to, boolean alone, long offset, List<String> ids) {
        int start = buf[from] == '<' ? from + 1 : from;
        boolean hasAt = FieldBytes.indexOf(buf, start, to, '@') >= 0;
        if (start == to || !hasAt && !(alone && ids.isEmpty())) {
            return;
        }
        context.defects().add(DefectCode.MESSAGE_ID_MALFORMED, offset, "");
        ids.add("<" + text(buf, start, to) + ">");
    }

    private static String withoutBlanks(byte[] buf, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isBlank(buf[i])) {
                byte[] clean = new byte[to - from];
                int length = 0;
                for (int j = from; j < to; j++) {
                    if (!isBlank(buf[j])) {
                        clean[length++] = buf[j];
                    }
                }
                return text(clean, 0, length);
            }
        }
        return text(buf, from, to);
    }

    /** Bytes that are not printable ASCII become question marks: an id is compared, not shown. */
    private static String text(byte[] buf, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buf[i] <= ' ' || buf[i] == 0x7f) {
                byte[] clean = Arrays.copyOfRange(buf, from, to);
                for (int j = 0; j < clean.length; j++) {
                    clean[j] = clean[j] <= ' ' || clean[j] == 0x7f ? (byte) '?' : clean[j];
                }
                return new String(clean, StandardCharsets.ISO_8859_1);
            }
        }
        return new String(buf, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
