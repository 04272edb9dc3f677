package io.mailroom.spi;

/** What a command came to, when it was carried out. Each driver documents its own; all have a one-line summary. */
public interface CommandResult {
    /** One line for a log or a terminal, such as {@code sent to 2 of 3 recipients}. No secrets, no control characters. */
    String summary();
}
