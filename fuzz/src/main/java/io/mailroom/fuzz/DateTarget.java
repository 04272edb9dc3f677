package io.mailroom.fuzz;

import io.mailroom.mime.internal.field.DateParser;

/** A date: one in the years 0 to 9999, or none. */
public final class DateTarget {
    private DateTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        DateParser.parse(Checks.CONTEXT, data, 0, data.length, 0)
                .ifPresent(
                        date -> Checks.hold(date.getYear() >= 0 && date.getYear() <= 9_999, "a year of another age"));
    }
}
