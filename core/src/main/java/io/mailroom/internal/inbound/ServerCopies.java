package io.mailroom.internal.inbound;

import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.SeenRecord;
import java.util.List;
import java.util.Map;

/** What becomes of the copies on the server: they are deleted, or they stay. One thread. */
interface ServerCopies {
    /** A complete listing was read. */
    void listed(List<MessageRef> listing);

    /** True when the message was handed on before, and is still there because the server or the profile keeps it. */
    boolean isDoneWith(MessageRef message);

    /**
     * Step M3: the messages are stored; they may be marked deleted on the server now.
     *
     * @return those that are to be worked on; the files of the others are gone
     */
    List<StoredMessage> take(Mailbox mailbox, Map<MessageRef, StoredMessage> stored);

    /** Barrier B3: writes down what became of messages, durable when it returns. */
    void record(List<SeenRecord> records);

    /** True when a message with these bytes has an outcome on record. */
    boolean isRecorded(ContentDigest digest);

    /** True when an event was made of this very message. */
    boolean isQueued(OpenMessage message);

    /** Messages that no server has were recorded, published and settled; it is not needed to remember them. */
    void settledHere();

    /** The server has confirmed what was marked, in the midst of the session or at its end. */
    void committed();
}
