package io.mailroom.benchmarks.mime;

import java.nio.file.Path;

/** A library that reads a mail: every shown text becomes a String, every attachment a file of its own. */
interface MailPeer {
    /** Reads one mail. May throw whatever the library throws; that counts as a mail it cannot read. */
    void read(Path mail, Work work) throws Exception;
}
