package io.mailroom.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documentation that holds figures. The programs write only between the lines {@code <!-- NAME: begin -->}
 * and {@code <!-- NAME: end -->}; the rest is written by hand.
 */
public record Page(Path file) {
    /** Replaces what stands between the two lines of that name. */
    public void replace(String name, String figures) throws IOException {
        String begin = "<!-- " + name + ": begin -->";
        String end = "<!-- " + name + ": end -->";
        String text = Files.readString(file);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(file + " has no lines " + begin + " and " + end);
        }
        String whole = text.substring(0, from) + begin + "\n\n" + figures.strip() + "\n\n" + text.substring(to);
        Files.writeString(file, whole);
    }
}
