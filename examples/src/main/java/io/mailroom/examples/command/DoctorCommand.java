package io.mailroom.examples.command;

import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.Finding;
import io.mailroom.spi.Finding.Level;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailroom doctor}: whether the servers of a profile can be used, and what to do when not. */
@Command(
        name = "doctor",
        description = {
            "Examines the servers of a profile: network, TLS, login, mailbox.",
            "",
            "Connects and logs in as receiving and sending do, reads one message's header and changes nothing on the"
                    + " servers. Each finding says what to do."
        },
        exitCodeList = {
            "0:everything works; there may be warnings",
            "1:something does not work",
            "2:the command line or the profile is wrong; nothing was done"
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--profile", paramLabel = "FILE", required = true, description = "The profile, a .properties file.")
    private Path profile;

    @Option(names = "--json", description = "One line of JSON for each finding, and nothing else.")
    private boolean json;

    @Option(
            names = "--transcript",
            description = "Show the conversation with the servers on the error stream; passwords are masked.")
    private boolean transcript;

    @Override
    public Integer call() throws IOException {
        Profile loaded = Profile.load(profile);
        CommunicationsDriver driver = Drivers.of(loaded);
        Settings settings = Drivers.resolverFor(driver).resolve(loaded, Drivers.directionOf(driver));
        PrintWriter err = Screen.of(command).err();
        SendingContext context = new SendingContext(
                settings, Path.of(""), () -> transcript ? Transcript.to(err::println) : Transcript.off());
        List<Finding> findings = driver.examine(settings, context);
        err.flush();
        show(loaded.name(), findings);
        return findings.stream().anyMatch(finding -> finding.level() == Level.FAILED) ? Mailroom.FAILED : 0;
    }

    private void show(String name, List<Finding> findings) throws IOException {
        if (json) {
            for (Finding finding : findings) {
                FindingJson.write(Screen.of(command).out(), name, finding);
            }
            return;
        }
        Screen screen = Screen.of(command);
        String server = "";
        for (Finding finding : findings) {
            if (!finding.server().equals(server)) {
                server = finding.server();
                screen.line(screen.bold(server));
            }
            print(screen, finding);
        }
        long failed = count(findings, Level.FAILED);
        long warned = count(findings, Level.WARNING);
        screen.line();
        if (findings.isEmpty()) {
            screen.line("Nothing was examined: the driver of this profile has no examination.");
        } else if (failed + warned == 0) {
            screen.line(screen.good("All is well with " + name + "."));
        } else {
            screen.line(screen.bad(failed + " failed, " + warned + (warned == 1 ? " warning." : " warnings.")));
        }
    }

    private static void print(Screen screen, Finding finding) {
        String check = String.format(java.util.Locale.ROOT, "%-13s", finding.check());
        String mark =
                switch (finding.level()) {
                    case GOOD -> screen.good("  ok    ");
                    case WARNING -> screen.bad("  warn  ");
                    case FAILED -> screen.bad("  FAIL  ");
                };
        screen.line(mark + check + " " + Screen.safe(finding.what()));
        if (!finding.advice().isEmpty()) {
            screen.line(" ".repeat(22) + screen.dim("-> " + finding.advice()));
        }
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
