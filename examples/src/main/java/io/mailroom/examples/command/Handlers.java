package io.mailroom.examples.command;

import io.mailroom.event.EventHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code ProcessName} may say in a group of {@code mailroom run}: {@code json:FILE} appends each event to a file, one
 * line of JSON each; {@code exec:COMMAND} starts a command for each event, which gets that line on its standard input.
 */
final class Handlers implements AutoCloseable {
    private static final String JSON = "json:";
    private static final String EXEC = "exec:";

    private final Path directory;
    private final Map<String, EventHandler> made = new ConcurrentHashMap<>();

    /** @param directory files and commands that are relative lie below it */
    Handlers(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The handler that a group names.
     *
     * @throws IllegalArgumentException when the name says neither; names the group
     */
    EventHandler named(String group, String name) {
        return made.computeIfAbsent(name, each -> make(group, each));
    }

    private EventHandler make(String group, String name) {
        if (name.startsWith(JSON) && name.length() > JSON.length()) {
            return new JsonLines(directory.resolve(name.substring(JSON.length()).strip()));
        }
        if (name.startsWith(EXEC) && name.length() > EXEC.length()) {
            return new CommandPerEvent(name.substring(EXEC.length()).strip(), directory);
        }
        throw new IllegalArgumentException("Response group " + group + " cannot be used: \"ProcessName\" = " + name
                + " is no handler of this command; write json:FILE or exec:COMMAND.");
    }

    @Override
    public void close() throws IOException {
        for (EventHandler handler : made.values()) {
            if (handler instanceof JsonLines lines) {
                lines.close();
            }
        }
    }
}
