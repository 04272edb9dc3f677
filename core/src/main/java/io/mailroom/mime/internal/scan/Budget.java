package io.mailroom.mime.internal.scan;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MimeLimits;
import org.jspecify.annotations.Nullable;

/** What is left of the limits that hold for a whole message, its encoded inner messages too. */
public final class Budget {
    private MimeLimits limits = MimeLimits.DEFAULT;
    private int entities;
    private int headerBytes;
    private long deadline;

    /** Starts another message. */
    public void start(MimeLimits now) {
        limits = now;
        entities = now.parts();
        headerBytes = now.allHeaderBytes();
        deadline = System.nanoTime() + now.parseTime().toNanos();
    }

    MimeLimits limits() {
        return limits;
    }

    /** Counts one more entity; the limit it would pass, or null. */
    @Nullable
    public DefectCode takeEntity() {
        if (entities == 0) {
            return DefectCode.TOO_MANY_PARTS;
        }
        entities--;
        return System.nanoTime() - deadline > 0 ? DefectCode.PARSE_TIME_EXCEEDED : null;
    }

    /** Most bytes the next header may have. */
    int headerBytes() {
        return Math.min(headerBytes, limits.headerBytes());
    }

    void takeHeader(int bytes) {
        headerBytes = Math.max(0, headerBytes - bytes);
    }
}
