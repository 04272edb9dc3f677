package io.mailroom.profile;

/** Which way messages go: what a parameter is for, and what a profile is used for. */
public enum Direction {
    /** Messages come in. */
    INBOUND,
    /** Messages go out. */
    OUTBOUND,
    /** Either way. */
    BOTH;

    /** True when a parameter for this direction matters to a profile used for the other one. */
    public boolean overlaps(Direction other) {
        return this == BOTH || other == BOTH || this == other;
    }
}
