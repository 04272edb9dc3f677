package io.mailroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void h03_h07_noControlCharacterOrDirectionMarkGetsThrough() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append('\u202e').append('\u2066').append('\u2028');

        String line = Printable.line(all.toString(), 100_000);

        assertThat(line).matches("[\\x20-\\x7e]*").contains("\\r\\x0e", "\\t\\n", "\\x1b", "\\u202e");
    }

    @Test
    void aLongTextIsCutAndSaysHowMuchIsMissing() {
        assertThat(Printable.line("abcdef", 4)).isEqualTo("abcd...(+2)");
        assertThat(Printable.line("abcd", 4)).isEqualTo("abcd");
    }

    @Test
    void h09_aTranscriptEndsBeforeItFillsTheDisk() {
        List<String> lines = new ArrayList<>();
        Transcript transcript = Transcript.to(lines::add);

        for (int i = 0; i < Transcript.MOST_LINES + 1_000; i++) {
            transcript.server("+OK");
        }

        assertThat(lines).hasSize(Transcript.MOST_LINES + 1).last().isEqualTo("* transcript ends here: 20000 lines");
    }
}
