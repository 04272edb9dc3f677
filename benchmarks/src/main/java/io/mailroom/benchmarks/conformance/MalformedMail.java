package io.mailroom.benchmarks.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Mail that somebody got wrong: a well-formed mail from {@link PlausibleMail} with one to three faults, of the kinds
 * that are met in the wild. The same seed makes the same mail.
 */
final class MalformedMail {
    /** One way to get a mail wrong. */
    private interface Fault {
        byte[] in(byte[] mail, RandomGenerator random);
    }

    private static final int MOST_FAULTS = 3;
    private static final List<Fault> FAULTS = List.of(
            MalformedMail::withoutSomeLine,
            MalformedMail::withALineTwice,
            MalformedMail::withTwoLinesSwapped,
            MalformedMail::cutShort,
            MalformedMail::withOtherLineEnds,
            MalformedMail::withAStrangeByte,
            (mail, random) ->
                    replaced(mail, random, "boundary=\"", "boundary=", "boundary==\"", "boundary = \"", "boundary='"),
            (mail, random) -> replaced(mail, random, "\"\r\n", "\r\n", "\" ; \r\n", "\";;\r\n", "\" junk\r\n"),
            (mail, random) -> replaced(mail, random, "\r\n--", "\r\n --", "\r\n-", "\n--", " --", "\r\n--x"),
            (mail, random) -> replaced(mail, random, "--\r\n", "-- \t\r\n", "\r\n", "--x\r\n", "--"),
            (mail, random) -> replaced(mail, random, "\r\n\r\n", "\r\n", "\r\n \r\n", "\r\n\r\n\r\n", "\r\r\n\r\n"),
            (mail, random) ->
                    replaced(mail, random, ": base64", ": base-64", ": \"base64\"", ": base64;", ": 8-bit", ": 7bit"),
            (mail, random) ->
                    replaced(mail, random, ": quoted-printable", ": quoted printable", ": QP", ": 8bit", ": base64"),
            (mail, random) ->
                    replaced(mail, random, "charset=", "charset=x-", "charset==", "charset:", "charset=\"", "charset"),
            (mail, random) -> replaced(
                    mail,
                    random,
                    "Content-Type:",
                    "Content-Type :",
                    "Content-Typ:",
                    "Content-Type",
                    "X-A: b\r\nContent-Type:",
                    "Content-Type: text/plain\r\nContent-Type:"),
            (mail, random) -> replaced(mail, random, "multipart/", "multipart", "text/", "message/", "Multipart/x"),
            (mail, random) -> replaced(mail, random, "=?", "= ?", "=?x-", "x=?", "\"=?", "=??"),
            (mail, random) -> replaced(mail, random, "?=", "?", "=", "?= ", "?=x", "==?="),
            (mail, random) ->
                    replaced(mail, random, "filename", "filename*", "filename*0", "name", "filename*1*", "file name"),
            (mail, random) -> replaced(mail, random, "; ", ";", ", ", " ", ";; ", ";\r\n\t"),
            (mail, random) -> replaced(mail, random, "<", "<<", "", "< ", "<@a.example:", "\"<"),
            (mail, random) -> replaced(mail, random, ">", ">>", "", " >", ";", ">>\""),
            (mail, random) -> replaced(
                    mail,
                    random,
                    "Subject: ",
                    "Subject:",
                    "Subject : ",
                    "subject: ",
                    "Subject: a\r\nSubject: ",
                    "\tSubject: "),
            (mail, random) -> join("From someone Thu Jan  1 00:00:00 1970\r\n", mail),
            (mail, random) -> join("\r\n", mail),
            (mail, random) -> join("\u00ef\u00bb\u00bf", mail));

    private MalformedMail() {}

    static byte[] of(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] mail = PlausibleMail.of(random);
        int faults = 1 + random.nextInt(MOST_FAULTS);
        for (int i = 0; i < faults; i++) {
            mail = FAULTS.get(random.nextInt(FAULTS.size())).in(mail, random);
        }
        return mail;
    }

    private static byte[] join(String start, byte[] mail) {
        byte[] first = start.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(first, first.length + mail.length);
        System.arraycopy(mail, 0, all, first.length, mail.length);
        return all;
    }

    /** One place of {@code what}, if there is any, with one of the others instead. */
    private static byte[] replaced(byte[] mail, RandomGenerator random, String what, String... others) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
            places.add(at);
        }
        if (places.isEmpty()) {
            return mail;
        }
        int at = places.get(random.nextInt(places.size()));
        String other = others[random.nextInt(others.length)];
        String faulty = text.substring(0, at) + other + text.substring(at + what.length());
        return faulty.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withoutSomeLine(byte[] mail, RandomGenerator random) {
        List<byte[]> lines = lines(mail);
        lines.remove(random.nextInt(lines.size()));
        return joined(lines);
    }

    private static byte[] withALineTwice(byte[] mail, RandomGenerator random) {
        List<byte[]> lines = lines(mail);
        int at = random.nextInt(lines.size());
        lines.add(at, lines.get(at));
        return joined(lines);
    }

    private static byte[] withTwoLinesSwapped(byte[] mail, RandomGenerator random) {
        List<byte[]> lines = lines(mail);
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        byte[] line = lines.set(one, lines.get(other));
        lines.set(other, line);
        return joined(lines);
    }

    private static byte[] cutShort(byte[] mail, RandomGenerator random) {
        return Arrays.copyOf(mail, 1 + random.nextInt(mail.length));
    }

    private static byte[] withOtherLineEnds(byte[] mail, RandomGenerator random) {
        boolean mixed = random.nextBoolean();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : mail) {
            if (b != '\r' || mixed && random.nextBoolean()) {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static byte[] withAStrangeByte(byte[] mail, RandomGenerator random) {
        byte[] faulty = mail.clone();
        byte[] strange = {0, '\r', '\n', '"', '(', '=', '-', (byte) 0xe9, (byte) 0xff, '\t', ':', ';'};
        faulty[random.nextInt(faulty.length)] = strange[random.nextInt(strange.length)];
        return faulty;
    }

    private static List<byte[]> lines(byte[] mail) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < mail.length; i++) {
            if (mail[i] == '\n') {
                lines.add(Arrays.copyOfRange(mail, start, i + 1));
                start = i + 1;
            }
        }
        lines.add(Arrays.copyOfRange(mail, start, mail.length));
        return lines;
    }

    private static byte[] joined(List<byte[]> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.forEach(out::writeBytes);
        return out.size() == 0 ? new byte[] {'\n'} : out.toByteArray();
    }
}
