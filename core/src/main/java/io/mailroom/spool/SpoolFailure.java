package io.mailroom.spool;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words what the system said about a file, in one place. */
public final class SpoolFailure {
    private SpoolFailure() {}

    /**
     * The error for an operation that failed.
     *
     * @param profile the profile at work, or null when there is none
     * @param file the file or directory
     * @param what what was tried, such as {@code writing the index}
     */
    public static SpoolException of(@Nullable String profile, Path file, String what, IOException cause) {
        return of(profile, file, what, "mail waits on the server, and the next poll tries again", cause);
    }

    /**
     * The same for an operation that is not a part of receiving.
     *
     * @param meanwhile what that means for the mail at hand, such as {@code nothing was sent}
     */
    public static SpoolException of(
            @Nullable String profile, Path file, String what, String meanwhile, IOException cause) {
        String advice = advice(cause);
        return new SpoolException(
                profile,
                file.toString(),
                what + " failed: " + words(cause),
                advice.endsWith(".") ? advice : advice + "; " + meanwhile + ".",
                cause);
    }

    static String words(IOException cause) {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName().replaceAll("Exception$", "");
        return kind.equals("IO") && message != null ? message : kind + (message == null ? "" : " " + message);
    }

    private static String advice(IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (SpoolException.isFull(cause)) {
            return "Free space on its volume";
        }
        if (message.contains("too many open files")) {
            return "Raise the limit of open files of this process.";
        }
        if (cause instanceof AccessDeniedException || message.contains("read-only") || message.contains("denied")) {
            return "Let the user that runs this process write there.";
        }
        return "Check the volume";
    }
}
