package io.mailroom.fuzz;

import io.mailroom.mime.DefectSink;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.internal.text.HeaderContext;

/** What every target holds what it reads to. */
final class Checks {
    static final HeaderContext CONTEXT = new HeaderContext(MimeLimits.DEFAULT, DefectSink.NONE);

    private Checks() {}

    static void oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            hold(text.charAt(i) >= ' ' && text.charAt(i) != 0x7f, "a control character in decoded text");
        }
    }

    static void hold(boolean rule, String otherwise) {
        if (!rule) {
            throw new IllegalStateException(otherwise);
        }
    }
}
