package io.mailroom.internal.inbound;

import io.mailroom.SpoolException;
import io.mailroom.spool.Spool;
import io.mailroom.spool.Spool.FreeSpace;

/** Whether there is room to receive. Who has paused waits for a quarter more, so that polling does not flutter. One thread. */
final class RoomCheck {
    private static final long MIB = 1024 * 1024;

    private final String profile;
    private final long minimumBytes;
    private boolean paused;

    /** @param minimumBytes that stay free */
    RoomCheck(String profile, long minimumBytes) {
        this.profile = profile;
        this.minimumBytes = minimumBytes;
    }

    /** @throws SpoolException of kind SPOOL_FULL when there is none */
    void check(Spool spool) {
        FreeSpace free = spool.leastFree();
        long needed = paused ? minimumBytes + minimumBytes / 4 : minimumBytes;
        paused = free.bytes() < needed;
        if (paused) {
            throw SpoolException.full(
                    profile,
                    free.directory().toString(),
                    free.bytes() / MIB + " MiB are free on its volume, and " + needed / MIB + " MiB are to be");
        }
    }
}
