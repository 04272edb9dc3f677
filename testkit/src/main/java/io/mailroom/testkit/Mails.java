package io.mailroom.testkit;

import java.nio.charset.StandardCharsets;

/** Small messages for tests. */
public final class Mails {
    private Mails() {}

    /** A plain message with this subject. */
    public static byte[] plain(String subject) {
        return bytes("""
                From: Ann <ann@example.com>
                To: support@example.com
                Subject: %s
                Message-ID: <%s@example.com>
                Date: Mon, 05 Jan 2026 09:00:00 +0100

                It is about %s.
                """.formatted(subject, subject.replace(' ', '.'), subject));
    }

    /** A message with a text body and one attachment. */
    public static byte[] withAttachment(String subject) {
        return bytes("""
                From: Ann <ann@example.com>
                To: support@example.com
                Subject: %s
                Message-ID: <%s@example.com>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="cut here"

                --cut here
                Content-Type: text/plain; charset=utf-8

                See the file of %s.
                --cut here
                Content-Type: application/octet-stream; name="data.bin"
                Content-Transfer-Encoding: base64

                AAECAwQFBgcICQ==
                --cut here--
                """.formatted(subject, subject.replace(' ', '.'), subject));
    }

    /** A text as a server sends it: UTF-8, lines ended by CRLF. */
    public static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
