package io.mailroom.mime.internal.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DispositionNotification;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionParserTest {
    private static final String RECEIPT = """
            Reporting-UA: joes-pc.example.com; Foomail 97.1
            MDN-Gateway: dns; gw.example.com
            Original-Recipient: rfc822;joe@example.com
            Final-Recipient: rfc822;<Joe_Recipient@example.com>
            Original-Message-ID:
             <199509192301.23456@example.org>
            Disposition: manual-action/MDN-sent-manually; displayed/error, x-later
            Error: first
            Warning: second
            X-Other: no
            """;

    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private DispositionNotification parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return DispositionParser.parse(context, bytes, 0, bytes.length, 0);
    }

    @Test
    void everyFieldOfAReceiptIsRead() {
        assertThat(parse(RECEIPT))
                .isEqualTo(new DispositionNotification(
                        "joes-pc.example.com; Foomail 97.1",
                        "gw.example.com",
                        "joe@example.com",
                        "Joe_Recipient@example.com",
                        "<199509192301.23456@example.org>",
                        "manual-action",
                        "mdn-sent-manually",
                        "displayed",
                        List.of("error", "x-later"),
                        List.of("first", "second")));
        assertThat(parse(RECEIPT).isDisplayed()).isTrue();
        assertThat(log.defects()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "automatic-action/MDN-sent-automatically; deleted|automatic-action|mdn-sent-automatically|deleted",
                "Manual-Action / MDN-sent-manually (x; y) ; Dispatched|manual-action|mdn-sent-manually|dispatched",
                "displayed|''|''|displayed",
                "manual-action; processed/|manual-action|''|processed",
            })
    void dispositionsAreReadHoweverTheyAreSpaced(String value, String action, String sending, String type) {
        DispositionNotification receipt = parse("Final-Recipient: rfc822; a@b\nDisposition: " + value + "\n");

        assertThat(List.of(receipt.actionMode(), receipt.sendingMode(), receipt.type()))
                .containsExactly(action, sending, type);
        assertThat(receipt.modifiers()).isEmpty();
    }

    @Test
    void aReceiptOfNothingHasADefectAndNoValues() {
        assertThat(parse("no field\n").type()).isEmpty();
        assertThat(log.codes()).contains(DefectCode.REPORT_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error: x\n", "Disposition: ", "(", ",", "/", ";", "\n", "a:\n \n", "x"})
    void floodsCostTimeInProportion(String piece) {
        LinearCost.assertLinear(
                LinearCost.flood("Disposition: a/b;", piece),
                bytes -> DispositionParser.parse(context, bytes, 0, bytes.length, 0));
    }
}
