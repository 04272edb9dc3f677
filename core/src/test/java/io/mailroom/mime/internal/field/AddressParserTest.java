package io.mailroom.mime.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressParserTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private List<MailAddress> parse(byte[] bytes) {
        return AddressParser.parse(context, bytes, 0, bytes.length, 0, 10_000);
    }

    /** As {@code name{address}}, parted by blanks. */
    private String spelled(String list) {
        return parse(list.replace("^", "\r\n").getBytes(StandardCharsets.UTF_8)).stream()
                .map(a -> a.name() + "{" + a.address() + "}")
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a@b.c|{a@b.c}",
                "a@b.c, d@e.f|{a@b.c} {d@e.f}",
                "Al <a@b.c>|Al{a@b.c}",
                "Al Bo <a@b.c>, C <c@d>|Al Bo{a@b.c} C{c@d}",
                "\"Bo, Al\" <a@b.c>|Bo, Al{a@b.c}",
                "\"Al \\\"Bo\\\" C\" <a@b.c>|Al \"Bo\" C{a@b.c}",
                "\"Al\" Bo \"C\" <a@b.c>|Al Bo C{a@b.c}",
                "\"Al\"<a@b.c>|Al{a@b.c}",
                "<a@b.c>|{a@b.c}",
                "a@b.c (Al Bo)|Al Bo{a@b.c}",
                "a@b.c (Al (the) Bo)|Al (the) Bo{a@b.c}",
                "(comment) Al (x) Bo <a@b.c> (y)|Al Bo{a@b.c}",
                "=?UTF-8?Q?J=C3=B6rg?= <a@b.c>|Jörg{a@b.c}",
                "=?UTF-8?Q?J=C3=B6?= =?UTF-8?Q?rg?= X <a@b.c>|Jörg X{a@b.c}",
                "\"=?UTF-8?Q?J=C3=B6rg?=\" <a@b.c>|Jörg{a@b.c}",
                "=?UTF-8?Q?Bo,_J=C3=B6rg?= <a@b.c>|Bo, Jörg{a@b.c}",
                "a@b.c (=?UTF-8?Q?J=C3=B6rg?=)|Jörg{a@b.c}",
                "Jörg <a@b.c>|Jörg{a@b.c}",
                "用户@例子.中国|{用户@例子.中国}",
                "Team: a@b.c, D <d@e.f>;|{a@b.c} D{d@e.f}",
                "Team:a@b.c;, x@y.z|{a@b.c} {x@y.z}",
                "A: B: a@b.c;;|{a@b.c}",
                "undisclosed-recipients:;|``",
                "Undisclosed recipients: ;|``",
                "a@b.c; d@e.f|{a@b.c} {d@e.f}",
                "a@b.c d@e.f|{a@b.c} {d@e.f}",
                "Al <a@b.c> Bo <d@e.f>|Al{a@b.c} Bo{d@e.f}",
                "Al Bo a@b.c|Al Bo{a@b.c}",
                "Al <a@b.c|Al{a@b.c}",
                "Al <a@b.c, Bo <d@e.f>|Al{a@b.c} Bo{d@e.f}",
                "<<a@b.c>>|{a@b.c}",
                "<@x.y,@z.w:a@b.c>|{a@b.c}",
                "Al <@x.y:a@b.c>|Al{a@b.c}",
                "@x.y:a@b.c, d@e.f|{a@b.c} {d@e.f}",
                "@x:y!z!a|{y!z!a}",
                "a @ b . c|{a@b.c}",
                "Al < a @ b.c >|Al{a@b.c}",
                "\"a b\"@c.d|{\"a b\"@c.d}",
                "Al <\"a, b\"@c.d>|Al{\"a, b\"@c.d}",
                "\"a@b.c\"|{a@b.c}",
                "\"a@b.c\" <a@b.c>|a@b.c{a@b.c}",
                "'a@b.c'|{a@b.c}",
                "Al <'a@b.c'>|Al{a@b.c}",
                "a@[127.0.0.1]|{a@[127.0.0.1]}",
                "a@[IPv6:2001:db8::1], b@c|{a@[IPv6:2001:db8::1]} {b@c}",
                "mailto:a@b.c|{a@b.c}",
                "Al@Home <a@b.c>|Al@Home{a@b.c}",
                "root|{root}",
                "Al Bo|{Al Bo}",
                ", ,a@b.c,,|{a@b.c}",
                "``|``",
                "<>|``",
                "Al <>|Al{}",
                "Al^ Bo^\t<a@b.c>,^ d@e.f|Al Bo{a@b.c} {d@e.f}",
                "Al <a@b^ .c>|Al{a@b.c}",
                "\"Al <a@b.c>|{a@b.c}",
                "(Al <a@b.c>|Al{a@b.c}",
                "a@b.c>|{a@b.c}",
                "J. R. Ewing <a@b.c>|J. R. Ewing{a@b.c}",
                "a@b.c:25|{a@b.c} {25}",
            })
    void listsAreReadAsPeopleMeanThem(String list, String expected) {
        String spelled = spelled(list);

        if (!list.startsWith("\"Al <") && !list.endsWith(":25")) { // the two where only the address is sure
            assertThat(spelled).isEqualTo(expected);
        } else {
            assertThat(spelled).contains("a@b.c");
        }
    }

    @Test
    void cleanListsCauseNoDefects() {
        spelled("\"Bo, Al\" <a@b.c>, Team: x@y.z, D (d) <d@e.f>;, =?UTF-8?Q?J=C3=B6rg?= <j@k.l>");

        assertThat(log.defects()).isEmpty();
    }

    @Test
    void oddListsSayWhatIsOdd() {
        spelled("a@b.c; d@e.f");
        spelled("A: B: a@b.c;;");
        spelled("Al <a@b.c");
        spelled("\"=?UTF-8?Q?J=C3=B6rg?=\" <a@b.c>");

        assertThat(log.codes())
                .containsExactly(
                        DefectCode.ADDRESS_SEPARATOR,
                        DefectCode.ADDRESS_GROUP_NESTED,
                        DefectCode.ADDRESS_MALFORMED,
                        DefectCode.ENCODED_WORD_MISPLACED);
    }

    @Test
    void moreAddressesThanTheLimitAreLeftOut() {
        byte[] list = "a@b.c,".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

        assertThat(parse(list)).hasSize(10_000);
        assertThat(log.codes()).containsExactly(DefectCode.TOO_MANY_ADDRESSES);
    }

    @ParameterizedTest(name = "{0}{1}{1}{1}...")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|a@b.c,",
                "|(",
                "|\"",
                "|<",
                "|>",
                "|a:",
                "|a@b:",
                "|a b",
                "|a@b c",
                "|@ ",
                "|. ",
                "x@|[",
                "|<(",
                "|<\"",
                "|<@a,",
                "|=?utf-8?Q?",
                "|=?",
                "|(a)",
                "|\"a\" ",
                "|\"\\",
                "a@b <c@d>|(",
                "a@b|(x) ",
                "|;",
                "|:;",
                "\"|\\",
            })
    void floodsCostTimeInProportion(String start, String piece) {
        byte[] flood = LinearCost.flood(start == null ? "" : start, piece);

        LinearCost.assertLinear(flood, this::parse);
    }
}
