package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.Notice;
import io.mailroom.ReceiverStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailroom run}: receives for all groups of a directory, and follows its changes. */
@Command(
        name = "run",
        description = {
            "Receives the mail of every response group in a directory until it is stopped, and shows how it is going.",
            "",
            "DIR/profiles/*.properties are profiles, DIR/groups/*.properties are response groups. A file that is added,"
                    + " changed or removed takes effect within seconds; one that cannot be used is told, and what it"
                    + " said before goes on.",
            "",
            "ProcessName of a group says what becomes of its events: json:FILE appends each as a line of JSON,"
                    + " exec:COMMAND starts a command for each, with that line as its input; exit code 0 accepts, 75"
                    + " puts off, anything else fails."
        },
        footer = {"", "Example: mailroom run --config /etc/mailroom --home /var/lib/mailroom%n"})
final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Looks between two lines of status where nobody sees a table. */
    private static final int LOOKS_PER_LINE = 60;

    private static final int NEWS_SHOWN = 5;
    /** Lines of the screen that are neither rows nor news: title, heads, what is between, and the cursor's. */
    private static final int OTHER_LINES = 7;
    /** Looks between two looks at how high the window is. */
    private static final int LOOKS_PER_SIZE = 5;

    @Spec
    private CommandSpec command;

    @Option(names = "--config", required = true, paramLabel = "DIR", description = "Where profiles/ and groups/ are.")
    private Path config;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "mailroom-home",
            description = "Where messages and files are kept. Default: ${DEFAULT-VALUE}")
    private Path home;

    @Option(names = "--plain", description = "Lines instead of a table, also on a terminal.")
    private boolean plain;

    private final Deque<String> news = new ArrayDeque<>();
    private Screen screen;
    private boolean table;
    private int lines;

    @Override
    public Integer call() throws InterruptedException, IOException {
        screen = Screen.of(command);
        table = !plain && screen.isTerminal();
        ConfigDirectory files = new ConfigDirectory(config);
        Map<Path, String> applied = files.fingerprint();
        Map<Path, String> seen = applied;
        try (Handlers handlers = new Handlers(home.toAbsolutePath());
                Communications mailroom =
                        Communications.builder().home(home).listener(new News()).build();
                StopSignal stop = StopSignal.closing(mailroom::close)) {
            Configured configured = new Configured(mailroom, handlers, this::tell);
            if (!begun(mailroom, stop, () -> apply(files, configured))) {
                return 0;
            }
            tell("Started. Groups: " + mailroom.groups().size() + "; profiles: "
                    + mailroom.profiles().size() + ". Ctrl-C stops.");
            for (int looks = 0; !stop.isAsked(); looks++) {
                show(mailroom, looks);
                if (stop.await(LOOK)) {
                    break;
                }
                Map<Path, String> now = look(files, seen);
                if (now.equals(seen) && !now.equals(applied)) { // nobody is writing any more
                    apply(files, configured);
                    applied = now;
                }
                seen = now;
            }
            tell("Stopping: what is in hand is finished, for at most " + StopSignal.GRACE.toSeconds() + " seconds.");
            show(mailroom, 0);
        }
        return 0;
    }

    private interface Beginning {
        void run() throws IOException;
    }

    /** False when it was stopped before it had begun. */
    private static boolean begun(Communications mailroom, StopSignal stop, Beginning beginning) throws IOException {
        try {
            beginning.run();
            mailroom.start();
            return true;
        } catch (IllegalStateException e) {
            if (stop.isAsked()) {
                return false; // closed under our hands
            }
            throw e;
        }
    }

    private Map<Path, String> look(ConfigDirectory files, Map<Path, String> seen) {
        try {
            return files.fingerprint();
        } catch (IOException e) {
            tell(config + " cannot be read (" + e.getClass().getSimpleName() + "); all goes on as it was.");
            return seen;
        }
    }

    private void apply(ConfigDirectory files, Configured configured) throws IOException {
        ConfigDirectory.Content content = files.read();
        content.problems().values().forEach(this::tell);
        configured.apply(content, !content.problems().isEmpty());
    }

    private synchronized void tell(String line) {
        String text = Screen.safe(line.replaceAll("\\s*\\R\\s*", " "));
        if (table) {
            news.addLast(Instant.now().toString().substring(11, 19) + " " + text);
            while (news.size() > NEWS_SHOWN) {
                news.removeFirst();
            }
        } else {
            screen.line(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
            screen.out().flush();
        }
    }

    private void show(Communications mailroom, int looks) throws InterruptedException {
        if (table && looks % LOOKS_PER_SIZE == 0) {
            lines = Terminal.lines();
        }
        showNow(mailroom, looks);
    }

    private synchronized void showNow(Communications mailroom, int looks) {
        ReceiverStatus status = mailroom.status();
        Instant now = Instant.now();
        if (table) {
            screen.repaint(() -> {
                screen.line(screen.bold("mailroom run ") + config + ", "
                        + now.toString().substring(0, 19) + "Z");
                screen.line();
                int rows = lines - OTHER_LINES - NEWS_SHOWN;
                int groups = Math.min(status.groups().size(), Math.max(1, rows / 3));
                screen.table(
                        "", StatusTable.mailboxes(status, mailroom.signals(), now, Math.max(1, rows - groups - 1)));
                screen.line();
                screen.table("", StatusTable.groups(status, groups));
                screen.line();
                news.forEach(screen::line);
            });
        } else if (looks % LOOKS_PER_LINE == 0) {
            Stream.of(
                            StatusTable.mailboxes(status, mailroom.signals(), now, Integer.MAX_VALUE),
                            StatusTable.groups(status, Integer.MAX_VALUE))
                    .flatMap(rows -> StatusTable.lines(rows).stream())
                    .forEach(line -> screen.line(now.truncatedTo(ChronoUnit.SECONDS) + " " + line));
            screen.out().flush();
        }
    }

    /** What people want to know at once. */
    private final class News implements CommunicationsListener {
        @Override
        public void sessionFailed(String profile, CommunicationsException error) {
            tell(error.getMessage());
        }

        @Override
        public void quarantined(String profile, String file, String reason) {
            tell("Profile " + profile + ": " + file + " could not be read and lies in Failed: " + reason);
        }

        @Override
        public void loopback(String profile, String eventId, String file) {
            tell("Profile " + profile + ": " + file + " is from a blocked sender and lies in Loopback");
        }

        @Override
        public void notice(Notice notice) {
            tell("Group " + notice.group() + ": " + notice.text());
        }
    }
}
