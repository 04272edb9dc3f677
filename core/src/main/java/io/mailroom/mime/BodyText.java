package io.mailroom.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body that grows while the message is read. */
final class BodyText {
    private final List<TextSegment> segments = new ArrayList<>(1);
    private int room;
    private boolean truncated;

    BodyText(int most) {
        room = most;
    }

    /** Most bytes the next segment may have. */
    int room() {
        return room;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    void add(byte[] bytes, ContentType type, long offset, boolean cut) {
        segments.add(new TextSegment(bytes, type, offset));
        room -= bytes.length;
        truncated |= cut;
    }

    @Nullable
    TextBody build() {
        return segments.isEmpty() ? null : new TextBody(segments, truncated);
    }
}
