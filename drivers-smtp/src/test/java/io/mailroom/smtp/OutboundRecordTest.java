package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.compose.Composing;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutboundRecordTest {
    @Test
    void aBodyAboveSixteenKibibytesIsKeptApartUnderTheNameOfItsFormat() throws Exception {
        OutboundMessage html = OutboundMessage.builder()
                .to("a@b.test")
                .html("ä".repeat(8 * 1024 + 1))
                .build();
        OutboundMessage text = OutboundMessage.builder()
                .to("a@b.test")
                .text("x".repeat(16 * 1024))
                .build();

        OutboundRecord apart = OutboundRecord.of(html, false);
        OutboundRecord whole = OutboundRecord.of(text, false);

        assertThat(apart.body()).isEmpty();
        assertThat(apart.bodyApart())
                .hasValueSatisfying(body -> assertThat(body.name()).isEqualTo("SiebelLongEmailBody.htm"));
        assertThat(apart.longBody().content().open().readAllBytes())
                .isEqualTo("ä".repeat(8 * 1024 + 1).getBytes(StandardCharsets.UTF_8));
        assertThat(whole.bodyApart()).isEmpty();
        assertThat(whole.body()).hasSize(16 * 1024);
        assertThat(OutboundRecord.of(text, true).bodyApart().orElseThrow().name())
                .isEqualTo("SiebelLongEmailBody.txt");
    }

    @Test
    void theBodyKeptApartNeverTravels() throws Exception {
        OutboundMessage message = OutboundMessage.builder()
                .to("a@b.test")
                .text("x\n".repeat(20_000))
                .build();

        OutboundRecord.of(message, true);

        assertThat(Composing.raw(message)).doesNotContain("SiebelLongEmailBody").doesNotContain("multipart");
    }
}
