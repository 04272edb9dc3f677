package io.mailroom.benchmarks.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.MessageReader;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartOutput;
import io.mailroom.mime.PartSink;
import io.mailroom.mime.ReadOptions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever fills a message, what is made of it stays within the limits, and all of it is read once. */
class FloodTest {
    private static final long SIZE = 1_500_000;
    private static final int SMALL_STACK = 256 * 1024;

    @TestFactory
    Collection<DynamicTest> aFloodStaysWithinTheLimits() {
        return Floods.all(SIZE).entrySet().stream()
                .map(flood -> DynamicTest.dynamicTest(flood.getKey(), () -> staysWithinTheLimits(flood.getValue())))
                .toList();
    }

    private static void staysWithinTheLimits(InputStream flood) throws InterruptedException {
        MimeLimits limits = MimeLimits.DEFAULT;
        Counting source = new Counting(flood);
        Counted sink = new Counted();

        ParsedMessage message = onASmallStack(() -> new MessageReader(limits, ReadOptions.DEFAULT).read(source, sink));

        assertThat(source.count).isEqualTo(SIZE);
        assertThat(message.parts()).hasSizeLessThanOrEqualTo(limits.parts() + 2);
        assertThat(message.parts()).allSatisfy(part -> {
            assertThat(part.depth()).isLessThanOrEqualTo(limits.depth());
            assertThat(part.header().size()).isLessThanOrEqualTo(limits.fields());
            assertThat(part.header().raw().length).isLessThanOrEqualTo(limits.headerBytes() + limits.fieldBytes());
        });
        assertThat(message.defects()).hasSizeLessThanOrEqualTo(limits.defects());
        assertThat(message.to()).hasSizeLessThanOrEqualTo(limits.addresses());
        assertThat(sink.opened).isLessThanOrEqualTo(limits.parts() + 2);
        assertThat(sink.open).isZero();
        assertThat(sizes(message, false)).isLessThanOrEqualTo(SIZE);
        assertThat(sizes(message, true)).isLessThanOrEqualTo(SIZE);
    }

    private static long sizes(ParsedMessage message, boolean takenOut) {
        return message.parts().stream()
                .filter(part -> part.isTakenOut() == takenOut)
                .mapToLong(MimePart::decodedSize)
                .sum();
    }

    private interface Read {
        ParsedMessage run() throws IOException;
    }

    private static ParsedMessage onASmallStack(Read read) throws InterruptedException {
        AtomicReference<ParsedMessage> message = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        ParsedMessage done = read.run();
                        done.defects();
                        message.set(done);
                    } catch (IOException | RuntimeException | StackOverflowError e) {
                        failure.set(e);
                    }
                },
                "flood",
                SMALL_STACK);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
        return message.get();
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream source) {
            super(source);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    private static final class Counted implements PartSink {
        private int opened;
        private int open;

        @Override
        public PartOutput open(MimePart part) {
            opened++;
            open++;
            return new PartOutput() {
                @Override
                public void write(byte[] bytes, int offset, int length) {}

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
