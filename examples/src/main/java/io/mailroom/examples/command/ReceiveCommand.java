package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailroom receive}: polls a mailbox and prints each event before it is acknowledged. */
@Command(
        name = "receive",
        description = {
            "Receives the mail of a profile and prints each event.",
            "",
            "A message leaves the server when it is safely stored here, unless the profile says Leave Messages On"
                    + " Server = True. The files of the events stay below the home directory and are yours."
        },
        footer = {
            "",
            "A session that fails is told in one paragraph, and the next poll tries again.",
            "",
            "Example: mailroom receive --profile support.properties --until-empty --json%n"
        })
final class ReceiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private EventOptions events;

    @Option(names = "--profile", required = true, paramLabel = "FILE", description = "The profile, a .properties file.")
    private Path profileFile;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "mailroom-home",
            description = "Where messages and files are kept. Default: ${DEFAULT-VALUE}")
    private Path home;

    @Option(
            names = "--dry-run",
            description =
                    "Change nothing: print the events and what would become of each. No message leaves the server, no"
                            + " file stays. Implies --until-empty.")
    private boolean dryRun;

    @Option(names = "--until-empty", description = "End when the mailbox is empty. Without it, poll until Ctrl-C.")
    private boolean untilEmpty;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (dryRun) {
            return new DryRun(Screen.of(command), ErrorReport.of(command), events, Profile.load(profileFile)).call();
        }
        Screen screen = Screen.of(command);
        Profile profile = Profile.load(profileFile);
        ErrorReport errors = ErrorReport.of(command);
        PrintedEvents printed = new PrintedEvents(screen.out(), events.format(screen));
        try (Communications mailroom = Communications.builder()
                        .home(home)
                        .profile(profile)
                        .onMessage(profile.name(), printed)
                        .listener(new Reports(errors))
                        .build();
                StopSignal stop = StopSignal.closing(mailroom::close)) {
            printed.whenUnreadable(stop::ask);
            if (untilEmpty) {
                Draining draining = new Draining(mailroom, profile.name(), stop);
                draining.run(printed);
                if (!printed.isUnreadable()) {
                    note(screen, draining.summary());
                }
            } else {
                mailroom.start();
                note(screen, "Polling " + profile.name() + ". Ctrl-C stops.");
                stop.await();
            }
        }
        return printed.isUnreadable() ? Mailroom.FAILED : 0;
    }

    /** For people who watch; not for the programs that read JSON. */
    private void note(Screen screen, String text) {
        if (!events.json()) {
            screen.out().flush();
            screen.err().println(text);
            screen.err().flush();
        }
    }

    /** Tells what goes wrong while the next poll is already planned. */
    private record Reports(ErrorReport errors) implements CommunicationsListener {
        @Override
        public void sessionFailed(String profile, CommunicationsException error) {
            errors.show(error);
        }

        @Override
        public void putAside(String profile, String eventId, String reason) {
            errors.show("Event " + eventId + " of " + profile + " is put aside: " + reason);
        }
    }
}
