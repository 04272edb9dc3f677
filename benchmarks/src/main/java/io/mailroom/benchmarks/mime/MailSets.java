package io.mailroom.benchmarks.mime;

import io.mailroom.benchmarks.conformance.Corpus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes the mails that are read, always the same ones; the corpus is added where it is there. */
@SuppressWarnings("StringConcatToTextBlock") // lines end in CRLF here
final class MailSets {
    /** A set by name, with the files of its mails. */
    record MailSet(String name, String description, List<Path> mails, long bytes) {
        static MailSet of(String name, String description, List<Path> mails) throws IOException {
            long bytes = 0;
            for (Path mail : mails) {
                bytes += Files.size(mail);
            }
            return new MailSet(name, description, mails, bytes);
        }
    }

    private static final String[] WORDS = {
        "invoice",
        "meeting",
        "printer",
        "on",
        "the",
        "third",
        "floor",
        "is",
        "again",
        "out",
        "of",
        "order",
        "please",
        "reply",
        "before",
        "Friday",
        "Grüße",
        "aus",
        "München",
        "delivery",
        "4711",
        "arrived",
        "yesterday",
        "thanks"
    };

    private final Path directory;
    private final boolean quick;
    private final Optional<Corpus> corpus;

    MailSets(Path directory, boolean quick, Optional<Corpus> corpus) {
        this.directory = directory;
        this.quick = quick;
        this.corpus = corpus;
    }

    MailSet set(String name) throws IOException {
        return switch (name) {
            case "small" -> made(name, quick ? 2_500 : 25_000, "4 KB, plain or with HTML", this::small);
            case "attachment" ->
                made(
                        name,
                        quick ? 60 : 500,
                        "1 MB attachment in base64",
                        (out, random) -> attachment(out, random, 1 << 20));
            case "quoted" -> made(name, quick ? 100 : 500, "250 KB of HTML in quoted-printable", this::quoted);
            case "nested" ->
                made(name, quick ? 100 : 500, "40 parts, each multipart inside the one before", this::nested);
            case "large" ->
                made(
                        name,
                        quick ? 1 : 3,
                        "200 MB attachment in base64",
                        (out, random) -> attachment(out, random, 200 << 20));
            case "corpus" -> corpus();
            default -> throw new IllegalArgumentException("No set is called " + name);
        };
    }

    @FunctionalInterface
    private interface Mail {
        void write(OutputStream out, Random random) throws IOException;
    }

    private MailSet made(String name, int count, String description, Mail mail) throws IOException {
        Path place = Files.createDirectories(directory.resolve(name));
        List<Path> mails = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Path file = place.resolve(i + ".eml");
            mails.add(file);
            if (!Files.exists(file)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                    mail.write(out, new Random(name.hashCode() + 31L * i));
                }
            }
        }
        return MailSet.of(name, count + " of " + description, mails);
    }

    private MailSet corpus() throws IOException {
        List<Path> mails = corpus.isEmpty() ? List.of() : corpus.get().mails();
        return MailSet.of("corpus", mails.size() + " real and hostile mails", mails);
    }

    private static void header(OutputStream out, Random random, String type) throws IOException {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            header.append("Received: from mx")
                    .append(i)
                    .append(".example.com (mx")
                    .append(i)
                    .append(".example.com [192.0.2.")
                    .append(random.nextInt(250))
                    .append("])\r\n\tby relay")
                    .append(i)
                    .append(".example.org (Postfix) with ESMTPS id ")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\r\n\tfor <support@example.com>; Mon, 3 Aug 2026 10:0")
                    .append(i)
                    .append(":00 +0200 (CEST)\r\n");
        }
        header.append("Message-ID: <")
                .append(Long.toHexString(random.nextLong()))
                .append("@example.org>\r\n")
                .append("Date: Mon, 3 Aug 2026 10:00:00 +0200\r\n")
                .append("From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.org>\r\n")
                .append("To: Support <support@example.com>, \"Sales, North\" <sales@example.com>\r\n")
                .append("Subject: =?UTF-8?B?")
                .append(Base64.getEncoder().encodeToString(words(random, 40).getBytes(StandardCharsets.UTF_8)))
                .append("?=\r\n")
                .append("MIME-Version: 1.0\r\n")
                .append(type)
                .append("\r\n");
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void small(OutputStream out, Random random) throws IOException {
        if (random.nextBoolean()) {
            header(out, random, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n");
            out.write(lines(random, 2_700).getBytes(StandardCharsets.UTF_8));
            return;
        }
        header(out, random, "Content-Type: multipart/alternative; boundary=\"=_alt\"\r\n");
        ascii(
                out,
                "--=_alt\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        quote(out, lines(random, 900));
        ascii(
                out,
                "\r\n--=_alt\r\nContent-Type: text/html; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        quote(out, html(random, 1_400));
        ascii(out, "\r\n--=_alt--\r\n");
    }

    private static void attachment(OutputStream out, Random random, int size) throws IOException {
        header(out, random, "Content-Type: multipart/mixed; boundary=\"=_mixed\"\r\n");
        ascii(out, "--=_mixed\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        out.write(lines(random, 600).getBytes(StandardCharsets.UTF_8));
        ascii(
                out,
                "\r\n--=_mixed\r\nContent-Type: application/pdf; name=\"report.pdf\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"report.pdf\"\r\n\r\n");
        byte[] piece = new byte[57 * 1024];
        Base64.Encoder lines = Base64.getMimeEncoder();
        for (int done = 0; done < size; done += piece.length) {
            random.nextBytes(piece);
            out.write(lines.encode(done + piece.length <= size ? piece : Arrays.copyOf(piece, size - done)));
            ascii(out, "\r\n");
        }
        ascii(out, "--=_mixed--\r\n");
    }

    private void quoted(OutputStream out, Random random) throws IOException {
        header(
                out,
                random,
                "Content-Type: text/html; charset=utf-8\r\n" + "Content-Transfer-Encoding: quoted-printable\r\n");
        quote(out, html(random, 230_000));
    }

    private void nested(OutputStream out, Random random) throws IOException {
        int levels = 40;
        header(out, random, "Content-Type: multipart/mixed; boundary=\"level-00x\"\r\n");
        for (int i = 0; i < levels; i++) {
            String boundary = String.format(java.util.Locale.ROOT, "level-%02dx", i);
            ascii(out, "--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
            out.write(lines(random, 2_000).getBytes(StandardCharsets.UTF_8));
            if (i < levels - 1) {
                ascii(
                        out,
                        "\r\n--" + boundary + "\r\nContent-Type: multipart/mixed; boundary=\"level-"
                                + String.format(java.util.Locale.ROOT, "%02dx", i + 1) + "\"\r\n\r\n");
            }
        }
        for (int i = levels - 1; i >= 0; i--) {
            ascii(out, String.format(java.util.Locale.ROOT, "\r\n--level-%02dx--\r\n", i));
        }
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    private static String lines(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(words(random, 60)).append("\r\n");
        }
        return text.toString();
    }

    private static String html(Random random, int length) {
        StringBuilder text = new StringBuilder("<html><head><style>p{margin:0}</style></head><body>\r\n");
        while (text.length() < length) {
            text.append(
                            "<p style=\"font-family:Calibri,sans-serif;color:#1f497d\"><a href=\"https://www.example.com/?id=")
                    .append(random.nextInt(100_000))
                    .append("\">")
                    .append(words(random, 50))
                    .append("</a></p>\r\n");
        }
        return text.append("</body></html>\r\n").toString();
    }

    private static void quote(OutputStream out, String text) throws IOException {
        StringBuilder quoted = new StringBuilder();
        int column = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '\n') {
                quoted.append("\r\n");
                column = 0;
            } else if (b != '\r') {
                String one = b < 0 || b == '=' ? String.format("=%02X", b & 0xFF) : String.valueOf((char) b);
                if (column + one.length() > 75) {
                    quoted.append("=\r\n");
                    column = 0;
                }
                quoted.append(one);
                column += one.length();
            }
        }
        ascii(out, quoted.toString());
    }
}
