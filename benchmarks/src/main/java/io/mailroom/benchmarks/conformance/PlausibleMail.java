package io.mailroom.benchmarks.conformance;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** A small well-formed mail with the features that mail has, drawn by chance; line ends are CRLF. */
final class PlausibleMail {
    private static final int DEEPEST = 3;
    private static final List<String> WORDS =
            List.of("invoice", "Grüße", "meeting", "Æther", "report", "naïve", "offer", "ticket", "Straße", "lunch");
    private static final List<String> CHARSETS = List.of("utf-8", "iso-8859-1", "windows-1252", "us-ascii");

    private final RandomGenerator random;
    private final StringBuilder mail = new StringBuilder(); // one character for each byte
    private int boundaries;

    private PlausibleMail(RandomGenerator random) {
        this.random = random;
    }

    static byte[] of(RandomGenerator random) {
        PlausibleMail made = new PlausibleMail(random);
        made.header();
        made.entity(0);
        return made.mail.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void header() {
        line("From: " + mailbox());
        line("To: " + mailbox() + ", " + mailbox());
        if (random.nextBoolean()) {
            line("Cc: team: " + mailbox() + ";");
        }
        line("Subject: " + phrase());
        line("Date: Tue, 3 Mar 2026 10:0" + random.nextInt(10) + ":00 +0100");
        line("MIME-Version: 1.0");
    }

    private void entity(int depth) {
        int kind = random.nextInt(10);
        if (depth < DEEPEST && (kind < 4 || depth == 0 && kind < 8)) {
            multipart(depth);
        } else if (depth < DEEPEST && kind == 4) {
            line("Content-Type: message/rfc822");
            line("");
            header();
            entity(depth + 1);
        } else {
            leaf();
        }
    }

    private void multipart(int depth) {
        String subtype = pick(List.of("mixed", "alternative", "related", "digest"));
        String boundary = random.nextInt(4) == 0 ? "b" + "-".repeat(boundaries) : "=_part_" + boundaries;
        boundaries++;
        line("Content-Type: multipart/" + subtype + "; boundary=\"" + boundary + "\"");
        line("");
        if (random.nextInt(3) == 0) {
            line("This is a message in parts.");
            line("");
        }
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            line("--" + boundary);
            entity(depth + 1);
            line("");
        }
        line("--" + boundary + "--");
        if (random.nextInt(4) == 0) {
            line("");
            line("Here it ends.");
        }
    }

    private void leaf() {
        if (random.nextInt(3) == 0) {
            file();
            return;
        }
        String charset = pick(CHARSETS);
        String type = random.nextInt(3) == 0 ? "text/html" : "text/plain";
        line("Content-Type: " + type + "; charset=" + charset);
        String text =
                type.equals("text/html") ? "<p>" + sentence() + "</p>\r\n" : sentence() + "\r\n" + sentence() + "\r\n";
        encoded(text.getBytes(Charset.forName(charset)));
    }

    private void file() {
        String name = pick(WORDS) + ".pdf";
        switch (random.nextInt(4)) {
            case 0 -> line("Content-Type: application/pdf; name=\"" + word(name) + "\"");
            case 1 -> {
                line("Content-Type: application/pdf");
                line("Content-Disposition: attachment;");
                line(" filename*=utf-8''" + percent(name));
            }
            case 2 -> {
                line("Content-Type: application/pdf");
                line("Content-Disposition: attachment; filename=\"a " + random.nextInt(100) + ".pdf\"");
            }
            default -> {
                line("Content-Type: application/pdf; name=\"" + random.nextInt(100) + ".pdf\"");
                line("Content-Disposition: attachment;");
                line(" filename*0=\"part one \";");
                line(" filename*1=\"part two.pdf\"");
            }
        }
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        line("Content-Transfer-Encoding: base64");
        line("");
        base64(bytes);
    }

    private void encoded(byte[] text) {
        switch (random.nextInt(3)) {
            case 0 -> {
                line("Content-Transfer-Encoding: base64");
                line("");
                base64(text);
            }
            case 1 -> {
                line("Content-Transfer-Encoding: quoted-printable");
                line("");
                quotedPrintable(text);
            }
            default -> {
                line("Content-Transfer-Encoding: 8bit");
                line("");
                mail.append(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void base64(byte[] bytes) {
        mail.append(Base64.getMimeEncoder().encodeToString(bytes));
        line("");
    }

    private void quotedPrintable(byte[] text) {
        int column = 0;
        for (byte b : text) {
            boolean plain = b >= ' ' && b < 0x7f && b != '=' || b == '\r' || b == '\n';
            if (column > 60) {
                mail.append("=\r\n");
                column = 0;
            }
            mail.append(plain ? String.valueOf((char) b) : String.format("=%02X", b & 0xff));
            column = b == '\n' ? 0 : column + 1;
        }
    }

    private String mailbox() {
        String address = "user" + random.nextInt(100) + "@example.org";
        return switch (random.nextInt(5)) {
            case 0 -> address;
            case 1 -> "<" + address + ">";
            case 2 -> "\"Last, First\" <" + address + ">";
            case 3 -> word(pick(WORDS)) + " <" + address + ">";
            default -> address + " (a comment)";
        };
    }

    private String phrase() {
        return switch (random.nextInt(3)) {
            case 0 -> "plain " + random.nextInt(1000);
            case 1 -> word(pick(WORDS)) + " " + word(pick(WORDS));
            default -> "Re: " + word(pick(WORDS)) + "\r\n and more";
        };
    }

    private String word(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            return "=?utf-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
        }
        return "=?utf-8?Q?" + percent(text).replace('%', '=') + "?=";
    }

    private static String percent(String text) {
        StringBuilder all = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '.';
            all.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return all.toString();
    }

    private String sentence() {
        return pick(WORDS) + " = " + pick(WORDS) + ", " + pick(WORDS) + " -- " + pick(WORDS) + ".";
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void line(String text) {
        mail.append(text).append("\r\n");
    }
}
