package io.mailroom.examples.command;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How high the window is, as {@code stty} says; 24 lines where there is none. */
final class Terminal {
    private static final int USUAL = 24;
    private static final int FEWEST = 12;

    private Terminal() {}

    /** Lines of the window, {@value #FEWEST} or more. */
    static int lines() throws InterruptedException {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = stty.inputReader()) {
                return stty.waitFor(1, TimeUnit.SECONDS) ? parse(out.readLine()) : USUAL;
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException noTerminal) {
            return USUAL;
        }
    }

    /** Of {@code 40 120}, the 40. */
    static int parse(@Nullable String size) {
        if (size == null || !size.matches("[1-9][0-9]{0,4} [0-9]{1,5}")) {
            return USUAL;
        }
        return Math.max(FEWEST, Integer.parseInt(size.substring(0, size.indexOf(' '))));
    }
}
