package io.mailroom.smtp.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares our clock with times that servers show. */
public final class GreetingClock {
    private static final Duration MUCH = Duration.ofMinutes(5);
    private static final Pattern DATE = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}");

    private GreetingClock() {}

    /** Some servers greet with the time it is. */
    static void write(Report report, String greeting, Instant now) {
        Matcher date = DATE.matcher(greeting);
        if (date.find()) {
            compare(report, "the greeting", date.group(), now, true);
        }
    }

    /**
     * Compares a date that a message was given; one in the future means that one of the clocks is wrong.
     *
     * @param header the header of a message
     */
    public static void ofMessage(Report report, String header, Instant now) {
        String received =
                header.lines().takeWhile(line -> !line.isEmpty()).collect(java.util.stream.Collectors.joining(" "));
        Matcher date = DATE.matcher(received);
        if (date.find()) {
            compare(report, "the newest message", date.group(), now, false);
        }
    }

    private static void compare(Report report, String where, String date, Instant now, boolean isNow) {
        Duration ahead;
        try {
            ahead = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException malformed) {
            return; // no date that can be compared
        }
        if (ahead.compareTo(MUCH) > 0 || isNow && ahead.negated().compareTo(MUCH) > 0) {
            report.warning(
                    "clock",
                    where + " is " + ahead.abs().toMinutes() + " minutes "
                            + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's clock (" + date + ")",
                    "Set this machine's clock, or have the server's set.");
        } else {
            report.good("clock", isNow ? "agrees with " + where : "not behind " + where + " (" + date + ")");
        }
    }
}
