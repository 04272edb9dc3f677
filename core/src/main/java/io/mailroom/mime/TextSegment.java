package io.mailroom.mime;

import io.mailroom.mime.internal.legacy.FlowedText;
import io.mailroom.mime.internal.text.TextDecoder;
import io.mailroom.mime.internal.text.Utf8Transcoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** The decoded bytes of one text part that belongs to a body. */
final class TextSegment {
    private final byte[] bytes;
    private final ContentType type;
    private final long offset;

    TextSegment(byte[] bytes, ContentType type, long offset) {
        this.bytes = bytes;
        this.type = type;
        this.offset = offset;
    }

    /** Bytes, which are at least as many as the characters, mostly. */
    int length() {
        return bytes.length;
    }

    Optional<String> declaredCharset() {
        return type.charset();
    }

    private String label() {
        return type.charset().orElse("");
    }

    String effectiveCharset() {
        Utf8Transcoder transcoder = new Utf8Transcoder(label(), DefectSink.NONE, offset, (buf, from, to) -> {});
        try {
            transcoder.write(bytes, 0, bytes.length);
            transcoder.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot happen without a file", e);
        }
        return transcoder.charset().name();
    }

    String text(boolean reflow, DefectSink defects) {
        String text = TextDecoder.decode(bytes, 0, bytes.length, label(), defects, offset);
        boolean flowed =
                "flowed".equals(type.parameter("format").orElse("").strip().toLowerCase(Locale.ROOT));
        return reflow && flowed ? FlowedText.unwrap(text, deletesBlanks()) : text;
    }

    private boolean deletesBlanks() {
        return type.parameter("delsp").orElse("").strip().equalsIgnoreCase("yes");
    }
}
