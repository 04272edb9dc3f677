package io.mailroom.event;

import java.util.Locale;
import java.util.Map;

/** What the start of a subject says of a message: an answer, or passed on. Only a claim of the sender. */
final class SubjectPrefix {
    /** The words that mail programs write, in the languages that have words of their own. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("re", "Re"),
            Map.entry("aw", "Re"),
            Map.entry("antw", "Re"),
            Map.entry("sv", "Re"),
            Map.entry("odp", "Re"),
            Map.entry("fwd", "Fwd"),
            Map.entry("fw", "Fw"),
            Map.entry("wg", "Fw"));

    private static final int LONGEST_WORD = 4;

    private SubjectPrefix() {}

    /** {@code Re}, {@code Fwd}, {@code Fw} or empty; {@code Re[2]:} and a leading {@code [list]} are understood. */
    static String of(String subject) {
        int start = afterBlanks(subject, 0);
        if (start < subject.length() && subject.charAt(start) == '[') {
            start = afterBlanks(subject, subject.indexOf(']', start) + 1);
        }
        int end = start;
        while (end < subject.length() && end - start <= LONGEST_WORD && Character.isLetter(subject.charAt(end))) {
            end++;
        }
        String word = WORDS.getOrDefault(subject.substring(start, end).toLowerCase(Locale.ROOT), "");
        return endsInColon(subject, end) ? word : "";
    }

    private static int afterBlanks(String subject, int at) {
        int next = at;
        while (next < subject.length() && subject.charAt(next) == ' ') {
            next++;
        }
        return next;
    }

    /** A colon follows, or a count and a colon: {@code [2]:}, {@code (2):}, {@code ^2:}. */
    private static boolean endsInColon(String subject, int at) {
        int next = at;
        while (next < subject.length() && "[](){}^ 0123456789".indexOf(subject.charAt(next)) >= 0) {
            next++;
        }
        return next < subject.length() && (subject.charAt(next) == ':' || subject.charAt(next) == '\uFF1A');
    }
}
