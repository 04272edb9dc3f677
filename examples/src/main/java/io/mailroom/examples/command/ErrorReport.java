package io.mailroom.examples.command;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
        return show(paragraph(error), error);
    }

    /** The same for a file that could not be read or written, whose name the error may not tell. */
    int show(Path file, IOException error) {
        return show(file + ": " + reason(error) + ".", error);
    }

    private int show(String paragraph, Throwable error) {
        show(paragraph);
        if (verbose) {
            error.printStackTrace(screen.err());
            screen.err().flush();
        }
        return error instanceof CommunicationsException known && known.kind() == ErrorKind.INVALID_PROFILE
                ? Mailroom.REFUSED
                : Mailroom.FAILED;
    }

    /** Prints a paragraph to the error stream. */
    void show(String paragraph) {
        screen.out().flush();
        screen.err().println(screen.bad("mailroom: ") + paragraph);
        screen.err().flush();
    }

    private static String paragraph(Throwable error) {
        if (error instanceof CommunicationsException) {
            return error.getMessage();
        }
        IOException trouble = error instanceof UncheckedIOException wrapped
                ? wrapped.getCause()
                : error instanceof IOException plain ? plain : null;
        if (trouble instanceof FileSystemException named && named.getFile() != null) {
            return named.getFile() + ": " + reason(named) + ".";
        }
        return trouble != null
                ? reason(trouble) + "."
                : "This should not have happened: " + error + ". Please report it with what --verbose shows.";
    }

    private static String reason(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NotDirectoryException || error instanceof FileAlreadyExistsException) {
            return "a directory is needed here, but something else is in the way";
        }
        String reason = error instanceof FileSystemException named ? named.getReason() : error.getMessage();
        return reason == null ? error.getClass().getSimpleName() : reason;
    }
}
