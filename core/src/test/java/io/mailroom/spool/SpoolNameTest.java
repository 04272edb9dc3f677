package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolNameTest {
    private final SpoolName names = new SpoolName(0x1a2b, 1, 2, Instant.ofEpochSecond(0x65f0c3a1L));

    @Test
    void namesAreThoseOfTheContract() {
        assertThat(names.incoming("POP3", 10, 0x1234)).isEqualTo("POP3_1a2b_1_2_65f0c3a1_a_1234.tmp");
        assertThat(names.attachment(10, 2, 0x1234)).isEqualTo("ATT_1a2b_1_2_65f0c3a1_a_2_1234.dat");
        assertThat(names.originalMessageText(10, 2, 0x1234))
                .isEqualTo("OriginalMessageText_1a2b_1_2_65f0c3a1_a_2_1234.txt");
        assertThat(names.sent(3, 0xffL)).isEqualTo("SMTP_1a2b_1_2_65f0c3a1_3_ff.tmp");
        assertThat(names.log("POP3SMTP", 0x1234)).isEqualTo("POP3SMTP_1a2b_1_2_65f0c3a1_1234.log");
    }

    @Test
    void aNameIsReadBack() {
        assertThat(SpoolName.parse(names.attachment(10, 2, 0x1234)))
                .hasValue(new SpoolName.Parsed(
                        SpoolName.Kind.ATTACHMENT, "ATT", "1a2b_1_2_65f0c3a1", List.of(10L, 2L, 0x1234L)));
        assertThat(SpoolName.parse(names.incoming("IMAP", 1, 5)))
                .hasValueSatisfying(name -> assertThat(name.uptimeMillis()).isEqualTo(5));
        assertThat(SpoolName.parse(names.log("POP3SMTP", 7)))
                .hasValueSatisfying(name -> assertThat(name.tag()).isEqualTo(names.tag()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POP3.tmp",
                "POP3_1_2_3_4_5.tmp",
                "POP3_1_2_3_4_5_6.tmp.part",
                "POP3_1_2_3_4_5_G.tmp",
                "ATT_1_2_3_4_5_6.dat",
                "Other_1_2_3_4_5_6_7.dat",
                "POP3_1_2_3_4_5_6_7_8.tmp",
                "../POP3_1_2_3_4_5_6.tmp",
                "POP3_1_2_3_4_5_12345678901234567.tmp",
                "Current_a_b.ids"
            })
    void anythingElseIsNoneOfOurs(String name) {
        assertThat(SpoolName.parse(name)).isEmpty();
    }
}
