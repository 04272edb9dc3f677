package io.mailroom.benchmarks.mime;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Hostile messages of any size, made while they are read; each is filled with one thing over and over. */
@SuppressWarnings("StringConcatToTextBlock") // a piece is easier to see on one line
final class Floods {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";

    private Floods() {}

    /** Each kind by name; the argument is the position of the piece, from 0. */
    static Map<String, InputStream> all(long size) {
        Map<String, InputStream> all = new LinkedHashMap<>();
        all.put(
                "nested multiparts",
                of(size, "", i -> "Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n"));
        all.put("nested messages", of(size, "", i -> "Content-Type: message/rfc822\n\n"));
        all.put(
                "nested both",
                of(
                        size,
                        "",
                        i -> i % 2 == 0
                                ? "Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n"
                                : "Content-Type: message/rfc822\n\n"));
        all.put("nested with one boundary", of(size, "", i -> MIXED + "--b\n"));
        all.put("empty parts", of(size, MIXED, i -> "--b\n\n"));
        all.put("parts", of(size, MIXED, i -> "--b\n\nx\n"));
        all.put("closing delimiters", of(size, MIXED, i -> "--b--\n"));
        all.put("near misses", of(size, MIXED, i -> "--bb\n--b \u000bx\n"));
        all.put("hyphens", of(size, MIXED, i -> "----------------------------------------"));
        all.put("lines of hyphens", of(size, MIXED, i -> "\n--"));
        all.put("delimiters with blanks", of(size, MIXED, i -> "\n--b" + " ".repeat(4000) + "x"));
        all.put("preamble lines like delimiters", of(size, MIXED, i -> "--x" + i + "\n"));
        all.put("one long boundary", of(size, "Content-Type: multipart/mixed; boundary=", i -> "b"));
        all.put("boundaries of 2 KB", of(size, "", Floods::longBoundary));
        all.put("fields", of(size, "", i -> "X-A: b\n"));
        all.put("To fields", of(size, "", i -> "To: a@b.c\n"));
        all.put("names without colon", of(size, "", i -> "abc"));
        all.put("damaged lines", of(size, "", i -> "no field\nX-A: b\n"));
        all.put("one long field", of(size, "Subject: ", i -> "word "));
        all.put("folded lines", of(size, "Subject: x\n", i -> " y\n"));
        all.put("blank folded lines", of(size, "Subject: x\n", i -> " \n"));
        all.put("addresses", of(size, "To: a@b.c", i -> ",\n a@b.c"));
        all.put("address groups", of(size, "To: ", i -> "a:"));
        all.put("comments", of(size, "To: ", i -> "("));
        all.put("quotes", of(size, "To: ", i -> "\"\\"));
        all.put("angles", of(size, "To: ", i -> "<"));
        all.put("encoded words", of(size, "Subject: ", i -> "=?UTF-8?Q?a?= "));
        all.put("starts of encoded words", of(size, "Subject: ", i -> "=?"));
        all.put("split characters", of(size, "Subject: ", i -> "=?UTF-8?B?w=?= =?UTF-8?Q?=C3?= "));
        all.put("encoded words in no known charset", of(size, "Subject: ", i -> "=?x-" + i + "?Q?=E4?= "));
        all.put("encoded words in UTF-7", of(size, "Subject: ", i -> "=?UTF-7?Q?+AOQ-?= "));
        all.put("parameters", of(size, "Content-Type: text/plain", i -> "; a" + i + "=b"));
        all.put("segments", of(size, "Content-Disposition: attachment", i -> "; filename*" + i + "=b"));
        all.put(
                "segments backwards",
                of(size, "Content-Disposition: attachment", i -> "; filename*" + (9999 - i) + "=b"));
        all.put("semicolons", of(size, "Content-Type: text/plain", i -> ";"));
        all.put("references", of(size, "References: ", i -> "<a@b> "));
        all.put("carriage returns", of(size, "", i -> "\r"));
        all.put("zeros", of(size, "", i -> "\0"));
        all.put("line feeds", of(size, "Subject: x\n\n", i -> "\n"));
        all.put("soft breaks", of(size, "Content-Transfer-Encoding: quoted-printable\n\n", i -> "=\n"));
        all.put("equals signs", of(size, "Content-Transfer-Encoding: quoted-printable\n\n", i -> "="));
        all.put("blanks in quoted-printable", of(size, "Content-Transfer-Encoding: quoted-printable\n\n", i -> " "));
        all.put("base64 of one digit a line", of(size, "Content-Transfer-Encoding: base64\n\n", i -> "A\n"));
        all.put("padding", of(size, "Content-Transfer-Encoding: base64\n\n", i -> "QQ=="));
        all.put("base64 junk", of(size, "Content-Transfer-Encoding: base64\n\n", i -> "QQ!"));
        all.put(
                "encoded messages in encoded messages",
                of(size, "", i -> "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"));
        all.put("text", of(size, "Subject: x\n\n", i -> "The quick brown fox jumps over the lazy dog\n"));
        all.put("8-bit text", of(size, "Subject: x\n\n", i -> "\u00e4\u00f6\u00fc"));
        all.put("UTF-7 text", of(size, "Content-Type: text/plain; charset=utf-7\n\n", i -> "+AOQ-"));
        all.put("escapes of ISO-2022", of(size, "Content-Type: text/plain; charset=iso-2022-jp\n\n", i -> "\u001b$B"));
        all.put("HTML elements", of(size, "Content-Type: text/html\n\n", i -> "<div>"));
        all.put("HTML characters to escape", of(size, "Content-Type: text/html\n\n", i -> "&"));
        all.put(
                "characters to escape in XML",
                of(size, MIXED + "--b\nContent-Type: message/rfc822\n\nSubject: x\n\n", i -> "&<\u0001"));
        all.put(
                "recipients of a report",
                of(
                        size,
                        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                                + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n",
                        i -> "Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.0.0\n\n"));
        all.put(
                "bounce phrases",
                of(size, "From: MAILER-DAEMON\nSubject: failure\n\n", i -> "<a@b.c>: user unknown 5.1.1 "));
        all.put("uuencode starts", of(size, "Subject: x\n\n", i -> "begin 644 a\n"));
        all.put("uuencoded files", of(size, "Subject: x\n\n", i -> "begin 644 a\n#0V%T\n`\nend\n"));
        all.put("empty uuencoded files", of(size, "Subject: x\n\n", i -> "begin 644 a\nend\n"));
        all.put("one uuencoded file", of(size, "Subject: x\n\nbegin 644 a\n", i -> "#0V%T\n"));
        all.put("words that begin", of(size, "Subject: x\n\n", i -> "\nbegin\n=ybegin"));
        all.put("yEnc starts", of(size, "Subject: x\n\n", i -> "=ybegin line=128 size=1 name=a\n"));
        String tnef = "Content-Type: application/ms-tnef\n\nx\u009f>\"\1\0";
        all.put("TNEF attachments", of(size, tnef, i -> "\2\2\u0090\6\0\0\0\0\0\0\0\2\17\200\6\0\0\0\0\0\0\0"));
        all.put("TNEF properties", of(size, tnef, i -> "\1\3\u0090\6\0\4\0\0\0\377\377\377\177\174\3"));
        all.put("one long TNEF attribute", of(size, tnef + "\1\3\u0090\6\0\377\377\377\177", i -> "\0\1\2\3"));
        return all;
    }

    private static String longBoundary(int level) {
        String boundary = level + "b".repeat(2_000);
        return "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
    }

    private static InputStream of(long size, String start, IntFunction<String> piece) {
        return new InputStream() {
            private long left = size;
            private int next;
            private byte[] now = start.getBytes(StandardCharsets.ISO_8859_1);
            private int at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left == 0) {
                    return -1;
                }
                int most = (int) Math.min(left, length);
                int done = 0;
                while (done < most) {
                    if (at == now.length) {
                        now = piece.apply(next++).getBytes(StandardCharsets.ISO_8859_1);
                        at = 0;
                    }
                    int count = Math.min(most - done, now.length - at);
                    System.arraycopy(now, at, into, offset + done, count);
                    at += count;
                    done += count;
                }
                left -= done;
                return done;
            }
        };
    }
}
