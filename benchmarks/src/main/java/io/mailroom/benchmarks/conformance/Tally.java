package io.mailroom.benchmarks.conformance;

import io.mailroom.benchmarks.conformance.Vote.Aspect;
import io.mailroom.benchmarks.conformance.Vote.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts how the readers agree over one set of mails. */
final class Tally {
    private static final int SAMPLES = 40;
    private static final int LONGEST_SAMPLE = 300;

    private final String name;
    private final List<String> peers;
    private final Map<Aspect, Map<Outcome, Integer>> outcomes = new EnumMap<>(Aspect.class);
    private final Map<Aspect, Map<String, Integer>> differing = new EnumMap<>(Aspect.class);
    private final Map<String, Map<String, Integer>> failures = new LinkedHashMap<>();
    private final Map<Aspect, Map<String, Integer>> causes = new EnumMap<>(Aspect.class);
    private final Map<String, List<String>> samples = new TreeMap<>();
    private int mails;

    Tally(String name, List<String> peers) {
        this.name = name;
        this.peers = peers;
        peers.forEach(peer -> failures.put(peer, new TreeMap<>()));
    }

    void mail() {
        mails++;
    }

    void failed(String peer, Throwable problem) {
        String kind = problem.getMessage() == null || !peer.equals("Python")
                ? problem.getClass().getSimpleName()
                : problem.getMessage().replaceFirst(":.*", "");
        failures.get(peer).merge(kind.lines().findFirst().orElse(""), 1, Integer::sum);
    }

    void count(String mail, Vote vote) {
        if (!vote.hasPeers()) {
            return;
        }
        Outcome outcome = vote.outcome();
        outcomes.computeIfAbsent(vote.aspect(), aspect -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
        vote.peers().forEach((peer, value) -> {
            if (!value.equals(vote.ours())) {
                differing
                        .computeIfAbsent(vote.aspect(), aspect -> new TreeMap<>())
                        .merge(peer, 1, Integer::sum);
            }
        });
    }

    /** Counts why we stand alone or against most, and keeps samples of each kind. */
    void cause(String mail, Vote vote, String cause) {
        causes.computeIfAbsent(vote.aspect(), aspect -> new TreeMap<>()).merge(cause, 1, Integer::sum);
        List<String> kept = samples.computeIfAbsent(vote.aspect().label() + ", " + cause, key -> new ArrayList<>());
        if (kept.size() < SAMPLES) {
            StringBuilder sample =
                    new StringBuilder(mail).append("\n    Mailroom: ").append(cut(vote.ours()));
            vote.peers()
                    .forEach((peer, value) ->
                            sample.append("\n    ").append(peer).append(": ").append(cut(value)));
            kept.add(sample.toString());
        }
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_SAMPLE ? value : value.substring(0, LONGEST_SAMPLE) + "...";
    }

    int against() {
        return outcomes.values().stream()
                .mapToInt(each -> each.getOrDefault(Outcome.AGAINST_US, 0))
                .sum();
    }

    /** The tables of the page. */
    void print(PrintWriter page) {
        page.println("### " + name + ": " + mails + " mails");
        page.println();
        page.println("| class | all agree | we are with most | no majority | most against us | differs from us: "
                + String.join(" / ", peers) + " |");
        page.println("| --- | ---: | ---: | ---: | ---: | --- |");
        for (Aspect aspect : Aspect.values()) {
            Map<Outcome, Integer> counts = outcomes.getOrDefault(aspect, Map.of());
            Map<String, Integer> others = differing.getOrDefault(aspect, Map.of());
            page.print("| " + aspect.label());
            for (Outcome outcome : Outcome.values()) {
                page.print(" | " + counts.getOrDefault(outcome, 0));
            }
            page.println(" | "
                    + String.join(
                            " / ",
                            peers.stream()
                                    .map(peer -> String.valueOf(others.getOrDefault(peer, 0)))
                                    .toList())
                    + " |");
        }
        page.println();
        page.println("| class | what our reader noted, of the mails without majority or with most against us |");
        page.println("| --- | --- |");
        causes.forEach((aspect, counts) -> page.println("| " + aspect.label() + " | "
                + counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .map(cause -> cause.getKey() + " " + cause.getValue())
                        .collect(Collectors.joining(", "))
                + " |"));
        page.println();
        page.println("| reader | mails it did not read | how it failed |");
        page.println("| --- | ---: | --- |");
        page.println("| Mailroom | 0 | - |");
        failures.forEach((peer, kinds) -> {
            int all = kinds.values().stream().mapToInt(Integer::intValue).sum();
            List<String> told = kinds.entrySet().stream()
                    .map(kind -> kind.getKey() + " " + kind.getValue())
                    .toList();
            page.println("| " + peer + " | " + all + " | " + (all == 0 ? "-" : String.join(", ", told)) + " |");
        });
        page.println();
    }

    /** Some mails of each class where we do not stand with most. */
    void printSamples(PrintWriter out) {
        samples.forEach((kind, kept) -> {
            out.println("== " + name + ": " + kind.toLowerCase(Locale.ROOT));
            kept.forEach(out::println);
        });
    }
}
