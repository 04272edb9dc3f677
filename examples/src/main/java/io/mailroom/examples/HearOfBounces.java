package io.mailroom.examples;

import io.mailroom.Communications;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.smtp.BounceMatcher;
import io.mailroom.smtp.SmtpService;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Hears what became of mail after a server took it: reports come back to a mailbox, which is polled. */
public final class HearOfBounces {
    private HearOfBounces() {}

    /**
     * Polls until closing is counted down.
     *
     * @param sender has sent the messages, and knows them for 30 days
     * @param mailbox the profile of the mailbox that reports come back to: that of From Address
     * @param home another directory than the sender's, which has its outbox to itself
     * @param heard is told of each report about one of them
     */
    public static void run(
            SmtpService sender, Profile mailbox, Path home, BounceMatcher.Listener heard, CountDownLatch closing)
            throws InterruptedException {
        sender.bounces().listener(heard);
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(mailbox)
                .onMessage(mailbox.name(), event -> {
                    sender.bounces().received(event.message()); // tells the listener, if it is about us
                    return Outcome.ACCEPTED;
                })
                .build()) {
            mailroom.start();
            closing.await();
        }
    }
}
