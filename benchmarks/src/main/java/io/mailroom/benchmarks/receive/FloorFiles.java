package io.mailroom.benchmarks.receive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files of a client that does no more than store: a group of messages is forced from several threads, which a
 * journalling file system joins into few commits, then the directory, then one line of the index for each message.
 */
final class FloorFiles implements AutoCloseable {
    private final Path directory;
    private final FileChannel index;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final List<FileChannel> pending = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private int count;

    FloorFiles(Path directory) throws IOException {
        this.directory = directory;
        this.index =
                FileChannel.open(directory.resolve("index"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    OutputStream next(String uid) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve(count++ + ".eml"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        pending.add(file);
        lines.append(uid).append('\n');
        return Channels.newOutputStream(file);
    }

    int count() {
        return count;
    }

    /** Returns once all that was stored is on the disk. */
    void force() throws Exception {
        List<Callable<Void>> forced = new ArrayList<>();
        for (FileChannel file : pending) {
            forced.add(() -> {
                file.force(true);
                file.close();
                return null;
            });
        }
        for (Future<Void> each : threads.invokeAll(forced)) {
            each.get();
        }
        pending.clear();
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
        index.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII)));
        index.force(false);
        lines.setLength(0);
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        index.close();
    }
}
