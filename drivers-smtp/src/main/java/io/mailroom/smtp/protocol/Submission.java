package io.mailroom.smtp.protocol;

import io.mailroom.smtp.Content;
import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import java.io.IOException;
import java.util.List;

/**
 * One message on its way.
 *
 * @param message what is known of it
 * @param envelope sender and those recipients that this submission is for
 * @param content its bytes with CRLF line ends, not dot-stuffed
 * @param dot told before the final dot leaves
 * @param progress told how many bytes have been sent
 */
public record Submission(ComposedMessage message, Envelope envelope, Content content, DotGuard dot, Progress progress) {
    /** Hears that the point of no return is next. */
    @FunctionalInterface
    public interface DotGuard {
        /** Nobody needs to know. */
        DotGuard NONE = recipients -> {};

        /**
         * Returns once it is recorded that a server may have the message for these recipients from now on.
         *
         * @throws IOException when that cannot be recorded: the dot is not sent, the message is definitely not accepted
         */
        void beforeFinalDot(List<String> recipients) throws IOException;
    }

    /** Hears how sending gets on; called by the sending thread at most every 64 KiB. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody watches. */
        Progress NONE = (sent, total) -> {};

        /** @param sentBytes of {@code totalBytes} */
        void sent(long sentBytes, long totalBytes);
    }

    /** The same for other recipients. */
    Submission to(List<String> recipients) {
        return new Submission(message, envelope.to(recipients), content, dot, progress);
    }
}
