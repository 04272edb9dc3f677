package io.mailroom.mime;

/** Takes each flaw as it is met. Called on the reading thread; must not throw. */
@FunctionalInterface
public interface DefectSink {
    /** A sink that forgets. */
    DefectSink NONE = (code, offset, text) -> {};

    /**
     * Notes one flaw.
     *
     * @param code what is wrong
     * @param offset bytes from the start of the raw message, or -1
     * @param text the name, label or number concerned; may be empty
     */
    void add(DefectCode code, long offset, String text);
}
