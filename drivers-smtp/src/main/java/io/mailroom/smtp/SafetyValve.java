package io.mailroom.smtp;

import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.RecipientResult.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a test system from writing to customers: nothing at all, allowed recipients only, everything to one
 * address, and so many mails an hour for each recipient. Asked before any server is. Usable from any thread.
 */
final class SafetyValve {
    /** Most recipients whose mails of the last hour are remembered; the one written to longest ago goes first. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private final boolean sendsNothing;
    private final Set<String> allowed;
    private final @Nullable String redirect;
    private final int hourlyLimit;
    private final Clock clock;
    private final Map<String, Deque<Instant>> lastHour = new LinkedHashMap<>(16, 0.75f, true);

    SafetyValve(Settings settings, Clock clock) {
        this.sendsNothing = settings.get(SmtpParameters.SEND_NOTHING);
        this.allowed = settings.find(SmtpParameters.ALLOWED_RECIPIENTS)
                .map(SafetyValve::list)
                .orElse(Set.of());
        this.redirect = settings.find(SmtpParameters.REDIRECT_ALL_TO)
                .map(EmailAddress::address)
                .orElse(null);
        this.hourlyLimit = settings.get(SmtpParameters.HOURLY_LIMIT_PER_RECIPIENT);
        this.clock = clock;
    }

    private SafetyValve(Clock clock) {
        this.sendsNothing = false;
        this.allowed = Set.of();
        this.redirect = null;
        this.hourlyLimit = 0;
        this.clock = clock;
    }

    /** Holds nothing back. */
    static SafetyValve open() {
        return new SafetyValve(Clock.systemUTC());
    }

    /**
     * Who gets the message after all.
     *
     * @param recipients to be asked of a server
     * @param withheld the others
     */
    record Passed(List<String> recipients, List<RecipientResult> withheld) {}

    Passed pass(List<String> recipients) {
        Set<String> passed = new LinkedHashSet<>();
        List<RecipientResult> withheld = new ArrayList<>();
        for (String recipient : recipients) {
            String reason = reasonAgainst(recipient);
            if (reason.isEmpty()) {
                passed.add(recipient);
            } else {
                withheld.add(new RecipientResult(recipient, Status.WITHHELD, 0, "", reason, ""));
                if (redirect != null && !sendsNothing) {
                    passed.add(redirect);
                }
            }
        }
        return new Passed(List.copyOf(passed), withheld);
    }

    private String reasonAgainst(String recipient) {
        if (sendsNothing) {
            return "not sent: \"Send Nothing\" is True";
        }
        if (redirect != null) {
            return recipient.equalsIgnoreCase(redirect) ? "" : "not sent: \"Redirect All To\" sends it elsewhere";
        }
        if (!allowed.isEmpty() && !isAllowed(recipient.toLowerCase(Locale.ROOT))) {
            return "not sent: not among \"Allowed Recipients\"";
        }
        return hourlyLimit > 0 && !takesOneMore(recipient.toLowerCase(Locale.ROOT))
                ? "not sent: \"Hourly Limit Per Recipient\" is " + hourlyLimit
                : "";
    }

    private boolean isAllowed(String recipient) {
        return allowed.contains(recipient) || allowed.contains(recipient.substring(recipient.lastIndexOf('@')));
    }

    private synchronized boolean takesOneMore(String recipient) {
        Instant now = clock.instant();
        Deque<Instant> sent = lastHour.computeIfAbsent(recipient, key -> new ArrayDeque<>());
        while (!sent.isEmpty() && sent.peekFirst().plus(HOUR).compareTo(now) <= 0) {
            sent.removeFirst();
        }
        if (sent.size() >= hourlyLimit) {
            return false;
        }
        sent.addLast(now);
        if (lastHour.size() > MOST_REMEMBERED) {
            lastHour.remove(lastHour.keySet().iterator().next());
        }
        return true;
    }

    private static Set<String> list(String text) {
        Set<String> entries = new LinkedHashSet<>();
        Arrays.stream(text.split("[;,]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(each -> entries.add(each.toLowerCase(Locale.ROOT)));
        return entries;
    }
}
