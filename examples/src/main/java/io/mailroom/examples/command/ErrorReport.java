package io.mailroom.examples.command;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine.Model.CommandSpec;

/** Tells an error in one paragraph: where, what was said, what to do. */
final class ErrorReport {
    private final Screen screen;
    private final boolean verbose;

    private ErrorReport(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
    }

    /** The report of a subcommand; {@code --verbose} adds the stack trace. */
    static ErrorReport of(CommandSpec command) {
        Mailroom mailroom = (Mailroom) command.root().userObject();
        return new ErrorReport(Screen.of(command), mailroom.verbose());
    }

    /** Prints the error to the error stream; the exit code it stands for. */
    int show(Throwable error) {
        screen.out().flush();
        screen.err().println(screen.bad("mailroom: ") + paragraph(error));
        if (verbose) {
            error.printStackTrace(screen.err());
        }
        screen.err().flush();
        return error instanceof CommunicationsException known && known.kind() == ErrorKind.INVALID_PROFILE
                ? Mailroom.REFUSED
                : Mailroom.FAILED;
    }

    private static String paragraph(Throwable error) {
        if (error instanceof CommunicationsException) {
            return error.getMessage();
        }
        if (error instanceof UncheckedIOException wrapped) {
            return ofFile(wrapped.getCause());
        }
        if (error instanceof IOException plain) {
            return ofFile(plain);
        }
        return "This should not have happened: " + error + ". Please report it with what --verbose shows.";
    }

    /** What is wrong with a file, in words: the message of these exceptions is often no more than the path. */
    static String ofFile(IOException error) {
        String path = String.valueOf(error.getMessage());
        if (error instanceof NoSuchFileException) {
            return path + " does not exist.";
        }
        if (error instanceof AccessDeniedException) {
            return path + ": permission denied.";
        }
        if (error instanceof NotDirectoryException || error instanceof FileAlreadyExistsException) {
            return path + " is in the way: a directory is needed here.";
        }
        return path;
    }
}
