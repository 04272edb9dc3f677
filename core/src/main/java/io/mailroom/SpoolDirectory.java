package io.mailroom;

import io.mailroom.spool.DiskKind;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One directory of the spool.
 *
 * @param path where it is
 * @param what what is in it, such as {@code incoming} or {@code queue of Support}
 * @param disk what file system it is on
 * @param trouble what the file system cannot do, or the directory's rights; empty when all is well
 * @param usableBytes that may still be written there
 * @param files in it
 * @param bytes of them
 */
public record SpoolDirectory(
        Path path, String what, DiskKind disk, String trouble, long usableBytes, long files, long bytes) {
    public SpoolDirectory {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(trouble, "trouble");
    }
}
