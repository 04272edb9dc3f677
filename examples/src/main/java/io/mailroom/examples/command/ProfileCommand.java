package io.mailroom.examples.command;

import io.mailroom.profile.Explanation;
import io.mailroom.profile.Origin;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroom profile}: what a profile comes to, and what is wrong with it. Touches no network. */
@Command(
        name = "profile",
        synopsisSubcommandLabel = "COMMAND",
        description = "Explains or checks a profile; connects to nothing.")
final class ProfileCommand {
    @Spec
    private CommandSpec command;

    @Command(
            name = "explain",
            description = {
                "Shows the value of every parameter and where it comes from.",
                "",
                "That is the profile, the environment, a file, the driver, or the built-in default. Secrets are masked."
            },
            footer = "%nA profile that cannot be used is refused with exit code 2 and a list of its problems.%n")
    int explain(@Parameters(paramLabel = "FILE", description = "The profile, a .properties file.") Path file) {
        Settings settings = settings(file);
        Screen screen = Screen.of(command);
        screen.line(screen.bold(settings.profile().name()) + ", "
                + settings.profile().driver());
        screen.line();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Parameter", "Value", "From", ""));
        for (Explanation row : settings.explain()) {
            boolean set = row.origin() != Origin.NOT_SET;
            rows.add(List.of(
                    row.name(), set ? Screen.safe(row.value()) : "-", set ? words(row.origin()) : "", row.source()));
        }
        screen.table("  ", rows);
        warn(screen, settings);
        return 0;
    }

    @Command(
            name = "check",
            description = "Lists everything that is wrong with a profile, each problem with what to do.",
            footer = "%nExit code 0: it can be used; 2: it cannot.%n")
    int check(@Parameters(paramLabel = "FILE", description = "The profile, a .properties file.") Path file) {
        Settings settings = settings(file);
        Screen screen = Screen.of(command);
        screen.line(screen.good("Profile " + settings.profile().name() + " can be used."));
        warn(screen, settings);
        return 0;
    }

    private static Settings settings(Path file) {
        Profile profile = Profile.load(file);
        CommunicationsDriver driver = Drivers.of(profile);
        return Drivers.resolverFor(driver).resolve(profile, Drivers.directionOf(driver));
    }

    private static void warn(Screen screen, Settings settings) {
        if (!settings.warnings().isEmpty()) {
            screen.line();
            settings.warnings().forEach(warning -> screen.line(screen.bad("Warning: ") + warning));
        }
    }

    private static String words(Origin origin) {
        return origin.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
