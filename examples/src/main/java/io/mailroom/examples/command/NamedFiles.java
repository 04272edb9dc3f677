package io.mailroom.examples.command;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import io.mailroom.event.PartFiles;
import io.mailroom.mime.PartOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files beside each other in one directory, each named after its message: {@code message.eml-1.dat}. */
final class NamedFiles implements PartFiles {
    private final Path directory;
    private final String prefix;
    private final List<Path> made = new ArrayList<>();
    private int next = 1;

    NamedFiles(Path directory, Path message) {
        this.directory = directory.toAbsolutePath().normalize();
        this.prefix = String.valueOf(message.getFileName());
    }

    @Override
    public PartOutput attachment() throws IOException {
        return create(".dat");
    }

    @Override
    public Optional<PartOutput> originalText() throws IOException {
        return Optional.of(create(".txt"));
    }

    /** The next name that is free: messages of other directories may have the same name. */
    private PartOutput create(String suffix) throws IOException {
        while (true) {
            Path path = directory.resolve(prefix + "-" + next++ + suffix);
            try {
                OutputStream stream = Files.newOutputStream(path, CREATE_NEW);
                made.add(path);
                return new NamedFile(path, stream);
            } catch (FileAlreadyExistsException taken) {
                // the next number, then
            }
        }
    }

    /** Removes what was made; for a message that could not be read to its end. */
    void remove() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }

    private record NamedFile(Path path, OutputStream stream) implements PartOutput {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }

        @Override
        public Optional<Path> location() {
            return Optional.of(path);
        }
    }
}
