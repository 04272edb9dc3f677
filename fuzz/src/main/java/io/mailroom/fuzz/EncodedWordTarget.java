package io.mailroom.fuzz;

import io.mailroom.mime.internal.text.HeaderText;

/** Encoded words and raw text of a field. */
public final class EncodedWordTarget {
    private EncodedWordTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        Checks.oneLine(HeaderText.decode(Checks.CONTEXT, data, 0, data.length, 0));
    }
}
