package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.spi.FailedMessage;
import io.mailroom.spi.FailedMessages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroom failed}: messages that were put aside, and what a person decides about them. Polls nothing itself. */
@Command(
        name = "failed",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows the messages of a profile that could not be read, and decides about them.",
            "Nothing else may receive for the profile meanwhile; what is to be retried is read by the next receive."
        })
final class FailedCommand {
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_AT_ONCE = 100_000;

    @Spec
    private CommandSpec command;

    /** Whose messages, and where. */
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
                defaultValue = "mailroom-home",
                description = "Where messages and files are kept. Default: ${DEFAULT-VALUE}")
        private Path home;
    }

    private interface Work {
        int on(FailedMessages messages);
    }

    private static int with(Place place, Work work) {
        Profile profile = Profile.load(place.profile);
        try (Communications mailroom = Communications.builder()
                .home(place.home)
                .profile(profile)
                .onMessage(profile.name(), event -> Outcome.LATER)
                .build()) {
            return work.on(mailroom.failed(profile.name()));
        }
    }

    @Command(name = "list", description = "Lists them, the oldest first.")
    int list(@Mixin Place place) {
        Screen screen = Screen.of(command);
        return with(place, messages -> {
            List<List<String>> rows = new ArrayList<>();
            for (FailedMessage each : messages.list(MOST_LISTED)) {
                rows.add(List.of(
                        each.id(),
                        each.reason().map(reason -> reason.when().toString()).orElse("at a time unknown"),
                        each.sizeBytes() + " bytes",
                        Screen.safe(
                                each.reason().map(FailedMessage.Reason::text).orElse("no note of why"))));
            }
            if (rows.isEmpty()) {
                screen.line("No message was put aside.");
            }
            screen.table("", rows);
            return 0;
        });
    }

    @Command(name = "show", description = "Shows what is known of a message.")
    int show(
            @Mixin Place place,
            @Parameters(paramLabel = "ID", description = "The message, as list shows it.") String id) {
        Screen screen = Screen.of(command);
        return with(place, messages -> {
            FailedMessage message = messages.find(id).orElse(null);
            if (message == null) {
                return unknown(id);
            }
            screen.line(screen.bold(message.id()) + "  " + message.sizeBytes() + " bytes");
            message.reason()
                    .ifPresentOrElse(
                            reason -> screen.table("  ", rows(reason)),
                            () -> screen.line("  The note that said why is gone; it can be retried all the same."));
            screen.line(
                    "Read it with: mailroom parse " + Screen.safe(message.file().toString()));
            return 0;
        });
    }

    private static List<List<String>> rows(FailedMessage.Reason reason) {
        return List.of(
                List.of("why", Screen.safe(reason.text())),
                List.of("when", reason.when().toString()),
                List.of("stage", Screen.safe(reason.stage())),
                List.of("attempts", Integer.toString(reason.attempts())),
                List.of("profile", Screen.safe(reason.profile())),
                List.of("server's id", Screen.safe(reason.uid())),
                List.of("event id", Screen.safe(reason.eventId())));
    }

    /** Which messages: some by name, or all for which something holds. */
    static final class Choice {
        @Parameters(arity = "1..*", paramLabel = "ID", description = "Messages, as list shows them.")
        private List<String> ids;

        @Option(names = "--all", required = true, description = "All of them.")
        private boolean all;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "All whose reason contains this, in any case.")
        private String reason;

        private List<String> of(FailedMessages messages) {
            return ids != null
                    ? ids
                    : messages.list(MOST_AT_ONCE).stream()
                            .filter(each -> all || isReason(each, reason))
                            .map(FailedMessage::id)
                            .toList();
        }
    }

    private static boolean isReason(FailedMessage message, String text) {
        return message.reason()
                .filter(reason -> reason.text().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    @Command(name = "retry", description = "Lets messages be read again by the next receive.")
    int retry(@Mixin Place place, @ArgGroup(exclusive = true, multiplicity = "1") Choice choice) {
        return with(place, messages -> each(choice.of(messages), "is read by the next receive", messages::retry));
    }

    @Command(name = "discard", description = "Removes messages for good.")
    int discard(@Mixin Place place, @ArgGroup(exclusive = true, multiplicity = "1") Choice choice) {
        return with(place, messages -> each(choice.of(messages), "is gone", messages::discard));
    }

    private int each(List<String> ids, String done, Predicate<String> change) {
        if (ids.isEmpty()) {
            Screen.of(command).line("No message was put aside for such a reason.");
        }
        int code = 0;
        for (String id : ids) {
            if (change.test(id)) {
                Screen.of(command).line(Screen.safe(id) + " " + done + ".");
            } else {
                code = unknown(id);
            }
        }
        return code;
    }

    private int unknown(String id) {
        ErrorReport.of(command)
                .show("There is no message " + Screen.safe(id) + " in Failed. See: mailroom failed list");
        return Mailroom.FAILED;
    }
}
