package io.mailroom.profile;

import java.util.Objects;

/**
 * One value that a profile sets, as it was written. Nothing is known here of what the parameter is, so the value may be
 * secret and is left out of {@link #toString()}.
 *
 * @param name the name in the author's spelling, perhaps with the prefix {@code Driver:} or {@code Service:}
 * @param value the value, or a reference such as {@code ${env:NAME}}
 * @param line the line of the profile's file, counted from 1; 0 when it came from no file
 */
public record ParameterOverride(String name, String value, int line) {
    /** Checks that nothing is missing. */
    public ParameterOverride {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (line < 0) {
            throw new IllegalArgumentException("Lines are counted from 1, and 0 stands for no file: " + line);
        }
    }

    /** The name as it is compared: without case, blanks, hyphens and underscores. */
    public String key() {
        return Parameter.keyOf(name);
    }

    /** The name in quotes and the line, as errors say it. */
    String where() {
        return "\"" + Wording.shown(name) + "\"" + (line > 0 ? " (line " + line + ")" : "");
    }

    @Override
    public String toString() {
        return where();
    }
}
