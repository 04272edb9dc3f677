package io.mailroom.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** UIDs as commands name them (RFC 9051, sequence-set): only those that are meant, and never a line that is too long. */
final class UidSet {
    /** Longest text of one set: with the rest of its command it fits any server's line. */
    static final int MOST_CHARACTERS = 1_000;

    private UidSet() {}

    /** All of them in one set, such as {@code 3:5,8}. */
    static String of(Collection<Long> uids) {
        return String.join(",", runs(uids));
    }

    /** All of them in as many sets as it takes. */
    static List<String> inLines(Collection<Long> uids) {
        List<String> sets = new ArrayList<>();
        StringBuilder set = new StringBuilder();
        for (String run : runs(uids)) {
            if (set.length() + run.length() >= MOST_CHARACTERS) {
                sets.add(set.toString());
                set.setLength(0);
            }
            set.append(set.isEmpty() ? "" : ",").append(run);
        }
        if (!set.isEmpty()) {
            sets.add(set.toString());
        }
        return sets;
    }

    private static List<String> runs(Collection<Long> uids) {
        List<String> runs = new ArrayList<>();
        long first = -1;
        long last = -1;
        for (long uid : new TreeSet<>(uids)) {
            if (uid == last + 1 && first >= 0) {
                last = uid;
                continue;
            }
            add(runs, first, last);
            first = uid;
            last = uid;
        }
        add(runs, first, last);
        return runs;
    }

    private static void add(List<String> runs, long first, long last) {
        if (first >= 0) {
            runs.add(first == last ? String.valueOf(first) : first + ":" + last);
        }
    }
}
