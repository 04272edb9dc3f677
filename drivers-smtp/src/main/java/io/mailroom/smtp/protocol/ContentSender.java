package io.mailroom.smtp.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the bytes of a message in blocks, dot-stuffed. The memory it takes does not depend on their number. */
final class ContentSender {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    /** RFC 5321 §4.5.3.2.5 gives a block 3 minutes; we give 3 for 1. */
    private static final int TIMEOUT_FACTOR = 3;

    private final SmtpConnection connection;
    private final Submission submission;
    private final DotStuffing stuffing = new DotStuffing();
    private final byte[] block;
    private final byte[] stuffed;
    private int filled;
    private long sent;

    ContentSender(SmtpConnection connection, Submission submission) {
        this.connection = connection;
        this.submission = submission;
        int most = (int) Math.min(BLOCK_BYTES, submission.message().sizeBytes() + 1);
        this.block = new byte[most];
        this.stuffed = new byte[DotStuffing.most(most) + END.length];
    }

    /** Sends full blocks; what does not fill one, the end at the latest, waits. */
    void sendAllButTheEnd(InputStream in) throws IOException {
        long read = 0;
        for (int count = in.read(block, filled, block.length - filled);
                count >= 0;
                count = in.read(block, filled, block.length - filled)) {
            filled += count;
            read += count;
            if (filled == block.length) {
                write(stuffing.copy(block, filled, stuffed, 0));
                filled = 0;
            }
        }
        if (read != submission.message().sizeBytes()) {
            throw new IOException("the stored message has " + read + " bytes instead of "
                    + submission.message().sizeBytes());
        }
    }

    /** Sends the rest and the dot, in one write. */
    void sendTheEnd() {
        int length = stuffing.copy(block, filled, stuffed, 0);
        System.arraycopy(END, 0, stuffed, length, END.length);
        write(length + END.length);
        connection.channel().transcript().clientBytes(sent - END.length);
        connection.channel().transcript().client(".");
    }

    private void write(int length) {
        Duration within = connection.server().timeout().multipliedBy(TIMEOUT_FACTOR);
        connection.channel().begin("the message", within);
        connection.channel().write(stuffed, 0, length);
        sent += length;
        submission
                .progress()
                .sent(
                        Math.min(sent, submission.message().sizeBytes()),
                        submission.message().sizeBytes());
    }
}
