package io.mailroom.benchmarks.mime;

import io.mailroom.mime.MessageReader;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartOutput;
import io.mailroom.mime.PartSink;
import io.mailroom.mime.ReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** This library, with one reader for all mails. */
final class MailroomPeer implements MailPeer {
    private static final MimeLimits LIMITS =
            MimeLimits.DEFAULT.with().messageBytes(1L << 32).build();

    private final MessageReader reader = new MessageReader(LIMITS, ReadOptions.DEFAULT.withTextFragments(false));

    @Override
    public void read(Path mail, Work work) throws IOException {
        ParsedMessage message = reader.read(mail, new FileSink(work));
        work.text(message.subject());
        message.text().ifPresent(text -> work.text(text.text()));
        message.html().ifPresent(html -> work.text(html.text()));
        message.embedded().forEach(inner -> inner.text().ifPresent(text -> work.text(text.text())));
    }

    private record FileSink(Work work) implements PartSink {
        @Override
        public PartOutput open(MimePart part) throws IOException {
            return new Output(work.newFile(), work);
        }
    }

    private record Output(FileChannel channel, Work work) implements PartOutput {
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
}
