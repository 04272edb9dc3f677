package io.mailroom.mime.internal.field;

import static io.mailroom.mime.internal.field.FieldBytes.isBlank;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.nio.charset.StandardCharsets;

/** Makes the strings of an address from the bytes an {@link AddressParser} found. */
final class AddressText {
    private AddressText() {}

    /** The words of a name: quotes and escapes undone, comments left out, decoded. */
    static String phrase(HeaderContext context, byte[] buf, int[] tokens, int first, int last, long base) {
        int start = tokens[first * 2];
        int end = tokens[last * 2 - 1];
        boolean oneQuoted = last - first == 1 && isPlainQuoted(buf, start, end);
        if (oneQuoted) {
            noteQuotedWords(context, buf, start, end, base);
            return HeaderText.decode(context, buf, start + 1, end - 1, base + start + 1);
        }
        if (isPlain(buf, start, end)) {
            return HeaderText.decode(context, buf, start, end, base + start);
        }
        byte[] clean = new byte[end - start + last - first];
        int length = 0;
        for (int t = first; t < last; t++) {
            if (t > first && tokens[t * 2] > tokens[t * 2 - 1]) {
                clean[length++] = ' ';
            }
            noteQuotedWords(context, buf, tokens[t * 2], tokens[t * 2 + 1], base);
            length = unquote(buf, tokens[t * 2], tokens[t * 2 + 1], clean, length);
        }
        return HeaderText.decode(context, clean, 0, length, base + start);
    }

    private static void noteQuotedWords(HeaderContext context, byte[] buf, int start, int end, long base) {
        if (buf[start] == '"' && HeaderText.mayHoldWords(buf, start, end)) {
            context.defects().add(DefectCode.ENCODED_WORD_MISPLACED, base + start, "");
        }
    }

    private static boolean isPlainQuoted(byte[] buf, int start, int end) {
        return buf[start] == '"'
                && buf[end - 1] == '"'
                && end - start >= 2
                && FieldBytes.indexOf(buf, start, end, '\\') < 0;
    }

    private static boolean isPlain(byte[] buf, int start, int end) {
        for (int i = start; i < end; i++) {
            if (buf[i] == '"' || buf[i] == '(' || buf[i] == '\\' || buf[i] == '>') {
                return false;
            }
        }
        return true;
    }

    private static int unquote(byte[] buf, int from, int to, byte[] clean, int length) {
        int at = length;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte b = buf[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (b == '\\' && i + 1 < to) {
                clean[at++] = buf[++i];
            } else {
                clean[at++] = b;
            }
        }
        return at;
    }

    /** The text of a comment, escapes undone, decoded. */
    static String comment(HeaderContext context, byte[] buf, int from, int to, long base) {
        if (FieldBytes.indexOf(buf, from, to, '\\') < 0) {
            return HeaderText.decode(context, buf, from, to, base + from);
        }
        byte[] clean = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            clean[length++] = buf[i] == '\\' && i + 1 < to ? buf[++i] : buf[i];
        }
        return HeaderText.decode(context, clean, 0, length, base + from);
    }

    /** An address without blanks outside of quotes, comments, and the single quotes some programs put around it. */
    static String clean(HeaderContext context, byte[] buf, int from, int to, long offset) {
        int start = FieldBytes.skipBlanks(buf, from, to);
        int end = FieldBytes.trimEnd(buf, start, to);
        if (end - start >= 2 && buf[start] == '\'' && buf[end - 1] == '\'') {
            start++;
            end--;
        }
        boolean plain = true;
        for (int i = start; i < end && plain; i++) {
            byte b = buf[i];
            plain = b > ' ' && b < 0x7f && b != '(' && b != '"' && b != '=';
        }
        if (plain) {
            return new String(buf, start, end - start, StandardCharsets.ISO_8859_1);
        }
        return decodeAddress(context, buf, start, end, offset);
    }

    private static String decodeAddress(HeaderContext context, byte[] buf, int from, int to, long offset) {
        byte[] clean = new byte[to - from];
        int length = 0;
        boolean quoted = false;
        boolean commentsEnd = true;
        for (int i = from; i < to; i++) {
            byte b = buf[i];
            if (b == '(' && !quoted && commentsEnd) {
                int end = FieldBytes.skipComment(buf, i, to);
                if (end > 0) {
                    i = end - 1;
                    continue;
                }
                commentsEnd = false;
            }
            if (b == '"') {
                quoted = !quoted;
            }
            if (quoted && b == '\\' && i + 1 < to) {
                clean[length++] = b;
                clean[length++] = buf[++i];
            } else if (quoted && b != '\r' && b != '\n' || !isBlank(b)) {
                clean[length++] = b;
            }
        }
        if (HeaderText.mayHoldWords(clean, 0, length)) {
            context.defects().add(DefectCode.ENCODED_WORD_MISPLACED, offset, "");
        }
        return HeaderText.decode(context, clean, 0, length, offset);
    }
}
