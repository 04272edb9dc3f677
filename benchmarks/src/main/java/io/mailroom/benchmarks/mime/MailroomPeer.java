package io.mailroom.benchmarks.mime;

import io.mailroom.mime.Disposition;
import io.mailroom.mime.MessageReader;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartOutput;
import io.mailroom.mime.ReadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * This library, with one reader for all mails. Texts that it does not take for the body, such as the HTML of a message
 * in the message, become text here and no files, because the others make text of them too.
 */
final class MailroomPeer implements MailPeer {
    private static final MimeLimits LIMITS =
            MimeLimits.DEFAULT.with().messageBytes(1L << 32).build();

    private static final ReadOptions OPTIONS =
            ReadOptions.DEFAULT.withTextFragments(false).withTextInMemory(1 << 28);

    private final MessageReader reader = new MessageReader(LIMITS, OPTIONS);

    @Override
    public void read(Path mail, Work work) throws IOException {
        ParsedMessage message = reader.read(mail, part -> open(part, work));
        work.text(message.header().text("subject").orElse(""));
        message.text().ifPresent(text -> work.text(text.text()));
        message.html().ifPresent(html -> work.text(html.text()));
        message.embedded().forEach(inner -> inner.text().ifPresent(text -> work.text(text.text())));
    }

    private static PartOutput open(MimePart part, Work work) throws IOException {
        boolean text =
                part.contentType().is("text", "plain") || part.contentType().is("text", "html");
        boolean file = part.fileName().isPresent()
                || part.disposition().filter(Disposition::isAttachment).isPresent();
        return text && !file ? new TextOutput(part, work) : new FileOutput(work.newFile(), work);
    }

    private record FileOutput(FileChannel channel, Work work) implements PartOutput {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer piece = ByteBuffer.wrap(bytes, offset, length);
            while (piece.hasRemaining()) {
                work.countBytes(channel.write(piece));
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class TextOutput implements PartOutput {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Charset charset;
        private final Work work;

        TextOutput(MimePart part, Work work) {
            this.charset = Mime4jStreamPeer.charset(part.contentType().charset().orElse(null));
            this.work = work;
        }

        @Override
        public void write(byte[] piece, int offset, int length) {
            bytes.write(piece, offset, length);
        }

        @Override
        public void close() {
            work.text(bytes.toString(charset));
        }
    }
}
