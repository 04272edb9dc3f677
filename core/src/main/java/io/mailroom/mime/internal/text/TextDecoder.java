package io.mailroom.mime.internal.text;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.scan.Swar;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes a text that lies whole in memory; gives what {@link Utf8Transcoder} gives for the same bytes. */
public final class TextDecoder {
    private TextDecoder() {}

    /**
     * The text of these bytes, without a byte order mark. Bytes that mean nothing become U+FFFD.
     *
     * @param label the charset as declared, or empty
     * @param offset of {@code from} in the message, for defects
     */
    public static String decode(byte[] buf, int from, int to, String label, DefectSink defects, long offset) {
        Optional<Charset> declared = label.isEmpty() ? Optional.empty() : CharsetLabels.find(label);
        int plain = plainEnd(buf, from, to, declared);
        if (plain == to) {
            return new String(buf, from, to - from, StandardCharsets.ISO_8859_1);
        }
        boolean utf8 = declared.isPresent() && declared.get().equals(StandardCharsets.UTF_8);
        String narrow = utf8 ? NarrowUtf8.decode(buf, from, to) : null;
        if (narrow != null) {
            return narrow; // as declared, and well-formed to its end: nothing is left to choose
        }
        int window = Math.min(to, plain + CharsetChoice.WINDOW);
        long at = offset + plain - from;
        Charset charset = CharsetChoice.choose(label, buf, plain, window, plain == from, window == to, defects, at);
        return utf8
                ? decodeWide(buf, from, to, charset, defects, offset)
                : decode(buf, from, to, charset, defects, offset);
    }

    /** The text of these bytes in this charset, without a byte order mark. */
    public static String decode(byte[] buf, int from, int to, Charset charset, DefectSink defects, long offset) {
        String narrow = charset.equals(StandardCharsets.UTF_8) ? NarrowUtf8.decode(buf, from, to) : null;
        return narrow != null ? narrow : decodeWide(buf, from, to, charset, defects, offset);
    }

    private static String decodeWide(byte[] buf, int from, int to, Charset charset, DefectSink defects, long offset) {
        if (charset.equals(CharsetLabels.WINDOWS_1252) && !Swar.holdsC1(buf, from, to)) {
            return new String(buf, from, to - from, StandardCharsets.ISO_8859_1); // the same, and much faster
        }
        String text;
        boolean damaged;
        if (charset.equals(StandardCharsets.UTF_8)) {
            text = new String(buf, from, to - from, StandardCharsets.UTF_8);
            damaged = text.indexOf('\uFFFD') >= 0 && !Utf8.isValid(buf, from, to);
            if (damaged) { // the JDK counts the replacements of surrogates otherwise than the Unicode standard
                text = Utf8.repaired(buf, from, to);
            }
        } else {
            text = withoutLoneSurrogates(new String(buf, from, to - from, charset));
            damaged = text.indexOf('\uFFFD') >= 0;
        }
        if (damaged) {
            defects.add(DefectCode.CHARSET_MALFORMED, offset, charset.name());
        }
        return !text.isEmpty() && text.charAt(0) == '\uFEFF' ? text.substring(1) : text;
    }

    /** The JDK's UTF-32 lets halves of characters through. */
    private static String withoutLoneSurrogates(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            whole = whole == null ? new StringBuilder(text) : whole;
            whole.setCharAt(i, '\uFFFD');
        }
        return whole == null ? text : whole.toString();
    }

    /** Index of the first byte that is not ASCII meaning itself, whatever the charset turns out to be. */
    static int plainEnd(byte[] buf, int from, int to, String label) {
        return plainEnd(buf, from, to, label.isEmpty() ? Optional.empty() : CharsetLabels.find(label));
    }

    private static int plainEnd(byte[] buf, int from, int to, Optional<Charset> declared) {
        int end = Utf8.asciiEnd(buf, from, to);
        if (declared.isEmpty() || CharsetChoice.isStateful(declared.get())) {
            return shift(buf, from, end);
        }
        return CharsetChoice.isAsciiCompatible(declared.get()) ? end : from;
    }

    /** The first escape, shift-out or shift-in, by which ISO-2022 changes what the bytes behind it mean. */
    private static int shift(byte[] buf, int from, int to) {
        int escape = Swar.indexOf(buf, from, to, (byte) 0x1b);
        int out = Swar.indexOf(buf, from, escape, (byte) 0x0e);
        return Swar.indexOf(buf, from, out, (byte) 0x0f);
    }
}
