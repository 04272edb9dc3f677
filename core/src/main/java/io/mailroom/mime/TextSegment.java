package io.mailroom.mime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decoded bytes of one text part that belongs to a body. */
final class TextSegment {
    private final byte[] bytes;
    private final @Nullable String label;

    TextSegment(byte[] bytes, @Nullable String label) {
        this.bytes = bytes;
        this.label = label;
    }

    Optional<String> declaredCharset() {
        return Optional.ofNullable(label);
    }

    String effectiveCharset() {
        return "UTF-8";
    }

    String text(boolean reflow) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
