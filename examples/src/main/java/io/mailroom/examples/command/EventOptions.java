package io.mailroom.examples.command;

import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** How events are printed. */
final class EventOptions {
    @Option(names = "--json", description = "One JSON object per line for each event, and nothing else.")
    private boolean json;

    @Option(names = "--fields", description = "Show every event field, as a handler gets them.")
    private boolean fields;

    EventFormat format(Screen screen) {
        return json ? new EventJson(screen.out()) : new EventText(screen, fields, UnaryOperator.identity());
    }

    boolean json() {
        return json;
    }
}
