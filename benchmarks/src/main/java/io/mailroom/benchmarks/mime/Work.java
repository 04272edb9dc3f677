package io.mailroom.benchmarks.mime;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What all readers have to deliver, counted so that unequal work shows. For one thread. */
final class Work {
    private final Path directory;
    private final byte[] copy = new byte[64 * 1024];
    private long files;
    private long textCharacters;
    private long fileBytes;

    Work(Path directory) {
        this.directory = directory;
    }

    void text(String text) {
        textCharacters += text.length();
    }

    /** A new file for an attachment; the caller closes it. */
    FileChannel newFile() throws IOException {
        return FileChannel.open(newPath(), CREATE_NEW, WRITE);
    }

    Path newPath() {
        return directory.resolve(Long.toHexString(files++) + ".dat");
    }

    void countBytes(long bytes) {
        fileBytes += bytes;
    }

    /** Writes the stream to a new file in large pieces. */
    void file(InputStream in) throws IOException {
        try (FileChannel channel = newFile()) {
            for (int count = in.read(copy); count >= 0; count = in.read(copy)) {
                ByteBuffer piece = ByteBuffer.wrap(copy, 0, count);
                while (piece.hasRemaining()) {
                    fileBytes += channel.write(piece);
                }
            }
        }
    }

    long files() {
        return files;
    }

    long textCharacters() {
        return textCharacters;
    }

    long fileBytes() {
        return fileBytes;
    }
}
