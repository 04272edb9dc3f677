package io.mailroom.benchmarks.mime;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.mailroom.event.MappedMessage;
import io.mailroom.event.MappingOptions;
import io.mailroom.event.MessageMapper;
import io.mailroom.event.MessageOrigin;
import io.mailroom.event.PartFiles;
import io.mailroom.mime.PartOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The process that reads floods: prints the seconds that each took, by the clock and of CPU time. */
final class FloodWorker {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STACK = 256 * 1024;
    private static final MappingOptions OPTIONS = MappingOptions.DEFAULT.withConvertToPlainText(true);

    private FloodWorker() {}

    /** Arguments: the directory for the files of the events, then the messages. */
    public static void main(String[] args) throws InterruptedException {
        Thread reader =
                new Thread(null, () -> readAll(Path.of(args[0]), List.of(args).subList(1, args.length)), "", STACK);
        reader.setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        reader.start();
        reader.join();
    }

    private static void readAll(Path directory, List<String> files) {
        try {
            for (String file : files) {
                NewFiles made = new NewFiles(directory);
                long clock = System.nanoTime();
                long processor = THREADS.getCurrentThreadCpuTime();
                MappedMessage message =
                        new MessageMapper(OPTIONS).map(Path.of(file), MessageOrigin.unknown("0".repeat(64)), made);
                processor = THREADS.getCurrentThreadCpuTime() - processor;
                clock = System.nanoTime() - clock;
                if (message.fields().asMap().isEmpty()) {
                    throw new IllegalStateException("An event without fields");
                }
                System.out.println(clock / 1e9 + " " + processor / 1e9);
                made.remove();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files on disk, as the spool has them, but for its names and barriers. */
    private static final class NewFiles implements PartFiles {
        private final Path directory;
        private final List<Path> made = new ArrayList<>();

        NewFiles(Path directory) {
            this.directory = directory;
        }

        @Override
        public PartOutput attachment() throws IOException {
            Path file = directory.resolve(made.size() + ".dat");
            made.add(file);
            return new Output(file, FileChannel.open(file, CREATE_NEW, WRITE));
        }

        @Override
        public Optional<PartOutput> originalText() throws IOException {
            return Optional.of(attachment());
        }

        void remove() throws IOException {
            for (Path file : made) {
                Files.delete(file);
            }
        }
    }

    private record Output(Path file, FileChannel channel) implements PartOutput {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer piece = ByteBuffer.wrap(bytes, offset, length);
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        @Override
        public Optional<Path> location() {
            return Optional.of(file);
        }
    }
}
