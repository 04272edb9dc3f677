package io.mailroom.mime.internal.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.DeliveryStatus.Recipient;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryStatusParserTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private DeliveryStatus parse(String report) {
        byte[] bytes = report.getBytes(StandardCharsets.UTF_8);
        return DeliveryStatusParser.parse(context, bytes, 0, bytes.length, 0);
    }

    private static final String REPORT = """
            Original-Envelope-Id: QQ314159
            Reporting-MTA: dns; mx.example.com
            Arrival-Date: Mon, 12 Jan 2004 10:15:30 +0000

            Original-Recipient: rfc822;al@example.com
            Final-Recipient: RFC822; <al@mail.example.com>
            Action: Failed
            Status: 5.1.1 (unknown user)
            Remote-MTA: dns; store.example.com
            Diagnostic-Code: smtp; 550 5.1.1
             no such user; sorry

            Final-Recipient: rfc822;bo@example.com
            Action: delayed
            Status: 4.4.1
            """;

    @Test
    void everyRecipientIsRead() {
        DeliveryStatus status = parse(REPORT);

        assertThat(status.originalEnvelopeId()).isEqualTo("QQ314159");
        assertThat(status.reportingMta()).isEqualTo("mx.example.com");
        assertThat(status.arrivalDate()).isEqualTo("Mon, 12 Jan 2004 10:15:30 +0000");
        assertThat(status.recipients())
                .containsExactly(
                        new Recipient(
                                "failed",
                                "5.1.1",
                                "al@mail.example.com",
                                "al@example.com",
                                "store.example.com",
                                "550 5.1.1 no such user; sorry"),
                        new Recipient("delayed", "4.4.1", "bo@example.com", "", "", ""));
        assertThat(status.recipients().get(0).isFailed()).isTrue();
        assertThat(status.recipients().get(1).isFailed()).isFalse();
        assertThat(log.defects()).isEmpty();
    }

    @Test
    void lineEndsMakeNoDifference() {
        assertThat(parse(REPORT.replace("\n", "\r\n"))).isEqualTo(parse(REPORT));
        assertThat(parse(REPORT.replace("\n", "\r"))).isEqualTo(parse(REPORT));
    }

    @Test
    void missingBlankLinesAreMadeUp() {
        DeliveryStatus status = parse("Reporting-MTA: dns; x\nFinal-Recipient: rfc822; a@b\nAction: failed\n"
                + "Final-Recipient: rfc822; c@d\nAction: failed\n");

        assertThat(status.recipients()).extracting(Recipient::finalRecipient).containsExactly("a@b", "c@d");
        assertThat(status.reportingMta()).isEqualTo("x");
    }

    @Test
    void internationalAddressesAreUnescaped() {
        assertThat(parse("Final-Recipient: utf-8; J\\x{F6}rg@ex\\x{zz}.com\n")
                        .recipients()
                        .get(0)
                        .finalRecipient())
                .isEqualTo("Jörg@ex\\x{zz}.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n\n", "nonsense", ":", "Final-Recipient", " x: y", "Reporting-MTA: dns; x"})
    void nonsenseIsAReportWithoutRecipientsAndADefect(String report) {
        assertThat(parse(report).recipients()).isEmpty();
        assertThat(log.codes()).containsExactly(DefectCode.REPORT_MALFORMED);
    }

    @Test
    void moreRecipientsThanTheLimitAreLeftOut() {
        assertThat(parse("Final-Recipient: rfc822; a@b\n\n".repeat(1_500)).recipients())
                .hasSize(1_000);
        assertThat(log.codes()).containsExactly(DefectCode.TOO_MANY_REPORT_RECIPIENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " \n", "a:\n", "a:\n \n", "Status: 5\n", "\r", "x", " ", ":", "Action: x\n\n"})
    void floodsCostTimeInProportion(String piece) {
        LinearCost.assertLinear(
                LinearCost.flood("", piece), bytes -> DeliveryStatusParser.parse(context, bytes, 0, bytes.length, 0));
    }
}
