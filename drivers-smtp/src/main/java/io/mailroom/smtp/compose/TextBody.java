package io.mailroom.smtp.compose;

import java.nio.charset.Charset;

/**
 * A textual body as it goes into a part: its bytes with CRLF line ends, and the encoding that carries them best.
 *
 * @param bytes in {@code charset}
 * @param charset name for the Content-Type field
 * @param encoding for the Content-Transfer-Encoding field
 */
@SuppressWarnings("ArrayRecordComponent") // made, written and dropped; never compared
record TextBody(byte[] bytes, String charset, String encoding) {
    /** RFC 5322 §2.1.1. */
    private static final int LONGEST_LINE = 998;

    /** With more than one byte in six to be escaped, base64 is shorter than quoted-printable. */
    private static final int QUOTED_PRINTABLE_WORTH = 6;

    static TextBody of(String text, Charset preferred) {
        String lines = withCrLf(text);
        Charset charset = EncodedWords.charsetFor(lines, preferred);
        byte[] bytes = lines.getBytes(charset);
        return new TextBody(bytes, charset.name(), encodingFor(bytes));
    }

    private static String encodingFor(byte[] bytes) {
        int escaped = 0;
        int line = 0;
        boolean longLine = false;
        for (byte b : bytes) {
            if (b == 0) {
                return "base64";
            }
            if (b < ' ' && b != '\t' && b != '\r' && b != '\n') {
                escaped++;
            }
            line = b == '\n' ? 0 : line + 1;
            longLine |= line > LONGEST_LINE + 1;
        }
        if (escaped == 0 && !longLine) {
            return "7bit";
        }
        return escaped > bytes.length / QUOTED_PRINTABLE_WORTH ? "base64" : "quoted-printable";
    }

    /** CRLF for CRLF, bare CR and bare LF, and at the end. */
    private static String withCrLf(String text) {
        StringBuilder lines = new StringBuilder(text.length() + text.length() / 32 + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                lines.append("\r\n");
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
            } else {
                lines.append(c);
            }
        }
        if (lines.length() > 0 && lines.charAt(lines.length() - 1) != '\n') {
            lines.append("\r\n");
        }
        return lines.toString();
    }
}
