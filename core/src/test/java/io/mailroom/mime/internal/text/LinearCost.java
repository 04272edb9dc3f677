package io.mailroom.mime.internal.text;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells linear from quadratic cost: a linear reader needs milliseconds for a flood of this size and a quadratic one
 * half a minute, so that a bound of some seconds tells them apart on any machine.
 */
public final class LinearCost {
    private static final int BYTES = 400_000;
    private static final Duration GENEROUS = Duration.ofSeconds(10);

    private LinearCost() {}

    /** A flood: a start, then one piece repeated to 400,000 bytes. */
    public static byte[] flood(String start, String piece) {
        String text = start + piece.repeat(BYTES / piece.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static void assertLinear(byte[] flood, Consumer<byte[]> work) {
        assertTimeoutPreemptively(GENEROUS, () -> work.accept(flood));
    }
}
