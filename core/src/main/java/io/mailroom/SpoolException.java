package io.mailroom;

import java.util.Locale;
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
        this(isFull(cause) ? ErrorKind.SPOOL_FULL : ErrorKind.SPOOL, profile, file, what, advice, cause);
    }

    private SpoolException(
            ErrorKind kind,
            @Nullable String profile,
            String file,
            String what,
            String advice,
            @Nullable Throwable cause) {
        super(
                kind,
                profile,
                (profile == null ? "" : "Profile " + profile + ": ") + file + ": " + what + ". " + advice,
                cause);
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The error for a disk on which less is free than receiving leaves. */
    public static SpoolException full(String profile, String directory, String what) {
        return new SpoolException(
                ErrorKind.SPOOL_FULL,
                profile,
                directory,
                what,
                "Free space there; mail waits on the server, and polling goes on by itself.",
                null);
    }

    /** True when the system said that there is no space, or no more of it for us. */
    public static boolean isFull(@Nullable Throwable cause) {
        String message = cause == null ? "" : String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota");
    }

    /** The file or directory that could not be used. */
    public String file() {
        return file;
    }
}
