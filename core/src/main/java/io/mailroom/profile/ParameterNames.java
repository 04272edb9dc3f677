package io.mailroom.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All spellings under which the parameters of one driver are found. */
final class ParameterNames {
    /** Longer names are not compared: the work grows with the product of both lengths. */
    private static final int LONGEST_COMPARED = 100;

    private final Map<String, Parameter<?>> byKey = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two parameters share a name or an alias; the driver has to mend that */
    ParameterNames(List<Parameter<?>> parameters) {
        for (Parameter<?> parameter : parameters) {
            parameter.keys().distinct().forEach(key -> {
                Parameter<?> other = byKey.putIfAbsent(key, parameter);
                if (other != null) {
                    throw new IllegalArgumentException("Parameters \"" + other.name() + "\" and \"" + parameter.name()
                            + "\" share the name or alias \"" + key + "\". Rename one of them.");
                }
            });
        }
    }

    Optional<Parameter<?>> find(String spelling) {
        return Optional.ofNullable(byKey.get(Parameter.keyOf(spelling)));
    }

    /** The documented name that the author probably meant. */
    Optional<String> nearest(String spelling) {
        String key = Parameter.keyOf(spelling);
        if (key.length() < 3 || key.length() > LONGEST_COMPARED) {
            return Optional.empty();
        }
        record Candidate(String name, int distance) {}
        return byKey.entrySet().stream()
                .filter(entry -> isNear(key, entry.getKey()))
                .map(entry -> new Candidate(entry.getValue().name(), distance(key, entry.getKey())))
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name);
    }

    /** A few slips of the finger, or a name with words left out. */
    private static boolean isNear(String given, String known) {
        return distance(given, known) <= Math.max(2, given.length() / 4)
                || given.length() >= 5 && (isSubsequence(given, known) || isSubsequence(known, given));
    }

    private static boolean isSubsequence(String shorter, String longer) {
        int matched = 0;
        for (int i = 0; i < longer.length() && matched < shorter.length(); i++) {
            if (longer.charAt(i) == shorter.charAt(matched)) {
                matched++;
            }
        }
        return matched == shorter.length();
    }

    /** Letters to insert, remove, change, or swap with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
