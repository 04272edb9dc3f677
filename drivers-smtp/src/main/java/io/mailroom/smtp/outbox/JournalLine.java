package io.mailroom.smtp.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One line of a journal: a checksum of eight hexadecimal digits, a blank, the text, LF. A line that was torn fails its
 * sum and is passed over; each addition begins with LF, so that it never continues a torn one.
 */
final class JournalLine {
    private static final int SUM_LENGTH = 8;

    private JournalLine() {}

    static byte[] bytes(List<String> texts) {
        StringBuilder lines = new StringBuilder("\n");
        for (String text : texts) {
            if (text.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("A line of a journal holds no line end");
            }
            lines.append(sum(text)).append(' ').append(text).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The texts of all lines that are whole. */
    static List<String> read(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', from)) {
            text(all.substring(from, end)).ifPresent(texts::add);
            from = end + 1;
        }
        return texts;
    }

    private static Optional<String> text(String line) {
        if (line.length() <= SUM_LENGTH || line.charAt(SUM_LENGTH) != ' ') {
            return Optional.empty();
        }
        String text = line.substring(SUM_LENGTH + 1);
        return line.startsWith(sum(text)) ? Optional.of(text) : Optional.empty();
    }

    private static String sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
