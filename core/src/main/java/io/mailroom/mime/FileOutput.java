package io.mailroom.mime;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A part in a file of its own, made new: it never follows or overwrites what is there. */
final class FileOutput implements PartOutput {
    private final Path file;
    private final FileChannel channel;

    private FileOutput(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FileOutput create(Path file) throws IOException {
        return new FileOutput(file, FileChannel.open(file, CREATE_NEW, WRITE));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer view = ByteBuffer.wrap(bytes, offset, length);
        while (view.hasRemaining()) {
            channel.write(view);
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
