package io.mailroom.event;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.mailroom.mime.PartOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts files into one directory under counted names, and knows which. */
final class FolderFiles implements PartFiles {
    private final Path directory;
    private final List<Path> written = new ArrayList<>();
    private int open;

    FolderFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public PartOutput attachment() throws IOException {
        return create("ATT_" + (written.size() + 1) + ".dat");
    }

    @Override
    public Optional<PartOutput> originalText() throws IOException {
        return Optional.of(create("OriginalMessageText_" + (written.size() + 1) + ".txt"));
    }

    /** Every file created, in order. */
    List<Path> written() {
        return written;
    }

    /** Files that were opened and not closed. */
    int open() {
        return open;
    }

    private PartOutput create(String name) throws IOException {
        Path file = directory.resolve(name);
        OutputStream out = Files.newOutputStream(file, CREATE_NEW, WRITE);
        written.add(file);
        open++;
        return new PartOutput() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.close();
                open--;
            }

            @Override
            public Optional<Path> location() {
                return Optional.of(file);
            }
        };
    }
}
