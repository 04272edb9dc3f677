package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit: its default, and what becomes of a message that passes it. */
class MimeLimitsTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";

    @Test
    void theDefaultsAreThoseOfTheReference() {
        MimeLimits limits = MimeLimits.DEFAULT;

        assertThat(limits.messageBytes()).isEqualTo(50L * 1024 * 1024);
        assertThat(limits.headerBytes()).isEqualTo(1024 * 1024);
        assertThat(limits.allHeaderBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(limits.fieldBytes()).isEqualTo(100 * 1024);
        assertThat(limits.fields()).isEqualTo(2_000);
        assertThat(limits.addresses()).isEqualTo(10_000);
        assertThat(limits.depth()).isEqualTo(50);
        assertThat(limits.parts()).isEqualTo(1_000);
        assertThat(limits.boundaryBytes()).isEqualTo(2_048);
        assertThat(limits.parameters()).isEqualTo(128);
        assertThat(limits.parameterSegments()).isEqualTo(128);
        assertThat(limits.encodedWords()).isEqualTo(500);
        assertThat(limits.fileNameBytes()).isEqualTo(255);
        assertThat(limits.parseTime()).isEqualTo(Duration.ofSeconds(10));
    }

    private static Arguments limit(
            DefectCode code, UnaryOperator<MimeLimits.Builder> change, String within, String beyond) {
        return Arguments.of(code, change.apply(MimeLimits.DEFAULT.with()).build(), within, beyond);
    }

    static Stream<Arguments> limits() {
        String nested = MIXED + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n";
        return Stream.of(
                limit(DefectCode.MESSAGE_TOO_LARGE, l -> l.messageBytes(15), "Subject: x\n\nabc", "Subject: x\n\nabcd"),
                limit(DefectCode.HEADER_TOO_LARGE, l -> l.headerBytes(30), "A: b\n\nx", "A: b\n".repeat(8) + "\nx"),
                limit(
                        DefectCode.HEADER_TOO_LARGE,
                        l -> l.allHeaderBytes(80),
                        MIXED + "--b\nA: b\n\n1\n--b--\n",
                        MIXED + "--b\n" + "A: b\n".repeat(5) + "\n1\n--b\n" + "A: b\n".repeat(5) + "\n2\n--b--\n"),
                limit(
                        DefectCode.FIELD_TOO_LONG,
                        l -> l.fieldBytes(20),
                        "Subject: x\n\n",
                        "Subject: " + "x".repeat(20) + "\n\n"),
                limit(DefectCode.TOO_MANY_FIELDS, l -> l.fields(2), "A: 1\nB: 2\n\n", "A: 1\nB: 2\nC: 3\n\n"),
                limit(DefectCode.TOO_MANY_ADDRESSES, l -> l.addresses(2), "To: a@b, c@d\n\n", "To: a@b, c@d, e@f\n\n"),
                limit(
                        DefectCode.TOO_DEEP,
                        l -> l.depth(1),
                        MIXED + "--b\n\nx\n--b--\n",
                        nested + "\nx\n--c--\n--b--\n"),
                limit(
                        DefectCode.TOO_MANY_PARTS,
                        l -> l.parts(2),
                        MIXED + "--b\n\nx\n--b--\n",
                        MIXED + "--b\n\nx\n--b\n\ny\n--b--\n"),
                limit(
                        DefectCode.TOO_MANY_PARAMETERS,
                        l -> l.parameters(2),
                        "Content-Type: text/plain; a=1; b=2\n\nx",
                        "Content-Type: text/plain; a=1; b=2; c=3\n\nx"),
                limit(
                        DefectCode.TOO_MANY_PARAMETERS,
                        l -> l.parameterSegments(2),
                        "Content-Type: text/plain; name*0=a; name*1=b\n\nx",
                        "Content-Type: text/plain; name*0=a; name*1=b; name*2=c\n\nx"),
                limit(
                        DefectCode.TOO_MANY_ENCODED_WORDS,
                        l -> l.encodedWords(1),
                        "Subject: =?utf-8?Q?a?=\n\n",
                        "Subject: =?utf-8?Q?a?= =?utf-8?Q?b?=\n\n"),
                limit(
                        DefectCode.FILE_NAME_CHANGED,
                        l -> l.fileNameBytes(70),
                        "Content-Type: image/gif; name=" + "x".repeat(60) + ".gif\n\nx",
                        "Content-Type: image/gif; name=" + "x".repeat(90) + ".gif\n\nx"),
                limit(
                        DefectCode.TOO_MANY_REPORT_RECIPIENTS,
                        l -> l.reportRecipients(1),
                        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b\n",
                        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b\n\nFinal-Recipient: rfc822; c@d\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aMessageWithinALimitIsWholeAndBeyondItIsReadUpToIt(
            DefectCode code, MimeLimits limits, String within, String beyond) {
        assertThat(read(within, limits).message.defects())
                .extracting(Defect::code)
                .doesNotContain(code);
        assertThat(read(beyond, limits).message.defects())
                .extracting(Defect::code)
                .contains(code);
    }

    @Test
    void aLongBoundaryWorksUpToTheLimitAndIsNotUsedBeyond() {
        String boundary = "b".repeat(2_048);
        String mail = "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n\nx\n--"
                + boundary + "--\n";

        Reading within = Reading.of(mail);
        Reading beyond = Reading.of(mail.replace(boundary, boundary + "b"));

        assertThat(within.message.text().orElseThrow().text()).isEqualTo("x");
        assertThat(within.message.defects()).extracting(Defect::code).containsExactly(DefectCode.LONG_BOUNDARY);
        assertThat(beyond.message.text().orElseThrow().text()).contains("x");
        assertThat(beyond.message.defects()).extracting(Defect::code).contains(DefectCode.LONG_BOUNDARY);
    }

    @Test
    void nestedGroupsOfAddressesAreFlattened() {
        Reading reading = Reading.of("To: a: b: c@d;, e@f;\n\n");

        assertThat(reading.message.to()).extracting(MailAddress::address).containsExactly("c@d", "e@f");
        assertThat(reading.message.defects()).extracting(Defect::code).contains(DefectCode.ADDRESS_GROUP_NESTED);
    }

    @Test
    void whenTheTimeIsUpTheRestIsOneOpaquePart() {
        MimeLimits limits =
                MimeLimits.DEFAULT.with().parseTime(Duration.ofNanos(1)).build();

        Reading reading = read("Subject: x\n\nbody", limits);

        assertThat(reading.message.parts()).extracting(MimePart::role).containsExactly(PartRole.OPAQUE);
        assertThat(reading.fileText(0)).isEqualTo("Subject: x\n\nbody");
        assertThat(reading.message.defects()).extracting(Defect::code).contains(DefectCode.PARSE_TIME_EXCEEDED);
    }

    @Test
    void noMoreDefectsAreKeptThanTheLimit() {
        MimeLimits limits = MimeLimits.DEFAULT.with().defects(3).build();

        String mail = "Subject : x\nSubject: y\nDate: z\nMessage-ID: a@b\nTo: a@b; c@d\n\n";

        assertThat(Reading.of(mail).message.defects()).hasSizeGreaterThan(3);
        assertThat(read(mail, limits).message.defects()).hasSize(3);
    }

    @Test
    void everyLimitIsAtLeastOne() {
        assertThatThrownBy(() -> MimeLimits.DEFAULT.with().parts(0)).hasMessageContaining("parts");
        assertThatThrownBy(() -> MimeLimits.DEFAULT.with().messageBytes(0)).hasMessageContaining("messageBytes");
        assertThatThrownBy(() -> MimeLimits.DEFAULT.with().parseTime(Duration.ZERO))
                .hasMessageContaining("parseTime");
    }

    private static Reading read(String mail, MimeLimits limits) {
        return Reading.of(mail.getBytes(StandardCharsets.ISO_8859_1), limits);
    }
}
