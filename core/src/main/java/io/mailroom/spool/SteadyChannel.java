package io.mailroom.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads a file through an interrupt: the system closes a channel under an interrupted reader, so this one opens it again
 * where it was, and leaves the interrupt for whoever waits for something. For one thread at a time.
 */
final class SteadyChannel implements SeekableByteChannel {
    private final Path file;
    private SeekableByteChannel channel;
    private long position;
    private boolean closed;

    SteadyChannel(Path file) throws IOException {
        this.file = file;
        this.channel = open(file);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        int count = steadily(() -> {
            into.position(before);
            return channel.position(position).read(into);
        });
        position += Math.max(0, count);
        return count;
    }

    private interface Call<T> {
        T call() throws IOException;
    }

    private <T> T steadily(Call<T> call) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.call();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    channel = open(file);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS));
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() throws IOException {
        return steadily(() -> channel.size());
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}
