package io.mailroom.examples;

import static io.mailroom.event.EventFields.SENDER_ADDRESS;

import io.mailroom.Communications;
import io.mailroom.event.Attachment;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Opens a ticket for each mail of a mailbox, until somebody says stop. */
public final class PollAMailbox {
    private PollAMailbox() {}

    /** What the application does with a mail. The files are there until the call returns. */
    public interface Tickets {
        void open(String sender, String subject, List<Attachment> files) throws Exception;
    }

    /**
     * Polls until closing is counted down.
     *
     * @param directory holds support.properties, and will hold mailroom-home
     */
    public static void run(Path directory, Tickets tickets, CountDownLatch closing) throws InterruptedException {
        // README begins
        try (Communications mailroom = Communications.builder()
                .home(directory.resolve("mailroom-home"))
                .profile(Profile.load(directory.resolve("support.properties")))
                .onMessage("support@example.com", event -> {
                    tickets.open(
                            event.fields().get(SENDER_ADDRESS),
                            event.message().subject(),
                            event.message().attachments());
                    return Outcome.ACCEPTED;
                })
                .build()) {
            mailroom.start(); // polls on threads of its own, until it is closed
            closing.await();
        }
        // README ends
    }
}
