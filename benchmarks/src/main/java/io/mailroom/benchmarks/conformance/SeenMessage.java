package io.mailroom.benchmarks.conformance;

import java.util.List;

/**
 * A message as a reader sees it.
 *
 * @param subject decoded, on one line, runs of white space as one blank
 * @param from addresses without names
 * @param to addresses of To and Cc without names
 * @param body the tree of its parts
 */
record SeenMessage(String subject, List<String> from, List<String> to, SeenPart body) {
    SeenMessage {
        subject = oneLine(subject);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    static String oneLine(String text) {
        return text.replaceAll("[\\s\\u0000\\u00a0]+", " ").strip();
    }
}
