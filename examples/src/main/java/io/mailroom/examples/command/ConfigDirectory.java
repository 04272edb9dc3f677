package io.mailroom.examples.command;

import io.mailroom.CommunicationsException;
import io.mailroom.ResponseGroup;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an operator keeps in one directory:
 *
 * <pre>
 * DIR/profiles/*.properties     one profile a file
 * DIR/groups/*.properties       one response group a file, and the words of acknowledgements beside it
 * </pre>
 */
final class ConfigDirectory {
    /** Most files in each of the two directories. */
    private static final int MOST_FILES = 10_000;

    private static final String FILES = ".properties";

    private final Path profiles;
    private final Path groups;

    ConfigDirectory(Path directory) {
        this.profiles = directory.resolve("profiles");
        this.groups = directory.resolve("groups");
    }

    /**
     * What the files say at one moment. A file that cannot be used is told, and leaves what it said before.
     *
     * @param profiles by file
     * @param groups by file
     * @param problems one paragraph for each file that cannot be used, by file
     */
    record Content(Map<Path, Profile> profiles, Map<Path, ResponseGroup> groups, Map<Path, String> problems) {}

    /** Tells two states of the directory apart: name, size and time of every file in it. */
    Map<Path, String> fingerprint() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        for (Path directory : List.of(profiles, groups)) {
            for (Path file : files(directory, "*")) {
                try {
                    all.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
                } catch (NoSuchFileException gone) {
                    continue; // the next look finds the directory without it
                }
            }
        }
        return all;
    }

    /** Reads all of it. */
    Content read() throws IOException {
        Map<Path, String> problems = new TreeMap<>();
        return new Content(
                readAll(profiles, Profile::load, problems), readAll(groups, ResponseGroup::load, problems), problems);
    }

    private static <T> Map<Path, T> readAll(Path directory, Function<Path, T> reader, Map<Path, String> problems)
            throws IOException {
        Map<Path, T> all = new LinkedHashMap<>();
        for (Path file : files(directory, "*" + FILES)) {
            try {
                all.put(file, reader.apply(file));
            } catch (CommunicationsException e) {
                problems.put(file, file + ": " + e.getMessage());
            }
        }
        return all;
    }

    private static List<Path> files(Path directory, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry) && files.size() < MOST_FILES) {
                    files.add(entry);
                }
            }
        }
        files.sort(null);
        return files;
    }
}
