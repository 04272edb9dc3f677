package io.mailroom;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Our own disk failed, or a spool directory cannot be used. The operator has to act; mail waits on the server. */
public final class SpoolException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /**
     * @param profile name of the profile, or null when the spool is opened for none
     * @param file the file or directory
     * @param what what was tried and what the system said
     * @param advice what to do, one or two sentences
     * @param cause the I/O error behind it, or null
     */
    public SpoolException(
            @Nullable String profile, String file, String what, String advice, @Nullable Throwable cause) {
        super(
                ErrorKind.SPOOL,
                profile,
                (profile == null ? "" : "Profile " + profile + ": ") + file + ": " + what + ". " + advice,
                cause);
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The file or directory that could not be used. */
    public String file() {
        return file;
    }
}
