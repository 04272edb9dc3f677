package io.mailroom.mime.internal.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of {@code rules.txt}, read once; that file explains itself. */
final class BounceRules {
    enum Where {
        SENDER,
        SUBJECT,
        TEXT,
        ADDRESS,
        REASON,
        COPY,
        AGAINST
    }

    /** One line: {@code weight} is 0 and {@code status} empty where they do not apply. */
    record Rule(Where where, int weight, String status, String name, String phrase) {}

    private static final String FILE = "rules.txt";
    private static final String BAR = " | ";

    private final List<Rule> rules;
    private final List<List<Integer>> rulesOfPhrase = new ArrayList<>();
    private final PhraseSearch search;

    private BounceRules(List<Rule> rules) {
        this.rules = rules;
        Map<String, List<Integer>> byPhrase = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            byPhrase.computeIfAbsent(rules.get(i).phrase(), phrase -> new ArrayList<>())
                    .add(i);
        }
        this.rulesOfPhrase.addAll(byPhrase.values());
        this.search = new PhraseSearch(List.copyOf(byPhrase.keySet()));
    }

    /** Made when the first message that may be a bounce is met. */
    private static final class Standard {
        static final BounceRules RULES = load();
    }

    static BounceRules standard() {
        return Standard.RULES;
    }

    List<Rule> all() {
        return rules;
    }

    /** Told of each rule whose phrase ends at {@code end}; {@code priority} is its place in the file. */
    @FunctionalInterface
    interface Hits {
        void found(Rule rule, int priority, int end);
    }

    void find(CharSequence text, Hits hits) {
        search.run(text, (phrase, end) -> {
            for (int priority : rulesOfPhrase.get(phrase)) {
                hits.found(rules.get(priority), priority, end);
            }
        });
    }

    private static BounceRules load() {
        try (InputStream in = BounceRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BounceRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank() && line.charAt(0) != '#').forEach(line -> rules.add(rule(line)));
        return new BounceRules(List.copyOf(rules));
    }

    private static Rule rule(String line) {
        int first = line.indexOf(BAR);
        int second = line.indexOf(BAR.trim(), first + BAR.length());
        int third = line.indexOf(BAR, second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw new IllegalArgumentException("Not four columns: " + line);
        }
        Where where = Where.valueOf(line.substring(0, first).toUpperCase(Locale.ROOT));
        String value = line.substring(first + BAR.length(), second).strip();
        boolean status = where == Where.REASON;
        return new Rule(
                where,
                status || value.isEmpty() ? 0 : Integer.parseInt(value),
                status ? value : "",
                line.substring(second + 1, third).strip(),
                line.substring(third + BAR.length()).strip());
    }
}
