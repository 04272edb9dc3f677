package io.mailroom.internal.host;

import io.mailroom.spi.MailboxWatch.Sign;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lines on which servers tell of new mail, of all profiles: one task looks at all of them twice a second, without
 * waiting; whatever has to wait for a server runs where polls run. No thread belongs to a mailbox. Usable from any thread.
 */
final class Watches {
    /** From one look to the next. */
    static final Duration LOOK = Duration.ofMillis(500);

    private final Threads threads;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final BiConsumer<ProfileRunner, Sign> whenSessionIsDue;
    private final Map<ProfileRunner, WatchedMailbox> watched = new ConcurrentHashMap<>();
    private @Nullable ScheduledFuture<?> looking;
    private boolean stopped;

    /** @param whenSessionIsDue told of each profile that should be polled now: its mail came, or its line is up */
    Watches(Threads threads, Backoff backoff, LongSupplier nanoTime, BiConsumer<ProfileRunner, Sign> whenSessionIsDue) {
        this.threads = threads;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.whenSessionIsDue = whenSessionIsDue;
    }

    /** A session of the profile went well: its mailbox is watched from now on, if it can be. */
    void sessionEnded(ProfileRunner profile, int handedOver) {
        WatchedMailbox mailbox = watched.computeIfAbsent(profile, this::watch);
        mailbox.sessionEnded(handedOver);
        lookRegularly();
    }

    private WatchedMailbox watch(ProfileRunner profile) {
        return new WatchedMailbox(profile.name(), profile::openWatch, profile.interval(), backoff, nanoTime, sign -> {
            if (sign == Sign.MAIL) {
                profile.mailTold();
            }
            whenSessionIsDue.accept(profile, sign);
        });
    }

    private synchronized void lookRegularly() {
        if (looking == null && !stopped) {
            looking = threads.timer()
                    .scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        for (WatchedMailbox mailbox : List.copyOf(watched.values())) {
            mailbox.look().ifPresent(this::runElsewhere);
        }
    }

    private void runElsewhere(Runnable work) {
        try {
            threads.polls().execute(work);
        } catch (RejectedExecutionException e) {
            stop(); // the application shut its executor down before it closed us
        }
    }

    /** True while the server of this profile tells of new mail as it comes. */
    boolean isWatched(ProfileRunner profile) {
        WatchedMailbox mailbox = watched.get(profile);
        return mailbox != null && mailbox.isWatched();
    }

    /** The profile is watched no longer. */
    void remove(ProfileRunner profile) {
        WatchedMailbox mailbox = watched.remove(profile);
        if (mailbox != null) {
            mailbox.close();
        }
    }

    /** Nothing is watched any longer. */
    void stop() {
        synchronized (this) {
            stopped = true;
            if (looking != null) {
                looking.cancel(false);
            }
        }
        List.copyOf(watched.keySet()).forEach(this::remove);
    }
}
