package io.mailroom.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes generated mail, and pieces of it, as seeds: {@code Seeds DIRECTORY [COUNT]}. The same every time. */
public final class Seeds {
    private static final String[] WORDS = {
        "Hello",
        "=?utf-8?Q?J=C3=B6rg?=",
        "=?iso-8859-1?B?6Q==?=",
        "report",
        "\"Bo, Al\"",
        "(comment)",
        "caf\u00e9",
        "\u6771\u4eac",
        "=?gb2312?B?xOO6ww==?=",
        "=?utf-7?Q?+AOk-?="
    };
    private static final String[] ADDRESSES = {
        "al@example.com",
        "Al <al@example.com>",
        "\"Bo, Al\" <bo@example.com>",
        "Team: a@b.c, d@e.f;",
        "<@x,@y:a@b>",
        "a @ b . c",
        "=?utf-8?Q?J=C3=B6rg?= <j@example.com>",
        "(x) a@b (Al)"
    };
    private static final String[] DATES = {
        "Mon, 12 Jan 2004 10:15:30 +0200",
        "12 Jan 04 10:15 EST",
        "2004-01-12T10:15:30.5Z",
        "Mon Jan 12 10:15:30 2004",
        "1/12/2004 5:34 PM",
        "12 Jan 2004 10:15:30 GMT+0100 (x)"
    };
    private static final String[] PARAMETERS = {
        "charset=utf-8",
        "name=\"a b.txt\"",
        "filename*=utf-8''J%C3%B6rg",
        "filename*1=b; filename*0=a",
        "name==?utf-8?Q?a?=",
        "boundary=\"x\"",
        "format=flowed; delsp=yes",
        "filename=\"C:\\dir\\a\"",
        "charset=x (c);;",
        "name=\"a"
    };
    private static final String[] BODIES = {
        "Hello,\r\n-- \r\nAl\r\n",
        "begin 644 a\r\n#0V%T\r\n`\r\nend\r\n",
        "=ybegin line=128 size=3 name=a\r\nmmm\r\n=yend size=3\r\n",
        "SGVsbG8=\r\n",
        "caf=C3=A9 =\r\nx\r\n",
        "<p>Hello<br>you</p>",
        "> a \r\n> b\r\n"
    };
    private static final String REPORT = """
            Reporting-MTA: dns; mx

            Final-Recipient: rfc822; al@example.com
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 user unknown
            """;

    private final Random random = new Random(20_261_122);

    private Seeds() {}

    /** Writes them. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        Seeds seeds = new Seeds();
        for (int i = 0; i < count; i++) {
            seeds.write(directory, "MessageTarget", i, seeds.message(0));
            seeds.write(directory, "HeaderTarget", i, seeds.header("text/plain"));
            seeds.write(directory, "AddressTarget", i, seeds.some(ADDRESSES, ", "));
            seeds.write(directory, "DateTarget", i, seeds.one(DATES));
            seeds.write(directory, "ParameterTarget", i, "text/plain; " + seeds.some(PARAMETERS, "; "));
            seeds.write(directory, "EncodedWordTarget", i, seeds.some(WORDS, " "));
            seeds.write(directory, "CharsetTarget", i, (char) i + seeds.some(WORDS, "\r\n"));
            seeds.write(directory, "LegacyTarget", i, seeds.some(BODIES, "\r\n"));
            seeds.write(
                    directory,
                    "ReportTarget",
                    i,
                    REPORT + "\r\nThe following address(es) failed:\r\n" + seeds.some(ADDRESSES, "\r\n"));
        }
    }

    private void write(Path directory, String target, int number, String text) throws IOException {
        Path seeds = Files.createDirectories(directory.resolve(target));
        Files.write(seeds.resolve("seed-" + number), text.getBytes(StandardCharsets.UTF_8));
    }

    private String message(int depth) {
        boolean multipart = depth < 3 && random.nextInt(3) > 0;
        if (!multipart) {
            String encoding = one(new String[] {"7bit", "base64", "quoted-printable", "8bit", "x-uuencode"});
            return header("text/plain; " + some(PARAMETERS, "; ")) + "Content-Transfer-Encoding: " + encoding
                    + "\r\n\r\n" + some(BODIES, "\r\n");
        }
        StringBuilder text = new StringBuilder(
                header("multipart/" + one(new String[] {"mixed", "alternative", "digest"}) + "; boundary=b" + depth));
        text.append("\r\n");
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append("\r\n--b").append(depth).append("\r\n").append(message(depth + 1));
        }
        return text.append("\r\n--b").append(depth).append("--\r\n").toString();
    }

    private String header(String type) {
        return "From: " + one(ADDRESSES) + "\r\nTo: " + some(ADDRESSES, ",\r\n ") + "\r\nSubject: "
                + some(WORDS, "\r\n ")
                + "\r\nDate: " + one(DATES) + "\r\nMessage-ID: <" + random.nextInt(99)
                + "@example.com>\r\nContent-Type: " + type
                + "\r\n";
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String some(String[] choices, String between) {
        StringBuilder text = new StringBuilder(one(choices));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(between).append(one(choices));
        }
        return text.toString();
    }
}
