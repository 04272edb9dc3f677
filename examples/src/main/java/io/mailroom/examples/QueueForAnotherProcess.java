package io.mailroom.examples;

import static io.mailroom.event.EventFields.SUBJECT;

import io.mailroom.Communications;
import io.mailroom.InputArguments;
import io.mailroom.QueueProcessor;
import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Receives mail in one program and handles it in another: a response group whose argument RealTime is False. */
public final class QueueForAnotherProcess {
    private QueueForAnotherProcess() {}

    /** The receiving program: one session, after which what came is safe in the queue and nobody has handled it. */
    public static void receive(Path home, Path profileFile) {
        Profile profile = Profile.load(profileFile);
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile)
                .group(ResponseGroup.named("Help Desk")
                        .profile(profile.name())
                        .handler("tickets")
                        .argument(InputArguments.REAL_TIME, "False")
                        .build())
                .build()) {
            mailroom.poll(profile.name());
        }
    }

    /** The handling program, perhaps run every few minutes. Answers the number of events handled. */
    public static int handle(Path home, Consumer<String> tickets) {
        try (QueueProcessor processor = QueueProcessor.builder()
                .home(home)
                .group("Help Desk")
                .handler("tickets", event -> {
                    tickets.accept(event.fields().get(SUBJECT));
                    return Outcome.ACCEPTED;
                })
                .build()) {
            return processor.process();
        }
    }
}
