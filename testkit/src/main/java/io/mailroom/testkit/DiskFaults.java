package io.mailroom.testkit;

import java.io.IOException;

/** What a system says when a disk fails, in its own words. Each call makes a new exception. */
public final class DiskFaults {
    private DiskFaults() {}

    /** ENOSPC: the volume is full. */
    public static IOException noSpace() {
        return new IOException("No space left on device");
    }

    /** EIO: the device failed. */
    public static IOException ioError() {
        return new IOException("Input/output error");
    }

    /** EMFILE: the process has no file handle left. */
    public static IOException tooManyOpenFiles() {
        return new IOException("Too many open files");
    }

    /** EDQUOT: the user's share is used up. */
    public static IOException quotaExceeded() {
        return new IOException("Disk quota exceeded");
    }

    /** EROFS: the file system was remounted after an error. */
    public static IOException readOnly() {
        return new IOException("Read-only file system");
    }
}
