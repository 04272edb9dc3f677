package io.mailroom.examples;

import io.mailroom.Communications;
import io.mailroom.CommunicationsListener;
import io.mailroom.MailboxHealth;
import io.mailroom.MailboxHealth.Condition;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Handles mail of an IMAP mailbox as it comes, and says when the mailbox is in trouble and when it is well again. The server
 * tells of new mail (<i>IMAP Idle</i>, on by default), and what it does not tell of is found every <i>PollingInterval</i>.
 */
public final class WatchAMailbox {
    private WatchAMailbox() {}

    /**
     * Watches until closing is counted down.
     *
     * @param profile of an IMAP mailbox
     * @param subjects is given the subject of each mail
     * @param pager is given a line when something changes for the better or the worse
     */
    public static void run(
            Profile profile, Path home, Consumer<String> subjects, Consumer<String> pager, CountDownLatch closing)
            throws InterruptedException {
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile)
                .onMessage(profile.name(), event -> {
                    subjects.accept(event.message().subject());
                    return Outcome.ACCEPTED;
                })
                .listener(new CommunicationsListener() {
                    @Override
                    public void healthChanged(MailboxHealth health) {
                        pager.accept(describe(health, Instant.now()));
                    }
                })
                .build()) {
            mailroom.start();
            closing.await();
        }
    }

    private static String describe(MailboxHealth health, Instant now) {
        if (health.condition() == Condition.WELL) {
            return health.profile() + " is well";
        }
        String lastSuccess = health.age(now)
                .map(age -> "was read " + age.toSeconds() + " s ago")
                .orElse("has never been read");
        return health.profile() + " cannot be read, and " + lastSuccess + ": "
                + health.lastError().orElse("no reason known");
    }
}
