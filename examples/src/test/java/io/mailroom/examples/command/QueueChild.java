package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.InputArguments;
import io.mailroom.QueueProcessor;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The processes that {@link KilledQueueTest} kills: one receives for a queued group, others handle its events. */
final class QueueChild {
    static final String GROUP = "Support";
    static final String READY = "ready";

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private QueueChild() {}

    /** {@code receive HOME PROFILE} or {@code handle HOME LEDGER}. Works until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(arguments[1]);
        Path file = Path.of(arguments[2]);
        if (arguments[0].equals("receive")) {
            receive(home, Profile.load(file));
        } else {
            handle(home, file);
        }
    }

    private static void receive(Path home, Profile profile) throws InterruptedException {
        ResponseGroup group = ResponseGroup.named(GROUP)
                .profile(profile.name())
                .handler("tickets")
                .argument(InputArguments.REAL_TIME, "False")
                .build();
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile)
                .group(group)
                .build()) {
            mailroom.start();
            untilKilled();
        }
    }

    /** Writes down, durably, each event that it gets, before it accepts it. */
    private static void handle(Path home, Path ledger) throws InterruptedException {
        try (QueueProcessor processor = QueueProcessor.builder()
                .home(home)
                .group(GROUP)
                .lookEvery(LOOK_EVERY)
                .handler("tickets", event -> {
                    write(ledger, event);
                    return Outcome.ACCEPTED;
                })
                .build()) {
            processor.start();
            untilKilled();
        }
    }

    private static void untilKilled() throws InterruptedException {
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private static synchronized void write(Path ledger, InboundEvent event) throws IOException {
        String line = event.fields().get(EventFields.SUBJECT) + " " + event.eventId() + " " + event.possibleDuplicate();
        Files.write(
                ledger,
                (line + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }
}
