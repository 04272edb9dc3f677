package io.mailroom.examples.command;

import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a command for each event, by the shell. It gets the event as one line of JSON on standard input, and its id, attempt
 * and whether it may be a repeat in the environment. Exit code 0 accepts the event, after which its files are removed; 75
 * (EX_TEMPFAIL) puts it off; anything else is a failure, and so is taking longer than {@link #LONGEST}, when it is ended with
 * all that it started. What it prints is thrown away, because the screen is the status table's.
 */
final class CommandPerEvent implements EventHandler {
    /** The longest that a command may take. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int TEMPORARY = 75;

    private final String command;
    private final Path directory;

    CommandPerEvent(String command, Path directory) {
        this.command = command;
        this.directory = directory;
    }

    @Override
    public Outcome handle(InboundEvent event) throws IOException, InterruptedException {
        Path input = Files.createTempFile("mailroom-event", ".json"); // a pipe would fill when nobody reads it
        try {
            Files.writeString(input, JsonLines.line(event));
            return run(event, input);
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private Outcome run(InboundEvent event, Path input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment(event));
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                return Outcome.FAILED.because("the command took longer than " + LONGEST.toMinutes() + " minutes");
            }
            return outcome(process.exitValue());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly); // the shell's, while it still runs
            process.destroyForcibly();
        }
    }

    private static Map<String, String> environment(InboundEvent event) {
        return Map.of(
                "MAILROOM_EVENT_ID", event.eventId(),
                "MAILROOM_PROFILE", event.profile(),
                "MAILROOM_ATTEMPT", String.valueOf(event.attempt()),
                "MAILROOM_POSSIBLE_DUPLICATE", String.valueOf(event.possibleDuplicate()));
    }

    private static Outcome outcome(int exitCode) {
        return switch (exitCode) {
            case 0 -> Outcome.ACCEPTED;
            case TEMPORARY -> Outcome.LATER.because("the command ended with exit code 75");
            default -> Outcome.FAILED.because("the command ended with exit code " + exitCode);
        };
    }
}
