package io.mailroom.benchmarks.conformance;

import java.util.Comparator;

/**
 * Where our reader and an expected result part. All values on one line, without tabs.
 *
 * @param message label of the mail in the corpus
 * @param what source of the expectation and what was compared, such as {@code mailcore2 subject}
 */
record Difference(String message, String what, String expected, String ours) implements Comparable<Difference> {
    private static final int LONGEST = 160;
    private static final Comparator<Difference> ORDER = Comparator.comparing(Difference::message)
            .thenComparing(Difference::what)
            .thenComparing(Difference::expected)
            .thenComparing(Difference::ours);

    Difference {
        expected = cell(expected);
        ours = cell(ours);
    }

    /** Control characters shown as escapes, the middle of long values left out. */
    private static String cell(String value) {
        StringBuilder cell = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (c < ' ' || c == 0x7f) {
                cell.append(String.format("\\x%02x", c));
            } else {
                cell.appendCodePoint(c);
            }
        });
        if (cell.length() <= LONGEST) {
            return cell.toString();
        }
        String hash = Integer.toHexString(value.hashCode());
        return cell.substring(0, LONGEST - 20) + "..." + hash;
    }

    @Override
    public int compareTo(Difference other) {
        return ORDER.compare(this, other);
    }

    /** The first four columns of the file of known differences. */
    String row() {
        return String.join("\t", message, what, expected, ours);
    }
}
