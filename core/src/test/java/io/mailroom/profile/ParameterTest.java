package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {
    private static final Parameter<Integer> PORT = Parameter.integer("POP3 Server Port", 1, 65_535);
    private static final Parameter<Duration> POLLING = Parameter.seconds("PollingInterval");
    private static final Parameter<Long> SIZE = Parameter.bytes("Max Message Size", 1024, 1L << 34);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POP3 Server Port",
                "pop3-server-port",
                "POP3ServerPort",
                "pop3_server port",
                " Pop3 SERVER\tport "
            })
    void spellingsThatDifferInCaseBlanksHyphensAndUnderscoresAreOneName(String spelling) {
        assertThat(PORT.isNamed(spelling)).isTrue();
    }

    @Test
    void aTurkishLocaleDoesNotChangeNames() {
        assertThat(Parameter.keyOf("VALIDATE INCOMING")).isEqualTo("validateincoming");
    }

    @Test
    void anAliasNamesTheParameterToo() {
        Parameter<Boolean> save = Parameter.flag("Save Sent Messages").withAliases("Save Sent Msg");

        assertThat(save.isNamed("save-sent-msg")).isTrue();
        assertThat(save.isNamed("Save Sent")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "65535,65535", "' 110 ',110", "0110,110"})
    void aNumberInsideItsRangeIsTaken(String text, int value) {
        assertThat(PORT.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "110.0", "1e3", "99999999999", "port", "1 1"})
    void aNumberOutsideItsRangeIsRefusedWithTheRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PORT.parse(text))
                .withMessage("\"POP3 Server Port\": must be a whole number from 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "30, PT30S",
        "30 s, PT30S",
        "30s, PT30S",
        "PT30S, PT30S",
        "2 min, PT2M",
        "1.5 h, PT1H30M",
        "1 day, PT24H",
        "1500 ms, PT1.5S",
        "pt1m, PT1M",
        "45 Seconds, PT45S"
    })
    void aTimeIsABareNumberANumberWithUnitOrIso8601(String text, Duration value) {
        assertThat(POLLING.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-5", "86401", "5 weeks", "PT", "PT-3S", "ever", "1 s 2 s", "999999999999999999 d", "5 m"})
    void aTimeOutsideItsRangeOrWithoutAKnownUnitIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLLING.parse(text))
                .withMessage("\"PollingInterval\": must be a time from 1 s to 24 h, such as 30 s, 5 min, PT30S, or"
                        + " a bare number of seconds");
    }

    @Test
    void aBareNumberOfMinutesCountsMinutes() {
        Parameter<Duration> interval = Parameter.minutes("Loopback Detection Interval");

        assertThat(interval.parse("10")).isEqualTo(Duration.ofMinutes(10));
        assertThat(interval.parse("30 s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(interval.print(Duration.ZERO)).isEqualTo("0 min");
        assertThat(interval.print(Duration.ofSeconds(90))).isEqualTo("90 s");
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576",
        "50 MiB, 52428800",
        "50MB, 50000000",
        "1.5 KiB, 1536",
        "1 GiB, 1073741824",
        "2000 b, 2000"
    })
    void aSizeCountsBytesOrCarriesItsUnit(String text, long value) {
        assertThat(SIZE.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1023", "-1", "17 GiB", "50 M", "0.3", "1.0001 KiB", "999999999999999999 GiB", "NaN"})
    void aSizeOutsideItsRangeOrOfPartsOfAByteIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SIZE.parse(text))
                .withMessage("\"Max Message Size\": must be a size from 1 KiB to 16 GiB, such as 1048576, 50 MiB or"
                        + " 50 MB");
    }

    @ParameterizedTest
    @CsvSource({"True,true", "FALSE,false", "' true ',true"})
    void aFlagIsTrueOrFalseInAnyCase(String text, boolean value) {
        assertThat(Parameter.flag("LogDebug").parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "1", "0", "off", "t", ""})
    void nothingElseSwitchesAFlagOff(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameter.flag("Peer Authentication").parse(text))
                .withMessage("\"Peer Authentication\": must be True or False");
    }

    @ParameterizedTest
    @CsvSource({
        "pop.example.com, pop.example.com",
        "192.0.2.1, 192.0.2.1",
        "[2001:db8::1], 2001:db8::1",
        "::1, ::1",
        "mail_1.intra, mail_1.intra",
        "bücher.example, bücher.example",
        "fe80::1%eth0, fe80::1%eth0"
    })
    void aHostIsANameOrAnAddress(String text, String value) {
        assertThat(Parameter.host("POP3 Server").parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pop.example.com:110",
                "https://pop.example.com",
                "a b",
                "user@host",
                "-x.example",
                "a\r\nb",
                "[]"
            })
    void aHostWithAPortASchemeOrBlanksIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameter.host("POP3 Server").parse(text))
                .withMessageContaining("a host name or an IP address, without a scheme, a port or blanks");
    }

    @Test
    void textIsOneLineWithoutControls() {
        Parameter<String> folder = Parameter.text("IMAP Folder");

        assertThat(folder.parse(" Support/Open ")).isEqualTo("Support/Open");
        assertThatIllegalArgumentException().isThrownBy(() -> folder.parse("INBOX\r\nA1 LOGOUT"));
        assertThatIllegalArgumentException().isThrownBy(() -> folder.parse("x".repeat(4097)));
    }

    @Test
    void aCharsetIsOneThatThisJavaKnows() {
        Parameter<java.nio.charset.Charset> charset = Parameter.charset("Charset");

        assertThat(charset.parse("utf8")).isEqualTo(StandardCharsets.UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> charset.parse("utf-99"));
        assertThatIllegalArgumentException().isThrownBy(() -> charset.parse("a b"));
    }

    @Test
    void aDirectoryStaysRelative() {
        assertThat(Parameter.directory("Incoming Email Directory").parse("in/coming"))
                .isEqualTo(Path.of("in", "coming"));
    }

    @Test
    void aChoiceIsMatchedAsNamesAre() {
        Parameter<Direction> choice = Parameter.choice("Way", Direction.class);

        assertThat(choice.parse("in-bound")).isEqualTo(Direction.INBOUND);
        assertThat(choice.range()).isEqualTo("one of inbound, outbound, both");
    }

    @Test
    void aRefusedValueIsNotRepeatedInTheError() {
        Parameter<Secret> password = Parameter.secret("POP3 Account Password");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> password.parse("hunter2\r\nDELE 1"))
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("hunter2"));
    }

    @Test
    void theDefaultIsToldWithItsConditions() {
        Parameter<Boolean> ssl = Parameter.flag("Enable SSL for SMTP").withDefault(false);
        Parameter<Integer> port = PORT.withDefault(110).withDefaultWhen(ssl, 995);

        assertThat(port.defaultText()).isEqualTo("110; 995 when Enable SSL for SMTP is True");
        assertThat(PORT.withDefaultOf(port).defaultText()).isEqualTo("as POP3 Server Port");
    }
}
