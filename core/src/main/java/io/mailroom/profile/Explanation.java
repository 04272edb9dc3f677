package io.mailroom.profile;

/**
 * One row of the table that explains a profile.
 *
 * @param name the documented name of the parameter
 * @param value the effective value; masked for a secret, empty when there is none
 * @param origin where it came from
 * @param source the line or the reference it was written as, such as {@code line 4} or {@code ${env:POP3_PASSWORD}};
 *     empty for defaults
 * @param unit the unit in which a bare number counts, or empty
 * @param description what the parameter does
 */
public record Explanation(String name, String value, Origin origin, String source, String unit, String description) {}
