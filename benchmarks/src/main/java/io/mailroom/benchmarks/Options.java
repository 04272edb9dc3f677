package io.mailroom.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a measuring program: {@code --name value}, or {@code --name} alone for a switch. */
public final class Options {
    private final Map<String, String> given = new LinkedHashMap<>();

    /** Reads them; anything that is not known ends the program with a word about it. */
    public Options(String[] arguments, List<String> switches, List<String> known) {
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (switches.contains(name)) {
                given.put(name, "");
            } else if (known.contains(name) && i + 1 < arguments.length) {
                given.put(name, arguments[++i]);
            } else {
                throw new IllegalArgumentException(
                        "Not an option: " + arguments[i] + ". There are: " + switches + " " + known);
            }
        }
    }

    /** True when the switch was given. */
    public boolean has(String name) {
        return given.containsKey(name);
    }

    /** The value, when given. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name));
    }

    /** The value, or another. */
    public String value(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** The number, or another. */
    public int number(String name, int otherwise) {
        return given.containsKey(name) ? Integer.parseInt(given.get(name)) : otherwise;
    }

    /** The words between commas, or those of another list. */
    public List<String> words(String name, String otherwise) {
        return List.of(value(name, otherwise).split(","));
    }
}
