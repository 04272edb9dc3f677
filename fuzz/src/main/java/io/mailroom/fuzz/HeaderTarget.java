package io.mailroom.fuzz;

import io.mailroom.mime.internal.field.FieldLines;
import io.mailroom.mime.internal.field.Keywords;
import io.mailroom.mime.internal.field.MessageIds;

/** A header: its fields, ids and keywords. */
public final class HeaderTarget {
    private HeaderTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        FieldLines lines = new FieldLines(data, 0, data.length);
        int at = -1;
        while (lines.next() != FieldLines.Kind.END) {
            Checks.hold(lines.nameStart() > at, "no step forward");
            at = lines.nameStart();
        }
        MessageIds.parse(Checks.CONTEXT, data, 0, data.length, 0, 100).forEach(Checks::oneLine);
        Keywords.parse(Checks.CONTEXT, data, 0, data.length, 0).forEach(Checks::oneLine);
    }
}
