package io.mailroom.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DotStuffingTest {
    private static String stuffed(String message, int blockBytes) {
        byte[] all = message.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing();
        for (int from = 0; from < all.length; from += blockBytes) {
            byte[] block = Arrays.copyOfRange(all, from, Math.min(all.length, from + blockBytes));
            byte[] room = new byte[DotStuffing.most(block.length)];
            out.write(room, 0, stuffing.copy(block, block.length, room, 0));
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** faults.md C-06. */
    @Test
    void c06WhereBlocksAreCutDoesNotMatter() {
        String message = ".\r\n..\r\n...\r\na.b.\r\n.c\r\n\r\n.\r\nend.\r\n.".repeat(7);
        String expected = ("." + message).replace("\r\n.", "\r\n..");

        for (int bytes = 1; bytes <= 64; bytes++) {
            assertThat(stuffed(message, bytes)).as("blocks of " + bytes).isEqualTo(expected);
        }
    }
}
