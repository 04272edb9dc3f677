package io.mailroom.spi;

import java.util.Objects;

/**
 * One thing that an examination of a profile's servers found. Safe to print: no secrets, no control characters.
 *
 * @param server protocol and {@code host:port}, such as {@code POP3 pop.example.com:995}
 * @param check what was looked at, one or two words, such as {@code certificate}
 * @param level how it is
 * @param what what was found, without final stop
 * @param advice what to do, one or two sentences; empty when nothing is to be done
 */
public record Finding(String server, String check, Level level, String what, String advice) {
    /** How it is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** It works, but somebody should look. */
        WARNING,
        /** It does not work. */
        FAILED
    }

    public Finding {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(advice, "advice");
    }
}
