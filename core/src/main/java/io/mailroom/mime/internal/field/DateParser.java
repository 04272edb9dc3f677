package io.mailroom.mime.internal.field;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.internal.text.HeaderContext;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates (RFC 5322 §3.3 and §4.3) and what else stands in Date fields: no zone, named zones, two-digit years, comments,
 * a wrong or missing weekday, RFC 850 and asctime order, ISO 8601, dashes, slashes, AM and PM. Takes the tokens as
 * they come and fits each to what is still missing. Never throws.
 */
public final class DateParser {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int UNSET = -1;
    private static final int LONGEST = 200;
    private static final int MOST_OFFSET_MINUTES = 18 * 60;

    private final byte[] buf;
    private final int to;
    private int at;

    private int day = UNSET;
    private int month = UNSET;
    private int year = UNSET;
    private int hour = UNSET;
    private int minute;
    private int second;
    private int nanos;
    private int zoneMinutes;
    private boolean zone;
    private boolean afternoon;
    private boolean morning;
    private boolean obsolete;
    private boolean slashes;

    private DateParser(byte[] buf, int from, int to) {
        this.buf = buf;
        this.at = from;
        this.to = to;
    }

    /** The date in {@code buf[from..to)}; empty, with a defect, when there is none to be made out. */
    public static Optional<OffsetDateTime> parse(HeaderContext context, byte[] buf, int from, int to, long offset) {
        DateParser parser = new DateParser(buf, from, Math.min(to, from + LONGEST));
        Optional<OffsetDateTime> date = parser.run();
        if (date.isEmpty()) {
            context.defects().add(DefectCode.DATE_MALFORMED, offset, "");
        } else if (parser.obsolete || !parser.zone) {
            context.defects().add(DefectCode.DATE_OBSOLETE, offset, "");
        }
        return date;
    }

    private Optional<OffsetDateTime> run() {
        while (at < to) {
            byte b = buf[at];
            if (isDigit(b)) {
                number();
            } else if (isLetter(b)) {
                word();
            } else if ((b == '+' || b == '-') && hour != UNSET && !zone && at + 1 < to && isDigit(buf[at + 1])) {
                offset();
            } else if (b == '(') {
                int end = FieldBytes.skipComment(buf, at, to);
                at = end < 0 ? to : end;
            } else {
                at++;
            }
        }
        return complete();
    }

    private void number() {
        int start = at;
        int value = digits();
        int length = at - start;
        if (hour == UNSET && at < to && buf[at] == ':' && length <= 2) {
            time(value);
        } else if (length == 8 && year == UNSET && day == UNSET) { // 20040112T101500Z
            obsolete = true;
            year = value / 10_000;
            month = value / 100 % 100;
            day = value % 100;
        } else if (length >= 3 && length <= 4 && year == UNSET) {
            setYear(value, length);
            obsolete |= day == UNSET; // ISO order
        } else if (length <= 2) {
            dateNumber(value, length);
        }
    }

    private void dateNumber(int value, int length) {
        if (year != UNSET && month == UNSET && day == UNSET) {
            month = value;
        } else if (day == UNSET) {
            day = value;
            slashes = at < to && buf[at] == '/';
        } else if (month == UNSET && slashes) {
            obsolete = true;
            boolean dayFirst = day > 12; // QUIRK: else month/day/year, as the programs that write slashes do
            month = dayFirst ? value : day;
            day = dayFirst ? day : value;
        } else if (year == UNSET && month != UNSET) {
            setYear(value, length);
        }
    }

    private void setYear(int value, int length) {
        year = value;
        if (length == 2) {
            year += value < 50 ? 2000 : 1900; // RFC 5322 §4.3
            obsolete = true;
        } else if (length == 3) {
            year += 1900;
            obsolete = true;
        }
    }

    private void time(int hours) {
        hour = hours;
        at++;
        minute = digits();
        if (at + 1 < to && buf[at] == ':' && isDigit(buf[at + 1])) {
            at++;
            second = digits();
            if (at + 1 < to && (buf[at] == '.' || buf[at] == ',') && isDigit(buf[at + 1])) {
                fraction();
            }
        }
    }

    private void fraction() {
        at++;
        int start = at;
        int scale = 100_000_000;
        while (at < to && isDigit(buf[at])) {
            nanos += (buf[at] - '0') * scale;
            scale /= 10;
            at++;
        }
        obsolete |= at > start;
    }

    /** Reads digits; a number of more than nine says so by its size. */
    private int digits() {
        int value = 0;
        while (at < to && isDigit(buf[at])) {
            value = value > 99_999_999 ? 999_999_999 : value * 10 + buf[at] - '0';
            at++;
        }
        return value;
    }

    private void offset() {
        int sign = buf[at] == '-' ? -1 : 1;
        at++;
        int start = at;
        int value = digits();
        int length = at - start;
        int minutes;
        if (at + 2 < to && buf[at] == ':' && length <= 2 && isDigit(buf[at + 1])) {
            at++;
            minutes = value * 60 + digits();
            obsolete = true;
        } else if (length <= 2) {
            minutes = value * 60;
            obsolete = true;
        } else {
            minutes = value / 100 * 60 + value % 100;
        }
        if (length > 4 || minutes > MOST_OFFSET_MINUTES) {
            obsolete = true;
            return;
        }
        zoneMinutes = sign * minutes;
        zone = true;
    }

    private void word() {
        int start = at;
        while (at < to && isLetter(buf[at])) {
            at++;
        }
        String word = FieldBytes.lowerCase(buf, start, at);
        if (word.equals("t") && year != UNSET && hour == UNSET) {
            return; // ISO 8601's mark between date and time
        }
        int index = word.length() < 3 ? -1 : MONTHS.indexOf(word.substring(0, 3));
        if (month == UNSET && index >= 0 && index % 3 == 0) {
            month = index / 3 + 1;
            obsolete |= day == UNSET; // asctime, or the American order
        } else if (hour != UNSET) {
            meridiem(word);
            namedZone(word);
        }
    }

    private void meridiem(String word) {
        morning |= word.equals("am");
        afternoon |= word.equals("pm");
        obsolete |= morning || afternoon;
    }

    private void namedZone(String word) {
        if (zone) {
            return;
        }
        int hours = hoursOf(word);
        if (hours == Integer.MIN_VALUE) {
            return;
        }
        obsolete |= !word.equals("gmt");
        boolean relative = at + 1 < to && (buf[at] == '+' || buf[at] == '-') && isDigit(buf[at + 1]);
        obsolete |= relative; // "GMT+0200" goes on as an offset
        if (!relative) {
            zoneMinutes = hours * 60;
            zone = true;
        }
    }

    private static int hoursOf(String word) {
        return switch (word) {
            case "gmt", "ut", "utc", "z", "wet" -> 0;
            case "cet", "met", "mez", "bst", "west" -> 1;
            case "cest", "mest", "mesz", "eet" -> 2;
            case "eest", "msk" -> 3;
            case "msd" -> 4;
            case "sgt", "hkt", "awst" -> 8;
            case "jst", "kst" -> 9;
            case "aest" -> 10;
            case "aedt" -> 11;
            case "nzst" -> 12;
            case "nzdt" -> 13;
            case "adt" -> -3;
            case "edt", "ast" -> -4;
            case "est", "cdt" -> -5;
            case "cst", "mdt" -> -6;
            case "mst", "pdt" -> -7;
            case "pst", "akdt" -> -8;
            case "akst" -> -9;
            case "hst" -> -10;
            default -> Integer.MIN_VALUE;
        };
    }

    private Optional<OffsetDateTime> complete() {
        if (day == UNSET || month == UNSET || year == UNSET) {
            return Optional.empty();
        }
        if (hour == UNSET) {
            hour = 0;
            obsolete = true;
        }
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (morning && hour == 12) {
            hour = 0;
        }
        int seconds = second == 60 ? 59 : second; // a leap second
        try {
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(zoneMinutes * 60);
            return Optional.of(OffsetDateTime.of(year, month, day, hour, minute, seconds, nanos, offset));
        } catch (DateTimeException e) {
            return Optional.empty(); // 31 February, 25 o'clock: the java.time way to say so
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }
}
