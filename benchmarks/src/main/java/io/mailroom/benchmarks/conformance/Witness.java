package io.mailroom.benchmarks.conformance;

import java.io.Closeable;
import java.io.IOException;

/** A reader that tells what it sees in a message. For one thread. */
interface Witness extends Closeable {
    /** What it is called in the report. */
    String name();

    /** Reads one raw message; whatever it throws counts as its failure to read that message. */
    SeenMessage read(byte[] raw) throws Exception;

    @Override
    default void close() throws IOException {}
}
