package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.SpoolDirectory;
import io.mailroom.SpoolFile;
import io.mailroom.SpoolFile.Kind;
import io.mailroom.SpoolFiles;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailroom spool}: what lies in the spool, and whom it belongs to. */
@Command(
        name = "spool",
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what lies in the directories of profiles, and whom each file belongs to.")
final class SpoolCommand {
    @Spec
    private CommandSpec command;

    /** Whose spool. */
    static final class Whose {
        @Option(names = "--profile", required = true, paramLabel = "FILE", description = "A profile.")
        private Path profile;

        @Option(
                names = "--config",
                required = true,
                paramLabel = "DIR",
                description = "A directory with profiles/, as mailroom run has it: all of its profiles.")
        private Path config;

        private List<Profile> profiles() throws IOException {
            return profile != null
                    ? List.of(Profile.load(profile))
                    : List.copyOf(new ConfigDirectory(config).read().profiles().values());
        }
    }

    /** What is done with files that belong to nothing. */
    static final class Removal {
        @Option(
                names = "--remove",
                description = "Remove drafts and notes that belong to nothing. Never removes a message.")
        private boolean drafts;

        @Option(
                names = "--remove-event-files",
                description =
                        "Remove files of events as well that no event names. Not where a handler keeps the files of"
                                + " its events: they are the handler's.")
        private boolean eventFiles;

        private boolean takes(SpoolFile file) {
            boolean meant = file.kind() == Kind.EVENT_FILE ? eventFiles : drafts || eventFiles;
            return file.removable() && meant;
        }
    }

    @Command(
            name = "check",
            description = {
                "Shows the directories with their file systems, what belongs to whom, and what belongs to nothing.",
                "",
                "Looking changes nothing, and a receiver may run meanwhile. What changed within the last hour is never"
                        + " removed."
            })
    int check(
            @ArgGroup(exclusive = true, multiplicity = "1") Whose whose,
            @Option(
                            names = "--home",
                            paramLabel = "DIR",
                            defaultValue = "mailroom-home",
                            description = "The library's home directory. Default: ${DEFAULT-VALUE}")
                    Path home,
            @Option(names = "--all", description = "Each file that belongs to something on a line of its own.")
                    boolean all,
            @Option(names = "--json", description = "A line of JSON for each directory and each file.") boolean json,
            @ArgGroup(exclusive = false) Removal removal)
            throws IOException {
        Removal wanted = removal == null ? new Removal() : removal;
        Communications.Builder builder = Communications.builder().home(home);
        whose.profiles().forEach(builder::profile);
        try (Communications mailroom = builder.build()) {
            SpoolFiles spool = mailroom.spool();
            List<SpoolFile> doomed = new ArrayList<>();
            if (json) {
                SpoolJson lines = new SpoolJson(Screen.of(command).out());
                spool.look(file -> {
                            lines.write(file, wanted.takes(file));
                            note(file, wanted, doomed);
                        })
                        .forEach(lines::write);
            } else {
                Listing listing = new Listing(Screen.of(command), all);
                List<SpoolDirectory> directories = spool.look(file -> {
                    listing.add(file);
                    note(file, wanted, doomed);
                });
                listing.show(directories);
            }
            long removed = doomed.stream().filter(spool::remove).count();
            if (!json && (wanted.drafts || wanted.eventFiles)) {
                Screen.of(command).line(removed + (removed == 1 ? " file was" : " files were") + " removed.");
            }
        }
        return 0;
    }

    private static void note(SpoolFile file, Removal removal, List<SpoolFile> doomed) {
        if (removal.takes(file)) {
            doomed.add(file);
        }
    }

    /** Gathers what there is, and shows it: many files of one owner in one line. */
    private static final class Listing {
        private final Screen screen;
        private final boolean all;
        private final Instant now = Instant.now();
        private final Map<String, Sum> owned = new TreeMap<>();
        private final List<List<String>> nobodys = new ArrayList<>();

        Listing(Screen screen, boolean all) {
            this.screen = screen;
            this.all = all;
        }

        private static final class Sum {
            private final String name;
            private final Kind kind;
            private final String owner;
            private long files;
            private long bytes;
            private Instant oldest = Instant.MAX;

            Sum(SpoolFile first) {
                this.name = Screen.safe(first.file().toString());
                this.kind = first.kind();
                this.owner = first.owner();
            }

            void add(SpoolFile file) {
                files++;
                bytes += file.sizeBytes();
                oldest = file.modified().isBefore(oldest) ? file.modified() : oldest;
            }
        }

        void add(SpoolFile file) {
            if (file.isOwned()) {
                String key = file.kind() + file.owner() + (all ? file.file() : "");
                owned.computeIfAbsent(key, first -> new Sum(file)).add(file);
                return;
            }
            nobodys.add(List.of(
                    Screen.safe(file.file().toString()),
                    word(file.kind()),
                    bytes(file.sizeBytes()),
                    StatusTable.age(file.age(now)),
                    advice(file)));
        }

        private static String advice(SpoolFile file) {
            return switch (file.kind()) {
                case MESSAGE -> "perhaps the last copy: look at it with mailroom parse";
                case FOREIGN -> "none of ours";
                case EVENT_FILE ->
                    file.removable() ? "may go, unless a handler keeps it: --remove-event-files" : "too young to tell";
                default -> file.removable() ? "may go: --remove" : "too young to tell";
            };
        }

        void show(List<SpoolDirectory> directories) {
            nobodys.sort(Comparator.comparing(row -> row.get(0)));
            directories(directories);
            screen.line();
            screen.line(screen.bold("What belongs to something"));
            List<List<String>> rows = new ArrayList<>();
            for (Sum each : owned.values()) {
                rows.add(List.of(
                        all ? each.name : String.valueOf(each.files),
                        word(each.kind),
                        bytes(each.bytes),
                        StatusTable.age(java.time.Duration.between(each.oldest, now)),
                        Screen.safe(each.owner)));
            }
            table(rows, List.of(all ? "FILE" : "FILES", "WHAT", "SIZE", all ? "AGE" : "OLDEST", "OF"));
            screen.line();
            screen.line(screen.bold("What belongs to nothing"));
            table(nobodys, List.of("FILE", "WHAT", "SIZE", "AGE", ""));
        }

        private void directories(List<SpoolDirectory> directories) {
            List<List<String>> rows = new ArrayList<>();
            for (SpoolDirectory each : directories) {
                rows.add(List.of(
                        Screen.safe(each.what()),
                        String.valueOf(each.files()),
                        bytes(each.bytes()),
                        bytes(each.usableBytes()),
                        each.disk().type(),
                        Screen.safe(each.path().toString())));
            }
            table(rows, List.of("DIRECTORY", "FILES", "SIZE", "FREE", "FILE SYSTEM", ""));
            for (SpoolDirectory each : directories) {
                if (!each.trouble().isEmpty()) {
                    screen.line(screen.bad("FAIL ") + each.path() + ": " + Screen.safe(each.trouble()));
                }
            }
            directories.stream()
                    .filter(each -> !each.disk().doubt().isEmpty())
                    .map(each -> "the spool is on " + each.disk().doubt())
                    .distinct()
                    .forEach(doubt -> screen.line(screen.bad("warn ") + doubt));
        }

        private void table(List<List<String>> rows, List<String> heads) {
            if (rows.isEmpty()) {
                screen.line("  nothing");
                return;
            }
            rows.add(0, heads);
            screen.table("  ", rows);
        }
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code 17 B}, {@code 1.5 KiB}, {@code 64.0 MiB}. */
    private static String bytes(long bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
