package io.mailroom.testkit;

/**
 * The death of a process, played in a test: nothing after it has an effect. An {@link Error}, so that no code which deals
 * with failures takes it for one; catch it in the test alone.
 */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    /** @param where the step at which the process died */
    public SimulatedCrash(String where) {
        super(where, null, false, false);
    }
}
