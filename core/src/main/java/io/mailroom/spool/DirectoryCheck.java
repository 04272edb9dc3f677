package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a directory may hold mail. A link, a directory of another user, or one that everybody may write to would let
 * somebody else decide what we read, so it is refused; one that belongs to root or that its group may write to is usual in
 * containers and is only told.
 */
public final class DirectoryCheck {
    private DirectoryCheck() {}

    /**
     * Creates the directory when it is missing and looks at it.
     *
     * @param profile for the error message
     * @return a warning, if there is reason for one
     * @throws SpoolException when it cannot be used
     */
    public static Optional<String> createAndCheck(Disk disk, Path directory, String profile) {
        Optional<DiskEntry> entry;
        try {
            entry = disk.entry(directory, "spool");
            if (entry.isEmpty()) {
                disk.createDirectories(directory, "spool");
                entry = disk.entry(directory, "spool");
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, directory, "creating the directory", e);
        }
        return check(directory, entry.orElseThrow(), profile);
    }

    private static Optional<String> check(Path directory, DiskEntry entry, String profile) {
        DiskEntry.Access access = entry.access();
        if (!entry.isDirectory()) {
            String what = entry.type() == DiskEntry.Type.LINK ? "is a symbolic link" : "is not a directory";
            throw refusal(profile, directory, what, "Name the directory itself in the profile.");
        }
        if (access.worldWritable()) {
            throw refusal(profile, directory, "may be written to by everybody", "Set its mode to 0700.");
        }
        if (!access.ours() && !access.owner().equals("root")) {
            throw refusal(
                    profile,
                    directory,
                    "belongs to " + access.owner(),
                    "Let it belong to the user that runs this process, mode 0700.");
        }
        if (!access.ours()) {
            return Optional.of(directory + " belongs to " + access.owner() + ", not to the user of this process.");
        }
        return access.groupWritable()
                ? Optional.of(directory + " may be written to by its group. Mode 0700 keeps mail private.")
                : Optional.empty();
    }

    private static SpoolException refusal(String profile, Path directory, String what, String advice) {
        return new SpoolException(profile, directory.toString(), "the directory " + what, advice, null);
    }
}
