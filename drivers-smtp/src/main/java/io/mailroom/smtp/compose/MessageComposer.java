package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.InvalidMessageException;
import io.mailroom.smtp.OutboundMessage;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a message as it goes on the wire, but for dot-stuffing: CRLF line ends, no line over 998 octets, composed
 * ones in 7 bit. Large attachments stream through; memory does not depend on their size. Usable from any thread.
 */
public final class MessageComposer {
    /** RFC 5322 §2.1.1, without the line end. */
    private static final int LONGEST_LINE = 998;

    private final ComposeOptions options;
    private final MimeWriter writer;

    public MessageComposer(ComposeOptions options) {
        this.options = options;
        this.writer = new MimeWriter(options);
    }

    /**
     * Writes the message. The stream is flushed, not closed.
     *
     * @throws InvalidMessageException when it must not be sent as it is: too large, a line too long, a NUL
     * @throws IOException when an attachment cannot be read or the stream not written
     */
    public ComposedMessage compose(OutboundMessage message, OutputStream to) throws IOException {
        MailAddress from = message.from().orElse(options.from());
        LineEnds lines = new LineEnds(new Capped(to, options.mostBytes()));
        ReadyMessage.Facts facts = message.ready().isPresent()
                ? ReadyMessage.copy(message, from, options.clock(), lines)
                : writer.write(message, from, lines);
        lines.finish();
        if (lines.holdsNul()) {
            throw new InvalidMessageException("the message", "holds a NUL, which SMTP cannot carry");
        }
        if (lines.longestLine() > LONGEST_LINE) {
            throw new InvalidMessageException(
                    "the message", "has a line of " + lines.longestLine() + " octets; SMTP carries " + LONGEST_LINE);
        }
        Envelope envelope = new Envelope(
                message.envelopeSender().orElse(from.address()),
                message.recipients(),
                message.dsn().orElse(null));
        return new ComposedMessage(
                facts.messageId(),
                lines.sizeBytes(),
                lines.holdsEightBit(),
                facts.utf8Header() || envelope.needsUtf8(),
                envelope);
    }

    /** Ends the composing of a message that grows too large before it fills the disk. */
    private static final class Capped extends OutputStream {
        private final OutputStream out;
        private final long most;
        private long count;

        Capped(OutputStream out, long most) {
            this.out = out;
            this.most = most;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            if (count > most) {
                throw new InvalidMessageException(
                        "the message", "is larger than \"Max Sent Message Size\" allows: " + most + " bytes");
            }
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
