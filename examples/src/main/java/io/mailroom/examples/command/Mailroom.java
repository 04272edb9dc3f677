package io.mailroom.examples.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command. A new subcommand is one class, named in the list below. */
@Command(
        name = "mailroom",
        subcommands = {
            DemoCommand.class,
            ParseCommand.class,
            ReceiveCommand.class,
            RunCommand.class,
            QueueCommand.class,
            SendCommand.class,
            OutboxCommand.class,
            FailedCommand.class,
            SpoolCommand.class,
            ProfileCommand.class,
            DoctorCommand.class
        },
        versionProvider = Mailroom.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Turns mailboxes into events, and shows what becomes of a message on the way.",
            "Start with: mailroom demo"
        },
        exitCodeList = {
            "0:all went well",
            "1:something failed: a file, a server or a disk",
            "2:the command line or a profile is wrong; nothing was done"
        })
public final class Mailroom {
    /** Something failed. */
    static final int FAILED = 1;
    /** The command line or a profile is wrong. */
    static final int REFUSED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "With an error, show where in the program it happened.")
    private boolean verbose;

    /** Runs one subcommand and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = Screen.writer(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = Screen.writer(new FileOutputStream(FileDescriptor.err));
        int code = execute(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one subcommand; the exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Mailroom());
        line.setOut(out).setErr(err);
        line.setUsageHelpAutoWidth(true);
        spread(line);
        line.setExecutionExceptionHandler((error, command, parsed) ->
                ErrorReport.of(command.getCommandSpec()).show(error));
        line.setParameterExceptionHandler((error, words) -> refuse(error));
        if (args.length == 0) {
            line.usage(err);
            return REFUSED;
        }
        return line.execute(args);
    }

    /** Says what is wrong with the command line, and where to read how it is meant. */
    private static int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Screen.of(command).bad("mailroom: ") + Screen.safe(error.getMessage()));
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return REFUSED;
    }

    /** Puts a heading over each list of every help text. */
    private static void spread(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%nArguments:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        if (!usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%nExit codes:%n");
        }
        line.getSubcommands().values().forEach(Mailroom::spread);
    }

    boolean verbose() {
        return verbose;
    }

    /** The version the jar was built with. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Mailroom.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)");
            return new String[] {"mailroom " + version, "Java " + System.getProperty("java.version")};
        }
    }
}
