package io.mailroom.mime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the sender wants a part shown (RFC 2183).
 *
 * @param kind {@code inline}, {@code attachment} or another word of the sender, in lower case
 * @param parameters decoded, by lower-case name, in the sender's order; unmodifiable
 */
public record Disposition(String kind, Map<String, String> parameters) {
    /** Lower-cases the kind and the names, and copies the map. */
    public Disposition {
        kind = Objects.requireNonNull(kind, "kind").toLowerCase(Locale.ROOT);
        if (parameters.isEmpty()) {
            parameters = Map.of();
        } else {
            Map<String, String> copy = new LinkedHashMap<>();
            parameters.forEach((name, value) -> copy.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            parameters = Collections.unmodifiableMap(copy);
        }
    }

    /** True for everything but {@code inline}: an unknown word means attachment (RFC 2183 §2.8). */
    public boolean isAttachment() {
        return !kind.equals("inline");
    }

    /** True for {@code inline}. */
    public boolean isInline() {
        return kind.equals("inline");
    }

    /** The file name as the sender wrote it, decoded but not cleaned. Never a path to use. */
    public Optional<String> fileName() {
        return Optional.ofNullable(parameters.get("filename"));
    }
}
