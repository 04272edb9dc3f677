package io.mailroom.benchmarks.conformance;

import java.util.ArrayList;
import java.util.List;

/** Counts what was compared and keeps what differed. */
final class Findings {
    private final List<Difference> differences = new ArrayList<>();
    private int messages;
    private int comparisons;

    void message() {
        messages++;
    }

    void compare(String message, String what, Object expected, Object ours) {
        comparisons++;
        if (!expected.equals(ours)) {
            differences.add(new Difference(message, what, expected.toString(), ours.toString()));
        }
    }

    /** Compares element by element, so that one difference does not hide the next. */
    void compareEach(String message, String what, List<String> expected, List<String> ours) {
        if (expected.size() != ours.size()) {
            compare(message, what, expected, ours);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            compare(message, what + " " + i, expected.get(i), ours.get(i));
        }
    }

    List<Difference> differences() {
        return differences.stream().distinct().sorted().toList();
    }

    int messages() {
        return messages;
    }

    int comparisons() {
        return comparisons;
    }
}
