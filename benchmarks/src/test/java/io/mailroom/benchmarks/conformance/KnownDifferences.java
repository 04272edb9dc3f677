package io.mailroom.benchmarks.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The differences that stay, each with the reason why ours is right. The file has a head, lines of comment that
 * start with {@code #}, and five columns parted by tabs: message, what, expected, ours, reason.
 */
record KnownDifferences(Map<String, String> reasonByRow) {
    private static final int COLUMNS = 5;

    static KnownDifferences load() throws IOException {
        try (InputStream file = KnownDifferences.class.getResourceAsStream("/conformance/differences.tsv");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
            return new KnownDifferences(lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("message\t"))
                    .map(KnownDifferences::columns)
                    .collect(Collectors.toMap(
                            columns -> String.join("\t", columns.subList(0, COLUMNS - 1)),
                            columns -> columns.get(COLUMNS - 1))));
        }
    }

    private static List<String> columns(String line) {
        List<String> columns = List.of(line.split("\t", -1));
        if (columns.size() != COLUMNS || columns.get(COLUMNS - 1).isBlank()) {
            throw new IllegalStateException("Not five columns with a reason: " + line);
        }
        return columns;
    }

    /** Rows that were found but are not in the file. */
    List<String> unexplained(List<Difference> found) {
        return found.stream()
                .map(Difference::row)
                .filter(row -> !reasonByRow.containsKey(row))
                .toList();
    }

    /** Rows of the file that were not found any more. */
    List<String> gone(List<Difference> found) {
        List<String> rows = found.stream().map(Difference::row).toList();
        return reasonByRow.keySet().stream()
                .filter(row -> !rows.contains(row))
                .sorted()
                .toList();
    }
}
