package io.mailroom.profile;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which positions belong to which organization, as the host knows it. Called from any thread. */
@FunctionalInterface
public interface Organizations {
    /** True when the organization holds the position. */
    boolean holds(String organization, String position);

    /** Organizations that do not change, by name, with their positions. */
    static Organizations of(Map<String, Set<String>> positions) {
        Map<String, Set<String>> copy = positions.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
        return (organization, position) ->
                copy.getOrDefault(organization, Set.of()).contains(position);
    }
}
