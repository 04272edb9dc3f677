package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.event.EventHandler;
import io.mailroom.event.Outcome;
import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mailroom demo}: a mail server, a few mails, and the events they become. */
@Command(
        name = "demo",
        description = {
            "Shows five mails arriving, and what becomes of each.",
            "",
            "Starts a mail server inside this process, receives over POP3 and shows the events. Takes a few seconds"
                    + " and leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String ADDRESS = "support@example.com";
    private static final String LOGIN = "support";
    private static final String PASSWORD = "demo";
    private static final String INDENT = "  ";

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Screen screen = Screen.of(command);
        Path directory = Files.createTempDirectory("mailroom-demo");
        try (DemoServer server = DemoServer.start(ADDRESS, LOGIN, PASSWORD)) {
            server.deliver(DemoMail.ALL);
            introduce(screen, server);
            Profile profile = profile(screen, server, directory);
            Path home = directory.resolve("mailroom-home");
            int handled = receive(screen, profile, home);
            return conclude(screen, server, home, handled);
        } finally {
            remove(directory);
        }
    }

    private static void introduce(Screen screen, DemoServer server) {
        screen.line("Mailroom turns mailboxes into events. Nothing in this demo leaves your machine.");
        heading(screen, "The mailbox");
        screen.line(INDENT + "A POP3 server listens on " + server.host() + ":" + server.port() + ". For " + ADDRESS
                + " it holds " + server.size() + " mails:");
        DemoMail.ALL.forEach(mail -> screen.line(INDENT + "- " + mail.about()));
    }

    private static Profile profile(Screen screen, DemoServer server, Path directory) throws IOException {
        String text = """
                name   = %s
                driver = Internet SMTP/POP3 Server

                From Address          = Support <%s>
                POP3 Server           = %s
                POP3 Server Port      = %d
                POP3 Account Name     = %s
                POP3 Account Password = %s
                """.formatted(ADDRESS, ADDRESS, server.host(), server.port(), LOGIN, PASSWORD);
        heading(screen, "The profile, support.properties");
        text.lines().forEach(line -> screen.line(line.isEmpty() ? "" : INDENT + line));
        return Profile.load(Files.writeString(directory.resolve("support.properties"), text));
    }

    private static int receive(Screen screen, Profile profile, Path home) {
        heading(screen, "The events, one for each mail");
        EventText format = new EventText(screen, false, path -> path.getFileName());
        Iterator<DemoMail> expected = DemoMail.ALL.iterator();
        EventHandler handler = event -> {
            format.show("", event.fields(), event.message());
            if (expected.hasNext()) {
                screen.line(
                        INDENT + screen.good("In production ") + expected.next().inProduction());
                screen.line();
            }
            return Outcome.ACCEPTED;
        };
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile)
                .onMessage(ADDRESS, handler)
                .build()) {
            return mailroom.poll(ADDRESS).handedOver();
        }
    }

    private static int conclude(Screen screen, DemoServer server, Path home, int handled) throws IOException {
        int onServer = server.size();
        long onDisk = files(home);
        heading(screen, "Afterwards");
        screen.table(
                INDENT,
                List.of(
                        List.of("events handled", String.valueOf(handled)),
                        List.of(
                                "mails on the server",
                                onServer + ", because each was safe here before it was deleted there"),
                        List.of("mails and files here", onDisk + ", because the handler accepted every event")));
        screen.line();
        screen.line(INDENT + "In production Mailroom would go on polling, every 30 seconds unless the profile says");
        screen.line(INDENT + "otherwise. Try it on your own mail: mailroom parse --help, mailroom receive --help");
        return handled == DemoMail.ALL.size() && onServer == 0 && onDisk == 0 ? 0 : Mailroom.FAILED;
    }

    private static void heading(Screen screen, String text) {
        screen.line();
        screen.line(screen.bold(text));
        screen.line();
    }

    /** Mails and their files; the key of the home, the lock and the index of the mailbox stay. */
    private static long files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock") && !name.endsWith(".ids") && !name.equals("loop.key"))
                    .count();
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
