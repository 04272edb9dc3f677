package io.mailroom.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies below a home directory besides its key, and the lock and the index of each mailbox, which stay. */
final class SpoolFiles {
    private SpoolFiles() {}

    static List<Path> below(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("loop.key"))
                    .filter(file -> !file.toString().endsWith(".lock")
                            && !file.toString().endsWith(".ids"))
                    .map(Path::toAbsolutePath)
                    .toList();
        }
    }
}
