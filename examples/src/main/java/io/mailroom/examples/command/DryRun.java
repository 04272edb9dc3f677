package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.CommunicationsListener;
import io.mailroom.InputArguments;
import io.mailroom.ResponseGroup;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;

/** {@code mailroom receive --dry-run}: a group in test mode, in a home directory that goes when it is through. */
final class DryRun implements Callable<Integer> {
    private static final String HANDLER = "print";

    private final Screen screen;
    private final ErrorReport errors;
    private final EventOptions events;
    private final Profile profile;

    DryRun(Screen screen, ErrorReport errors, EventOptions events, Profile profile) {
        this.screen = screen;
        this.errors = errors;
        this.events = events;
        this.profile = profile;
    }

    @Override
    public Integer call() throws IOException {
        Path home = Files.createTempDirectory("mailroom-dry-run");
        PrintedEvents printed = new PrintedEvents(screen.out(), events.format(screen));
        ResponseGroup group = ResponseGroup.named("dry run")
                .profile(profile.name())
                .handler(HANDLER)
                .workers(0, 1)
                .argument(InputArguments.ENABLE_TEST_MODE, "True")
                .build();
        try (Communications mailroom = Communications.builder()
                        .home(home)
                        .profile(profile)
                        .handler(HANDLER, printed)
                        .group(group)
                        .listener(new Told())
                        .build();
                StopSignal stop = StopSignal.closing(mailroom::close)) {
            printed.whenUnreadable(stop::ask);
            new Draining(mailroom, profile.name(), stop).run(printed);
            note(printed.count() + " would be received. Nothing was changed.");
        } finally {
            remove(home);
        }
        return printed.isUnreadable() ? Mailroom.FAILED : 0;
    }

    private void note(String text) {
        if (!events.json()) {
            screen.out().flush();
            screen.err().println(text);
            screen.err().flush();
        }
    }

    private static void remove(Path home) throws IOException {
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What would have become of each message. */
    private final class Told implements CommunicationsListener {
        @Override
        public void rehearsed(InboundEvent event, Outcome outcome, String would) {
            note("  " + Screen.safe(would) + " The message would leave the server, unless the profile says otherwise.");
        }

        @Override
        public void quarantined(String name, String file, String reason) {
            errors.show("A message could not be read and would go to Failed: " + reason);
        }

        @Override
        public void loopback(String name, String eventId, String file) {
            errors.show("A message is from a blocked sender and would go to Loopback.");
        }
    }
}
