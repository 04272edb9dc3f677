package io.mailroom.examples.command;

import io.mailroom.QueuedEvents;
import io.mailroom.QueuedEvents.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroom queue}: the events of a response group, and what to do with those that were put aside. */
@Command(
        name = "queue",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows the events of a response group that are not accepted yet, and decides about those put aside.",
            "The receiver may be running meanwhile."
        })
final class QueueCommand {
    @Spec
    private CommandSpec command;

    /** Whose queue, and where. */
    static final class Place {
        @Option(
                names = "--home",
                paramLabel = "DIR",
                defaultValue = "mailroom-home",
                description = "The library's home directory (${DEFAULT-VALUE}).")
        private Path home;

        @Option(names = "--group", required = true, paramLabel = "NAME", description = "The response group.")
        private String group;

        private QueuedEvents open() {
            return QueuedEvents.of(home, group);
        }
    }

    @Command(name = "list", description = "Lists events, the oldest first.")
    int list(
            @Mixin Place place,
            @Option(names = "--aside", description = "Only those put aside.") boolean aside,
            @Option(
                            names = "--most",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "How many (${DEFAULT-VALUE}).")
                    int most) {
        if (most < 1 || most > QueuedEvents.MOST_LISTED) {
            throw new ParameterException(
                    command.commandLine(), "--most must be 1 to " + QueuedEvents.MOST_LISTED + ", not " + most);
        }
        Screen screen = Screen.of(command);
        List<List<String>> rows = new ArrayList<>();
        for (Entry entry : place.open().list(each -> !aside || each.isPutAside(), most)) {
            rows.add(List.of(
                    entry.id(),
                    word(entry),
                    entry.attempts() + " attempts",
                    Screen.safe(entry.profile()),
                    Screen.safe(entry.note())));
        }
        if (rows.isEmpty()) {
            screen.line("No events.");
        }
        screen.table("", rows);
        return 0;
    }

    private static String word(Entry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Command(name = "show", description = "Shows an event with its fields.")
    int show(@Mixin Place place, @Parameters(paramLabel = "ID", description = "As list shows it.") String id) {
        return withEvents(place, List.of(id), this::show);
    }

    private void show(QueuedEvents events, Entry entry) {
        Screen screen = Screen.of(command);
        screen.line(screen.bold(entry.id()) + "  " + word(entry) + ", attempts " + entry.attempts() + ", failures "
                + entry.failures() + ", abnormal ends " + entry.abnormalEnds()
                + (entry.possibleDuplicate() ? ", possible duplicate" : ""));
        if (!entry.note().isEmpty()) {
            screen.line(Screen.safe(entry.note()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, String> field : events.fields(entry).asMap().entrySet()) {
            if (!field.getValue().isEmpty()) {
                rows.add(List.of(field.getKey(), Screen.safe(field.getValue())));
            }
        }
        screen.table("  ", rows);
    }

    @Command(name = "retry", description = "Lets events be handled again, as if they had never failed.")
    int retry(
            @Mixin Place place,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Events, as list shows them.")
                    List<String> ids) {
        return withEvents(place, ids, (events, entry) -> {
            events.retry(entry);
            Screen.of(command).line(entry.id() + " is handled again; a receiver that runs notices within a minute.");
        });
    }

    @Command(name = "discard", description = "Removes events and their files for good.")
    int discard(
            @Mixin Place place,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Events, as list shows them.")
                    List<String> ids) {
        return withEvents(place, ids, (events, entry) -> {
            events.discard(entry);
            Screen.of(command).line(entry.id() + " is gone.");
        });
    }

    /** Does it with each; what cannot be done is told, and the others are done all the same. */
    private int withEvents(Place place, List<String> ids, BiConsumer<QueuedEvents, Entry> action) {
        QueuedEvents events = place.open();
        int code = 0;
        for (String id : ids) {
            try {
                action.accept(events, events.find(id));
            } catch (IllegalArgumentException cannot) {
                ErrorReport.of(command).show(Screen.safe(String.valueOf(cannot.getMessage())));
                code = Mailroom.FAILED;
            }
        }
        return code;
    }
}
