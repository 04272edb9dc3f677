package io.mailroom.mime.internal.bounce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds in the text of a bounce the addresses that failed. Each search is one pass. */
final class FailedAddresses {
    /** More are not of use to anybody; a report for so many is a standard one. */
    private static final int MOST = 100;

    private static final int LONGEST = 320;

    /** A field that names addresses; the text behind a mark, where only the first and those that begin a line count; any text. */
    private enum Place {
        FIELD,
        LINES,
        TEXT
    }

    private final BounceEvidence evidence;
    private final String text;
    private final String copy;
    private final Set<String> found = new LinkedHashSet<>();
    private final Set<String> seen = new LinkedHashSet<>();

    /**
     * @param text what the reporting server wrote
     * @param copy the returned message behind it, or empty
     */
    FailedAddresses(BounceEvidence evidence, String text, String copy) {
        this.evidence = evidence;
        this.text = text;
        this.copy = copy;
    }

    /** Tries the surest place first. */
    List<String> find(int from, boolean marked) {
        addAll(evidence.failedRecipients(), 0, Place.FIELD);
        if (found.isEmpty() && marked) {
            afterMark(from);
        }
        if (found.isEmpty()) {
            beforeColon();
        }
        if (found.isEmpty()) {
            fieldOfCopy();
        }
        if (found.isEmpty()) {
            addAll(evidence.returnedTo(), 0, Place.FIELD);
        }
        if (found.isEmpty()) {
            addAll(text, 0, Place.TEXT);
            found.stream().skip(1).toList().forEach(found::remove); // a guess: the first one alone
        }
        return new ArrayList<>(found);
    }

    /** The first address behind the mark, and those that begin the lines which follow. */
    private void afterMark(int from) {
        addAll(text, from, Place.LINES);
    }

    /** qmail and Postfix begin a paragraph with {@code <address>:}. */
    private void beforeColon() {
        for (int i = text.indexOf('<'); i >= 0 && found.size() < MOST; i = text.indexOf('<', i + 1)) {
            int close = i + 1;
            while (close < text.length() && close - i < LONGEST && !isBreak(text.charAt(close))) {
                close++;
            }
            boolean paragraph = startsLine(i) && close + 1 < text.length() && text.startsWith(">:", close);
            if (paragraph) {
                add(text.substring(i + 1, close), false);
            }
        }
    }

    private static boolean isBreak(char c) {
        return c == '>' || c == '<' || c <= ' ';
    }

    /** The To field of a message quoted in the text. */
    private void fieldOfCopy() {
        String lower = copy.toLowerCase(Locale.ROOT);
        int to = lower.startsWith("to:") ? 0 : lower.indexOf("\nto:") + 1;
        if (to > 0 || lower.startsWith("to:")) {
            int end = copy.indexOf('\n', to);
            addAll(copy.substring(to, end < 0 ? copy.length() : end), 0, Place.FIELD);
        }
    }

    private void addAll(String where, int from, Place place) {
        int at = where.indexOf('@', from);
        int floor = from;
        while (at >= 0 && found.size() < MOST) {
            int start = at;
            while (start > floor && at - start < LONGEST && isLocal(where.charAt(start - 1))) {
                start--;
            }
            int end = at + 1;
            while (end < where.length() && end - at < LONGEST && isDomain(where.charAt(end))) {
                end++;
            }
            boolean counts = place != Place.LINES || found.isEmpty() || startsLine(start);
            if (counts && start < at && end > at + 1) {
                add(where.substring(start, end), place == Place.TEXT);
            }
            floor = end;
            at = where.indexOf('@', end);
        }
    }

    /** True when only blanks, quotes, dashes and an angle bracket stand before it on its line. */
    private boolean startsLine(int index) {
        int i = index;
        while (i > 0 && index - i < 20 && " \t<\"'-*".indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i == 0 || text.charAt(i - 1) == '\n';
    }

    private void add(String raw, boolean notOurs) {
        int start = 0;
        int end = raw.length();
        while (start < end && ".'-=".indexOf(raw.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && ".'-".indexOf(raw.charAt(end - 1)) >= 0) {
            end--;
        }
        String address = raw.substring(start, end);
        int at = address.indexOf('@');
        String lower = address.toLowerCase(Locale.ROOT);
        boolean reporter = evidence.from().toLowerCase(Locale.ROOT).contains(lower);
        if (at > 0 && at < address.length() - 1 && !(notOurs && reporter) && seen.add(lower)) {
            found.add(address);
        }
    }

    private static boolean isLocal(char c) {
        return c > 0x7f ? Character.isLetterOrDigit(c) : isAtom(c) || c == '.';
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }

    private static boolean isAtom(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&*+-/=?^_`{|}~'".indexOf(c) >= 0;
    }
}
