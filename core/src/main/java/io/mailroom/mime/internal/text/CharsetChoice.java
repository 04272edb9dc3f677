package io.mailroom.mime.internal.text;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Decides in which charset a text is, from the label it declares and from its first telling bytes. */
final class CharsetChoice {
    /** Bytes from the first one that is not plain ASCII that the choice rests on. */
    static final int WINDOW = 16 * 1024;

    private CharsetChoice() {}

    /**
     * @param label as declared, or empty
     * @param from the first byte that is not plain ASCII, or the start of the text for charsets unlike ASCII
     * @param to at most {@link #WINDOW} bytes further
     * @param atStart true when the text starts at {@code from}, where alone a byte order mark means anything
     * @param whole true when the text ends at {@code to}
     */
    static Charset choose(
            String label,
            byte[] buf,
            int from,
            int to,
            boolean atStart,
            boolean whole,
            DefectSink defects,
            long offset) {
        Optional<Charset> declared = label.isEmpty() ? Optional.empty() : CharsetLabels.find(label);
        if (declared.isEmpty()) {
            defects.add(label.isEmpty() ? DefectCode.CHARSET_MISSING : DefectCode.CHARSET_UNKNOWN, offset, label);
            return CharsetGuess.of(buf, from, to, atStart, whole);
        }
        Charset charset = declared.get();
        if (charset.equals(Utf7.INSTANCE)) {
            defects.add(DefectCode.CHARSET_UTF7, offset, label);
            return charset;
        }
        Charset found = verified(charset, label, buf, from, to, atStart, whole);
        if (!found.equals(charset)) {
            defects.add(DefectCode.CHARSET_WRONG, offset, label);
        }
        return found;
    }

    private static Charset verified(
            Charset charset, String label, byte[] buf, int from, int to, boolean atStart, boolean whole) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            boolean plausible = Utf8.isValid(buf, from, to, !whole) || hasSequence(buf, from, to);
            return plausible ? charset : CharsetGuess.of(buf, from, to, atStart, whole);
        }
        if (isWide(charset)) {
            return verifiedWide(charset, buf, from, to, whole);
        }
        if (Utf8.asciiEnd(buf, from, to) == to) {
            return charset;
        }
        boolean utf8 = Utf8.isValid(buf, from, to, !whole);
        if (isAsciiLabel(label) || isStateful(charset)) { // neither can hold a byte above 127
            return utf8 ? StandardCharsets.UTF_8 : CharsetGuess.of(buf, from, to, atStart, whole);
        }
        boolean utf8Instead = utf8 && (isSingleByte(charset) || !decodes(charset, buf, from, to));
        return utf8Instead ? StandardCharsets.UTF_8 : charset;
    }

    private static Charset verifiedWide(Charset charset, byte[] buf, int from, int to, boolean whole) {
        int evenZeros = 0;
        int oddZeros = 0;
        for (int i = from; i < to; i++) {
            if (buf[i] == 0) {
                if ((i - from & 1) == 0) {
                    evenZeros++;
                } else {
                    oddZeros++;
                }
            }
        }
        boolean marked = CharsetGuess.marked(buf, from, to).isPresent();
        if (evenZeros + oddZeros == 0 && !marked && Utf8.isValid(buf, from, to, !whole)) {
            return StandardCharsets.UTF_8; // QUIRK: pages saved as UTF-8 under their old meta tag
        }
        if (charset.equals(StandardCharsets.UTF_16) && !marked && oddZeros > evenZeros) {
            return StandardCharsets.UTF_16LE; // QUIRK: RFC 2781 §4.3 asks for big-endian, Windows writes little
        }
        return charset;
    }

    private static boolean hasSequence(byte[] buf, int from, int to) {
        for (int i = Utf8.asciiEnd(buf, from, to); i < to; i++) {
            if (buf[i] < 0 && Utf8.sequence(buf, i, to) > 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAsciiLabel(String label) {
        return label.toLowerCase(Locale.ROOT).contains("ascii");
    }

    static boolean isWide(Charset charset) {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    /** Shifted by escape sequences, within bytes below 128. */
    static boolean isStateful(Charset charset) {
        String name = charset.name();
        return name.startsWith("ISO-2022") || name.startsWith("x-windows-5022") || name.contains("2022");
    }

    static boolean isSingleByte(Charset charset) {
        if (!charset.canEncode()) {
            return false;
        }
        return charset.newEncoder().maxBytesPerChar() == 1f;
    }

    /** False when bytes below 128 may mean something other than ASCII, escapes aside. */
    static boolean isAsciiCompatible(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8) || charset.equals(CharsetLabels.WINDOWS_1252)) {
            return true;
        }
        if (isWide(charset) || charset.equals(Utf7.INSTANCE)) {
            return false;
        }
        return charset.decode(ByteBuffer.wrap(PRINTABLE)).equals(CharBuffer.wrap(PRINTABLE_TEXT));
    }

    private static final String PRINTABLE_TEXT =
            " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\t\r\n";
    private static final byte[] PRINTABLE = PRINTABLE_TEXT.getBytes(StandardCharsets.US_ASCII);

    private static boolean decodes(Charset charset, byte[] buf, int from, int to) {
        CharBuffer out = CharBuffer.allocate(to - from + 1);
        return !charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(buf, from, to - from), out, false)
                .isError();
    }
}
