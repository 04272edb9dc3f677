package io.mailroom.benchmarks.receive;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.spi.SessionReport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How we receive: by the public door, with every barrier, parsed, and handed to a handler that accepts. */
final class Ours {
    private static final long MOST_SECONDS = 600;

    private Ours() {}

    /** As the profile's defaults have it. */
    static int byDefault(Account account, Path directory, int expected) throws Exception {
        return receive(account, directory, expected, Map.of());
    }

    /** In one session, however many there are. */
    static int inOneSession(Account account, Path directory, int expected) throws Exception {
        return receive(
                account,
                directory,
                expected,
                Map.of(account.protocol() + " Batch Size", String.valueOf(Math.min(10_000, expected))));
    }

    private static int receive(Account account, Path home, int expected, Map<String, String> more) throws Exception {
        CountDownLatch unhandled = new CountDownLatch(expected);
        LastSession last = new LastSession();
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile(account, more))
                .onMessage("bench", event -> {
                    unhandled.countDown();
                    return Outcome.ACCEPTED;
                })
                .listener(last)
                .build()) {
            mailroom.start();
            last.ended.get(MOST_SECONDS, TimeUnit.SECONDS);
            unhandled.await(MOST_SECONDS, TimeUnit.SECONDS); // closing waits for the event in hand only
        }
        return expected - (int) unhandled.getCount();
    }

    static Profile profile(Account account, Map<String, String> more) {
        String protocol = account.protocol().name();
        Map<String, String> values = new HashMap<>(Map.of(
                "name",
                "bench",
                "driver",
                "Internet SMTP/" + protocol + " Server",
                "From Address",
                "bench@mailhost.test",
                protocol + " Server",
                Account.HOST,
                protocol + " Server Port",
                String.valueOf(account.port()),
                protocol + " Account Name",
                account.user(),
                protocol + " Account Password",
                account.password()));
        values.putAll(more);
        return Profile.from(values);
    }

    /** Knows when the mailbox is empty. */
    private static final class LastSession implements CommunicationsListener {
        private final CompletableFuture<SessionReport> ended = new CompletableFuture<>();

        @Override
        public void sessionEnded(String profile, SessionReport report) {
            if (!report.moreWaiting()) {
                ended.complete(report);
            }
        }

        @Override
        public void sessionFailed(String profile, CommunicationsException error) {
            ended.completeExceptionally(error);
        }
    }
}
