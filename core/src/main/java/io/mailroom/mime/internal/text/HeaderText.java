package io.mailroom.mime.internal.text;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text of a field body on one line: unfolded (RFC 5322 §2.2.3), encoded words decoded (RFC 2047), raw 8-bit bytes
 * read as UTF-8 (RFC 6532) or in the fallback charset, every control character, tab included, shown as a blank, and
 * none at either end. Plain ASCII costs one look at each byte and one copy.
 */
public final class HeaderText {
    private final HeaderContext context;
    private final byte[] buf;
    private final int from;
    private final int to;
    private final long offset;

    private final StringBuilder out;
    private final EncodedWord word = new EncodedWord(true);
    private byte[] pending = new byte[64];
    private int pendingLength;
    private String pendingLabel = "";
    private int words;
    private Charset rawCharset = StandardCharsets.US_ASCII; // until a raw 8-bit byte is met

    private HeaderText(HeaderContext context, byte[] buf, int from, int to, long offset) {
        this.context = context;
        this.buf = buf;
        this.from = from;
        this.to = to;
        this.offset = offset;
        this.out = new StringBuilder(to - from);
    }

    /** Decodes {@code buf[from..to)}, a field body with or without its line ends; {@code offset} is that of {@code from}. */
    public static String decode(HeaderContext context, byte[] buf, int from, int to, long offset) {
        int start = from;
        int end = to;
        while (start < end && isBlank(buf[start])) {
            start++;
        }
        while (end > start && isBlank(buf[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            byte b = buf[i];
            if (b < ' ' || b == 0x7f || b == '=' && i + 1 < end && buf[i + 1] == '?') {
                return new HeaderText(context, buf, start, end, offset + start - from).run();
            }
        }
        return new String(buf, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** True when the bytes hold {@code =?}. */
    public static boolean mayHoldWords(byte[] buf, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (buf[i] == '=' && buf[i + 1] == '?') {
                return true;
            }
        }
        return false;
    }

    /** End of the encoded word that starts at {@code i} and holds no blank, or -1. */
    public static int wordEnd(byte[] buf, int i, int to) {
        EncodedWord word = new EncodedWord(false);
        return word.at(buf, i, to) && !word.damaged ? word.end : -1;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private String run() {
        int textStart = from;
        int afterWord = -1;
        for (int i = from; i < to; ) {
            boolean mark = buf[i] == '=' && i + 1 < to && buf[i + 1] == '?';
            if (!mark || !word.at(buf, i, to) || !mayDecode()) {
                i++;
                continue;
            }
            boolean adjacent = afterWord >= 0 && isBlank(textStart, i);
            if (!adjacent) {
                flushWords();
                appendText(textStart, i);
                noteIfGlued(i);
            }
            takeWord();
            textStart = word.end;
            afterWord = word.end;
            i = word.end;
        }
        flushWords();
        appendText(textStart, to);
        return out.toString().strip();
    }

    private boolean mayDecode() {
        if (words == context.limits().encodedWords()) {
            words++;
            defect(DefectCode.TOO_MANY_ENCODED_WORDS, word.charsetStart - 2, "");
        }
        if (words > context.limits().encodedWords()) {
            return false;
        }
        String label = label();
        if (CharsetLabels.find(label).isEmpty() && !CharsetLabels.saysUnknown(label)) {
            defect(DefectCode.ENCODED_WORD_CHARSET, word.charsetStart, label);
            words++;
            return false;
        }
        words++;
        return true;
    }

    private String label() {
        return new String(buf, word.charsetStart, word.charsetEnd - word.charsetStart, StandardCharsets.ISO_8859_1);
    }

    private void noteIfGlued(int i) {
        if (i > from && !isBlank(buf[i - 1]) && buf[i - 1] != '(') {
            defect(DefectCode.ENCODED_WORD_MISPLACED, i, "");
        }
    }

    /** Words in one charset are put together as bytes first, for senders that split characters. */
    private void takeWord() {
        String label = label();
        Optional<Charset> charset = CharsetLabels.find(label);
        boolean joins = pendingLength > 0
                && label.equalsIgnoreCase(pendingLabel)
                && !(charset.isPresent() && charset.get().equals(Utf7.INSTANCE));
        if (!joins) {
            flushWords();
        }
        pendingLabel = label;
        int room = pendingLength + word.textEnd - word.textStart;
        if (room > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(room, pending.length * 2));
        }
        boolean clean = word.base64 ? takeBase64() : takeQ();
        if (!clean || word.damaged) {
            defect(DefectCode.ENCODED_WORD_MALFORMED, word.charsetStart - 2, "");
        }
    }

    private boolean takeBase64() {
        boolean clean = true;
        int bits = 0;
        int count = 0;
        for (int i = word.textStart; i < word.textEnd; i++) {
            byte b = buf[i];
            int value = base64(b);
            if (value < 0) {
                clean &= b == '=' || isBlank(b);
                if (b == '=') { // a group is over, even where another follows
                    bits = 0;
                    count = 0;
                }
                continue;
            }
            bits = bits << 6 | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                pending[pendingLength++] = (byte) (bits >> count);
            }
        }
        return clean && count != 6;
    }

    private static int base64(int b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : -1;
    }

    private boolean takeQ() {
        boolean clean = true;
        int i = word.textStart;
        while (i < word.textEnd) {
            byte b = buf[i++];
            if (b == '_') {
                pending[pendingLength++] = ' ';
            } else if (b == '=') {
                int high = i < word.textEnd ? EncodedWord.hex(buf[i]) : -1;
                int low = i + 1 < word.textEnd ? EncodedWord.hex(buf[i + 1]) : -1;
                if (high >= 0 && low >= 0) {
                    pending[pendingLength++] = (byte) (high << 4 | low);
                    i += 2;
                } else {
                    clean = false;
                    pending[pendingLength++] = b;
                }
            } else if (b != '\r' && b != '\n') {
                pending[pendingLength++] = b;
            }
        }
        return clean;
    }

    private void flushWords() {
        if (pendingLength > 0) {
            append(TextDecoder.decode(pending, 0, pendingLength, pendingLabel, context.defects(), offset));
            pendingLength = 0;
        }
    }

    /** Text outside of encoded words: line ends before a blank vanish, others become one. */
    private void appendText(int start, int end) {
        int i = start;
        while (i < end) {
            int line = i;
            while (line < end && buf[line] != '\r' && buf[line] != '\n') {
                line++;
            }
            appendLine(i, line);
            i = line;
            while (i < end && (buf[i] == '\r' || buf[i] == '\n')) {
                i++;
            }
            if (i > line && (i == end || !isBlank(buf[i]))) {
                out.append(' ');
            }
        }
    }

    private void appendLine(int start, int end) {
        boolean ascii = Utf8.asciiEnd(buf, start, end) == end;
        append(new String(buf, start, end - start, ascii ? StandardCharsets.ISO_8859_1 : rawCharset()));
    }

    private Charset rawCharset() {
        if (rawCharset.equals(StandardCharsets.US_ASCII)) {
            rawCharset = StandardCharsets.UTF_8;
            if (!Utf8.isValid(buf, from, to)) {
                rawCharset = fallback();
                defect(DefectCode.RAW_8BIT_HEADER, from, rawCharset.name());
            }
        }
        return rawCharset;
    }

    private Charset fallback() {
        Charset fallback = context.fallback();
        boolean usable = CharsetChoice.isAsciiCompatible(fallback)
                && !CharsetChoice.isStateful(fallback)
                && !fallback.equals(StandardCharsets.UTF_8)
                && !fallback.equals(StandardCharsets.US_ASCII)
                && !fallback.equals(CharsetLabels.WINDOWS_1252);
        return usable ? fallback : CharsetGuess.of(buf, from, to, false, true);
    }

    private void append(String text) {
        int start = out.length();
        out.append(text);
        for (int i = start; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c < ' ' || c == 0x7f) {
                out.setCharAt(i, ' ');
            }
        }
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isBlank(buf[i])) {
                return false;
            }
        }
        return true;
    }

    private void defect(DefectCode code, int at, String text) {
        DefectSink sink = context.defects();
        sink.add(code, offset + at - from, text);
    }
}
