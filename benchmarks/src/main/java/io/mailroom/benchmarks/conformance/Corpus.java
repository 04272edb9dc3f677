package io.mailroom.benchmarks.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The test mails that lie beside the project; they are never part of it. */
public record Corpus(Path folder) {
    /** The corpus, when it is there. */
    public static Optional<Corpus> beside() {
        return projectRoot()
                .flatMap(root -> Stream.of("../shared/corpus", "../../shared/corpus")
                        .map(root::resolve)
                        .map(Path::normalize)
                        .filter(Files::isDirectory)
                        .findFirst())
                .map(Corpus::new);
    }

    /** The folder with {@code .mvn}, here or above. */
    static Optional<Path> projectRoot() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .filter(at -> Files.isDirectory(at.resolve(".mvn")))
                .findFirst();
    }

    /** Every mail, sorted; of one folder when its name is given. */
    public List<Path> mails(String... folders) throws IOException {
        List<String> asked = List.of(folders);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("msgs"))
                    .filter(file -> asked.isEmpty() || asked.contains(folderOf(file)))
                    .sorted()
                    .toList();
        }
    }

    /** The expected results of one folder, sorted. */
    List<Path> expected(String of) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(of).resolve("expected"))) {
            return files.sorted().toList();
        }
    }

    /** Folder and last piece of the file name, which tells mails apart and is short. */
    String label(Path mail) {
        return folderOf(mail) + "/" + lastPiece(mail);
    }

    /** What stands after the last two tildes that part the original folders. */
    static String lastPiece(Path file) {
        String name = file.getFileName().toString();
        int last = name.lastIndexOf('~');
        int before = last < 0 ? -1 : name.lastIndexOf('~', last - 1);
        return name.substring(before + 1);
    }

    private static String folderOf(Path mail) {
        return mail.getParent().getParent().getFileName().toString();
    }
}
