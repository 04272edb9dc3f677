package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.CommunicationsListener;
import io.mailroom.Notice;
import io.mailroom.profile.EmailAddress;
import io.mailroom.spi.AutomaticMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the administrators of response groups by mail (contract section 8). The first notice of a kind goes at once; what
 * else of that kind happens within {@link #INTERVAL} comes in one mail when it is over, so that trouble makes no flood. Goes
 * to the group's administrator and to nobody else. Usable from any thread.
 */
final class AdministratorMail implements CommunicationsListener {
    /** Fewest minutes between two mails of one kind for one group. */
    static final Duration INTERVAL = Duration.ofMinutes(15);

    /** Most happenings that one mail tells of; of the others it gives the number. */
    static final int MOST_TOLD = 20;

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorMail.class);

    private final Mailer mailer;
    private final Clock clock;
    private final Map<String, Map<Notice.Kind, Pending>> groups = new HashMap<>();

    /** What the host knows and does. */
    interface Mailer {
        /** Who is told of trouble in a group, if anybody. */
        Optional<EmailAddress> administratorOf(String group);

        /** Profiles to send with, the best one first. */
        List<String> sendersFor(String group, String profile);

        /** The From Address of a profile. */
        EmailAddress fromOf(String profile);

        /** Header fields of all that we write by ourselves. */
        Map<String, String> headers(EmailAddress from);

        /** @throws CommunicationsException when the profile cannot send, or its outbox did not take it */
        void send(String profile, AutomaticMessage message);
    }

    /** What waits to be told of one kind in one group. */
    private static final class Pending {
        private final List<Notice> notices = new ArrayList<>();
        private int more;
        private Instant nextAt = Instant.MIN;

        void add(Notice notice) {
            if (notices.size() < MOST_TOLD) {
                notices.add(notice);
            } else {
                more++;
            }
        }

        boolean isDue(Instant now) {
            Instant latest = now.plus(INTERVAL);
            if (nextAt.isAfter(latest)) {
                nextAt = latest; // the clock went back
            }
            return !notices.isEmpty() && !now.isBefore(nextAt);
        }
    }

    AdministratorMail(Mailer mailer, Clock clock) {
        this.mailer = mailer;
        this.clock = clock;
    }

    @Override
    public void notice(Notice notice) {
        if (mailer.administratorOf(notice.group()).isEmpty()) {
            return;
        }
        synchronized (this) {
            groups.computeIfAbsent(notice.group(), name -> new EnumMap<>(Notice.Kind.class))
                    .computeIfAbsent(notice.kind(), kind -> new Pending())
                    .add(notice);
        }
        sendDue();
    }

    /** Sends what has waited long enough. To be called now and then. */
    void sendDue() {
        for (Due due : takeDue()) {
            tell(due);
        }
    }

    private record Due(List<Notice> notices, int more) {
        Notice first() {
            return notices.get(0);
        }

        int count() {
            return notices.size() + more;
        }
    }

    private synchronized List<Due> takeDue() {
        Instant now = clock.instant();
        List<Due> due = new ArrayList<>();
        for (Map<Notice.Kind, Pending> kinds : groups.values()) {
            for (Pending pending : kinds.values()) {
                if (pending.isDue(now)) {
                    due.add(new Due(List.copyOf(pending.notices), pending.more));
                    pending.notices.clear();
                    pending.more = 0;
                    pending.nextAt = now.plus(INTERVAL);
                }
            }
        }
        return due;
    }

    private void tell(Due due) {
        Notice first = due.first();
        EmailAddress to = mailer.administratorOf(first.group()).orElse(null);
        if (to == null) {
            return;
        }
        String refusals = "";
        for (String profile : mailer.sendersFor(first.group(), first.profile())) {
            EmailAddress from = mailer.fromOf(profile);
            if (from.address().equalsIgnoreCase(to.address())) {
                refusals += " " + profile + " is the administrator's own mailbox.";
                continue; // it would be told of its own notices
            }
            try {
                mailer.send(profile, message(due, from, to));
                return;
            } catch (CommunicationsException | IllegalStateException e) {
                refusals += " " + e.getMessage();
            }
        }
        LOG.atError()
                .addKeyValue("group", first.group())
                .log(
                        "The administrator could not be told by mail that {}: no profile of the group could send.{}",
                        headline(first.kind()),
                        refusals);
    }

    private AutomaticMessage message(Due due, EmailAddress from, EmailAddress to) {
        Notice first = due.first();
        String many = due.count() == 1 ? "" : " (" + due.count() + " times)";
        return new AutomaticMessage(
                AutomaticMessage.Kind.GENERATED,
                "<notice." + UUID.randomUUID() + "@" + OwnMail.domainOf(from) + ">",
                to.address(),
                "[Mailroom] " + first.group() + ": " + headline(first.kind()) + many,
                text(due),
                null,
                mailer.headers(from));
    }

    private static String text(Due due) {
        StringBuilder text = new StringBuilder();
        text.append("Response group: ").append(due.first().group()).append("\n\n");
        for (Notice notice : due.notices()) {
            line(text, "Profile", notice.profile());
            line(text, "Event", notice.eventId());
            text.append(notice.text()).append("\n\n");
        }
        if (due.more() > 0) {
            text.append("And ").append(due.more()).append(" more; the log has them all.\n\n");
        }
        text.append("What to do: ").append(advice(due.first().kind())).append("\n\n");
        text.append("Further notices of this kind come at most every ")
                .append(INTERVAL.toMinutes())
                .append(" minutes, all in one mail.\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    private static String headline(Notice.Kind kind) {
        return switch (kind) {
            case HANDLER_ERROR -> "the handler failed with an event";
            case PUT_ASIDE -> "an event is put aside";
            case HANDLER_SILENT -> "the handler has not answered for a long time";
            case FILE_NOT_REMOVED -> "a file could not be removed";
            case DISK_FULL -> "the disk is full, and nothing is fetched";
            case TASK_DIED -> "the group's task died";
        };
    }

    private static String advice(Notice.Kind kind) {
        return switch (kind) {
            case HANDLER_ERROR -> "Nothing yet. Look into the handler when it happens often.";
            case PUT_ASIDE ->
                "Find out why, then retry or discard the event: mailroom queue, or QueuedEvents of the library.";
            case HANDLER_SILENT ->
                "Look at the thread of the handler; restart the application if it is stuck. The event"
                        + " is offered again then, flagged.";
            case FILE_NOT_REMOVED ->
                "Look at the rights of the file and its directory. It is tried again at the next"
                        + " start; remove it by hand if it stays.";
            case DISK_FULL -> "Free space there. Mail waits on its server, and polling goes on by itself.";
            case TASK_DIED -> "Look into the log, and report the fault if it is ours. The task was started again.";
        };
    }
}
