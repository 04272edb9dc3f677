package io.mailroom.spool;

import java.time.Instant;
import java.util.Objects;

/**
 * What a name in a directory stands for, links not followed.
 *
 * @param type regular file, directory, symbolic link, or none of these
 * @param sizeBytes length of a regular file
 * @param modified when its content last changed
 * @param access of a directory: who may change it besides its owner, and whether that owner is us; nobody asks it of files
 */
public record DiskEntry(Type type, long sizeBytes, Instant modified, Access access) {
    /** Regular file, directory, symbolic link, or something else such as a pipe or a device. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        LINK,
        /** A pipe, a socket, a device. */
        OTHER
    }

    /**
     * Ownership, as far as the system tells; all true or false as is safe where it does not.
     *
     * @param ours the process's user owns it
     * @param groupWritable its group may change it
     * @param worldWritable anybody may change it
     * @param owner name of the owner, empty when unknown
     */
    public record Access(boolean ours, boolean groupWritable, boolean worldWritable, String owner) {
        /** Owned by us and changed by nobody else. */
        public static final Access PRIVATE = new Access(true, false, false, "");
    }

    public DiskEntry {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(access, "access");
    }

    /** True for a regular file. */
    public boolean isFile() {
        return type == Type.FILE;
    }

    /** True for a directory that is not reached through a link. */
    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }
}
