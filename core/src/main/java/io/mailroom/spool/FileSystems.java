package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the file systems below some directories can do, and what speaks against them (fault F-10). */
public final class FileSystems {
    private FileSystems() {}

    /**
     * Tries the directories out that were not yet, and says what speaks against their file systems: each is told once in the
     * life of the process.
     *
     * @param profile for the error message, or null when there is none
     * @return one or two sentences for each kind of file system, naming its directories
     * @throws SpoolException when one cannot do what durability needs; it names the directory and the file system
     */
    public static List<String> doubts(Disk disk, Collection<Path> directories, @Nullable String profile) {
        Map<DiskKind, List<String>> byKind = new LinkedHashMap<>();
        for (Path directory : directories) {
            tryOut(disk, directory, profile)
                    .filter(kind -> !kind.doubt().isEmpty())
                    .ifPresent(kind -> byKind.computeIfAbsent(kind, key -> new ArrayList<>())
                            .add(directory.toString()));
        }
        return byKind.entrySet().stream()
                .map(each ->
                        String.join(", ", each.getValue()) + (each.getValue().size() == 1 ? " is" : " are") + " on "
                                + each.getKey().doubt())
                .toList();
    }

    /** Its kind, when it was tried for the first time. */
    private static Optional<DiskKind> tryOut(Disk disk, Path directory, @Nullable String profile) {
        DiskKind kind = DiskKind.UNKNOWN;
        try {
            kind = disk.kind(directory, "spool");
            return disk.tryOut(directory, "spool") ? Optional.of(kind) : Optional.empty();
        } catch (IOException e) {
            String type = kind.type().isEmpty() ? "a file system" : kind.type();
            throw SpoolFailure.of(
                    profile,
                    directory,
                    "trying out the directory, which is on " + type + ",",
                    "a spool needs a local file system, such as ext4, xfs or btrfs, that its user may write to",
                    e);
        }
    }
}
