package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.MailboxWatch.Sign;
import io.mailroom.spi.SessionReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When which profile polls, for all of them: no thread belongs to a mailbox, and none waits.
 *
 * <pre>
 * waiting, by time  -> ready, in line at its server  -> in session, within the limits  -> waiting ...
 * </pre>
 *
 * Servers take turns, and so do the mailboxes of one server; a mailbox that has more goes to the end of its line. A server
 * has one session at a time until one went well, and again after one failed or took long for nothing; all such servers
 * together have no more than half of the sessions, so that the others always find room. Usable from any thread.
 */
final class PollSchedule {
    /** A session that took so long and brought nothing is trouble. */
    static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(PollSchedule.class);

    private final Threads threads;
    private final PollLimits limits;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final Watches watches;
    private final Map<ProfileRunner, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> waiting =
            new TreeSet<>(Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::number));
    private final Map<String, Line> lines = new HashMap<>();
    private final Deque<Line> turns = new ArrayDeque<>();
    private @Nullable ScheduledFuture<?> alarm;
    private long alarmNanos;
    private int inSession;
    private int inTrouble;
    private long given;
    private boolean stopped;

    /** A profile, and where it stands. */
    private static final class Entry {
        private final ProfileRunner profile;
        private final Line line;
        private final long number;
        private long dueNanos;
        private boolean ready;
        private boolean polling;
        private boolean inTrouble;
        private boolean again;
        private boolean removed;

        Entry(ProfileRunner profile, Line line, long number, long dueNanos) {
            this.profile = profile;
            this.line = line;
            this.number = number;
            this.dueNanos = dueNanos;
        }

        long dueNanos() {
            return dueNanos;
        }

        long number() {
            return number;
        }
    }

    /** The mailboxes of one server that are to be polled now. */
    private static final class Line {
        private final Deque<Entry> ready = new ArrayDeque<>();
        private boolean inTurns;
        private boolean proven;
        private boolean trouble;
        private int inSession;
        private int members;

        int limit(PollLimits limits) {
            return proven && !trouble ? limits.sessionsPerServer() : 1;
        }
    }

    PollSchedule(Threads threads, PollLimits limits, Backoff backoff, LongSupplier nanoTime) {
        this.threads = threads;
        this.limits = limits;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.watches = new Watches(threads, backoff, nanoTime, this::sessionIsDue);
    }

    /** While sessions fail, news of mail does not hasten the next; that the server is in reach again does. */
    private void sessionIsDue(ProfileRunner profile, Sign sign) {
        HealthRecord health = profile.health();
        if (health.failures() == 0 || sign != Sign.MAIL && health.isOutOfReach()) {
            pollSoon(profile);
        }
    }

    /** True while the server of this profile tells of new mail as it comes. */
    boolean isWatched(ProfileRunner profile) {
        return watches.isWatched(profile);
    }

    /** The profile's first poll is due now. */
    void add(ProfileRunner profile) {
        synchronized (this) {
            String server = profile.server().toLowerCase(Locale.ROOT);
            Line line = lines.computeIfAbsent(server, name -> new Line());
            line.members++;
            Entry entry = new Entry(profile, line, given++, nanoTime.getAsLong());
            entries.put(profile, entry);
            waiting.add(entry);
        }
        dispatch();
    }

    /** No further poll of the profile begins; one that is under way goes on. */
    void remove(ProfileRunner profile) {
        forget(profile);
        watches.remove(profile);
    }

    private synchronized void forget(ProfileRunner profile) {
        Entry entry = entries.remove(profile);
        if (entry == null) {
            return;
        }
        entry.removed = true;
        waiting.remove(entry);
        entry.line.ready.remove(entry);
        if (--entry.line.members == 0) {
            lines.values().remove(entry.line);
        }
    }

    /** The profile's next poll is due now, or right after the one under way. */
    void pollSoon(ProfileRunner profile) {
        synchronized (this) {
            Entry entry = entries.get(profile);
            if (entry == null || entry.ready) {
                return;
            }
            if (entry.polling) {
                entry.again = true;
                return;
            }
            waiting.remove(entry);
            entry.dueNanos = nanoTime.getAsLong();
            waiting.add(entry);
        }
        dispatch();
    }

    /** In how many nanoseconds the profile's next poll is due; empty while one is under way. */
    synchronized OptionalLong nanosToNext(ProfileRunner profile) {
        Entry entry = entries.get(profile);
        return entry == null || entry.polling
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, entry.dueNanos - nanoTime.getAsLong()));
    }

    /** No further poll begins. */
    void stop() {
        synchronized (this) {
            stopped = true;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        watches.stop();
    }

    private void ring() {
        synchronized (this) {
            alarm = null;
        }
        dispatch();
    }

    private void dispatch() {
        for (Entry entry : nextSessions()) {
            try {
                threads.polls().execute(() -> poll(entry));
            } catch (RejectedExecutionException e) {
                stop(); // the application shut its executor down before it closed us
                LOG.atInfo().log("The executor takes no more tasks: polling ends");
            }
        }
    }

    private synchronized List<Entry> nextSessions() {
        List<Entry> next = new ArrayList<>();
        if (stopped) {
            return next;
        }
        lineUpWhatIsDue();
        int passed = 0;
        while (inSession < limits.sessions() && passed < turns.size()) {
            Line line = turns.remove();
            if (line.ready.isEmpty()) {
                line.inTurns = false;
            } else if (hasRoom(line)) {
                next.add(begin(line));
                turns.add(line);
                passed = 0;
            } else {
                turns.add(line);
                passed++;
            }
        }
        setAlarm();
        return next;
    }

    private void lineUpWhatIsDue() {
        long now = nanoTime.getAsLong();
        while (!waiting.isEmpty() && waiting.first().dueNanos - now <= 0) {
            Entry entry = waiting.pollFirst();
            entry.ready = true;
            entry.line.ready.add(entry);
            if (!entry.line.inTurns) {
                entry.line.inTurns = true;
                turns.add(entry.line);
            }
        }
    }

    private boolean hasRoom(Line line) {
        return line.inSession < line.limit(limits) && (!line.trouble || inTrouble < limits.sessionsInTrouble());
    }

    private Entry begin(Line line) {
        Entry entry = line.ready.remove();
        entry.ready = false;
        entry.polling = true;
        entry.inTrouble = line.trouble;
        line.inSession++;
        inSession++;
        inTrouble += entry.inTrouble ? 1 : 0;
        return entry;
    }

    private void setAlarm() {
        if (waiting.isEmpty()) {
            return;
        }
        long due = waiting.first().dueNanos;
        if (alarm != null) {
            if (alarmNanos - due <= 0) {
                return;
            }
            alarm.cancel(false);
        }
        alarmNanos = due;
        try {
            alarm = threads.timer().schedule(this::ring, Math.max(0, due - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true; // as above
        }
    }

    private void poll(Entry entry) {
        long began = nanoTime.getAsLong();
        Ending ending = Ending.FAULT;
        try {
            ending = session(entry.profile);
        } finally {
            ended(entry, ending, nanoTime.getAsLong() - began);
        }
        if (ending.well && isLoaded(entry)) {
            watches.sessionEnded(entry.profile, ending.report.handedOver());
        }
        GroupRunner group = entry.profile.group();
        if (group != null) {
            group.tick();
        }
        dispatch();
    }

    private synchronized boolean isLoaded(Entry entry) {
        return !stopped && !entry.removed;
    }

    /** How a session ended. */
    private record Ending(boolean well, ErrorKind kind, SessionReport report) {
        static final Ending FAULT = new Ending(false, ErrorKind.NETWORK, SessionReport.EMPTY);
    }

    private static Ending session(ProfileRunner profile) {
        try {
            return new Ending(true, ErrorKind.NETWORK, profile.receiveBatches());
        } catch (CommunicationsException e) {
            profile.tell(e);
            return new Ending(false, e.kind(), SessionReport.EMPTY);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("profile", profile.name())
                    .setCause(e)
                    .log("Session failed for a reason that is a fault of ours; a later poll tries again");
            return Ending.FAULT;
        }
    }

    private synchronized void ended(Entry entry, Ending ending, long tookNanos) {
        Line line = entry.line;
        line.inSession--;
        inSession--;
        inTrouble -= entry.inTrouble ? 1 : 0;
        entry.polling = false;
        boolean unreachable = !ending.well && (ending.kind == ErrorKind.NETWORK || ending.kind == ErrorKind.TLS);
        boolean slow = tookNanos >= LONG_NANOS && ending.report.handedOver() == 0;
        line.trouble = unreachable || slow;
        line.proven |= ending.well;
        if (!entry.removed) {
            entry.dueNanos = nanoTime.getAsLong() + pause(entry, ending);
            entry.again = false;
            waiting.add(entry);
        }
    }

    private long pause(Entry entry, Ending ending) {
        ProfileRunner profile = entry.profile;
        if (!ending.well) {
            return backoff.afterFailure(
                    ending.kind, Math.max(1, profile.health().failures()), profile.interval());
        }
        boolean atOnce = ending.report.moreWaiting() || entry.again;
        return atOnce ? 0 : backoff.afterSuccess(profile.interval());
    }
}
