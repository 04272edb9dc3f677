package io.mailroom.internal.host;

/**
 * How much polling goes on at once.
 *
 * @param sessions with all servers together
 * @param sessionsPerServer with one server
 */
public record PollLimits(int sessions, int sessionsPerServer) {
    /** What holds when nobody says otherwise. */
    public static final PollLimits USUAL = new PollLimits(16, 8);

    public PollLimits {
        if (sessions < 1 || sessionsPerServer < 1) {
            throw new IllegalArgumentException(
                    "At least one session at a time, not " + sessions + " and " + sessionsPerServer + " per server.");
        }
    }

    /** Sessions with servers that give trouble: the others always find room. */
    int sessionsInTrouble() {
        return Math.max(1, sessions / 2);
    }
}
