package io.mailroom.examples.command;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.Outbox;
import io.mailroom.smtp.OutboxEntry;
import io.mailroom.smtp.SmtpService;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroom outbox}: what waits to be sent, was given up, or is in doubt. Sends nothing itself. */
@Command(
        name = "outbox",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows the messages of a profile's outbox, and decides about those that wait for a person.",
            "Nothing else may use the outbox meanwhile; what is to be retried leaves when the application runs again."
        })
final class OutboxCommand {
    @Spec
    private CommandSpec command;

    /** Whose outbox, and where. */
    static final class Place {
        @Option(
                names = "--profile",
                required = true,
                paramLabel = "FILE",
                description = "The profile, a .properties file.")
        private Path profile;

        @Option(
                names = "--home",
                paramLabel = "DIR",
                defaultValue = ".",
                description = "The library's home directory (${DEFAULT-VALUE}).")
        private Path home;

        private SmtpService open() {
            Profile loaded = Profile.load(profile);
            Settings settings = Drivers.resolverFor(Drivers.of(loaded)).resolve(loaded, Direction.OUTBOUND);
            SmtpService service = SmtpService.open(settings, new SendingContext(settings, home, Transcript::off));
            service.suspend();
            service.start();
            return service;
        }
    }

    @Command(name = "list", description = "Lists every message, the oldest first.")
    int list(
            @picocli.CommandLine.Mixin Place place,
            @Option(names = "--json", description = "One line of JSON a message.") boolean json)
            throws IOException {
        Screen screen = Screen.of(command);
        try (SmtpService service = place.open()) {
            List<List<String>> rows = new ArrayList<>();
            for (OutboxEntry entry : service.outbox().list()) {
                if (json) {
                    SendJson.write(screen.out(), entry);
                } else {
                    rows.add(row(entry));
                }
            }
            if (!json && rows.isEmpty()) {
                screen.line("The outbox is empty.");
            }
            screen.table("", rows);
        }
        return 0;
    }

    private static List<String> row(OutboxEntry entry) {
        String state = entry.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String next = entry.state() == OutboxEntry.State.WAITING ? "next try " + entry.nextTry() : "";
        return List.of(
                entry.id(),
                state,
                count(entry.recipients().size(), "recipient", "recipients"),
                count(entry.tries(), "try", "tries"),
                next,
                Screen.safe(entry.messageId()));
    }

    private static String count(int number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    @Command(name = "show", description = "Shows what is known of each recipient of a message.")
    int show(
            @picocli.CommandLine.Mixin Place place,
            @Parameters(paramLabel = "ID", description = "The message, as list shows it.") String id)
            throws IOException {
        Screen screen = Screen.of(command);
        try (SmtpService service = place.open()) {
            OutboxEntry entry = service.outbox().find(id).orElse(null);
            if (entry == null) {
                return unknown(id);
            }
            screen.line(screen.bold(entry.id()) + "  " + entry.summary());
            screen.line("queued " + entry.queuedAt() + ", " + entry.sizeBytes() + " bytes, "
                    + Screen.safe(entry.messageId()));
            List<List<String>> rows = new ArrayList<>();
            entry.recipients()
                    .forEach(each -> rows.add(List.of(
                            each.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            Screen.safe(each.recipient()),
                            Screen.safe(each.reply()),
                            each.server())));
            screen.table("  ", rows);
        }
        return 0;
    }

    @Command(name = "retry", description = "Lets a message be tried again for everybody who has not got it.")
    int retry(
            @picocli.CommandLine.Mixin Place place,
            @Parameters(paramLabel = "ID", description = "The message, as list shows it.") String id) {
        return change(place, id, "is tried again when the application runs", (outbox, wanted) -> outbox.retry(wanted));
    }

    @Command(name = "discard", description = "Removes a message for good.")
    int discard(
            @picocli.CommandLine.Mixin Place place,
            @Parameters(paramLabel = "ID", description = "The message, as list shows it.") String id) {
        return change(place, id, "is gone", (outbox, wanted) -> outbox.discard(wanted));
    }

    private interface Change {
        boolean apply(Outbox outbox, String id);
    }

    private int change(Place place, String id, String done, Change change) {
        try (SmtpService service = place.open()) {
            if (!change.apply(service.outbox(), id)) {
                return unknown(id);
            }
        }
        Screen.of(command).line(id + " " + done + ".");
        return 0;
    }

    private int unknown(String id) {
        ErrorReport.of(command)
                .show("There is no message " + Screen.safe(id) + " in this outbox. See: mailroom outbox list");
        return Mailroom.FAILED;
    }
}
