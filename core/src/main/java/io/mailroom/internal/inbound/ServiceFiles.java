package io.mailroom.internal.inbound;

import io.mailroom.spool.Draft;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Names and opens the files of one service: counts its messages, knows how long the application runs. One thread. */
final class ServiceFiles {
    private final Spool spool;
    private final SpoolName names;
    private final String prefix;
    private final String label;
    private final LongSupplier uptimeMillis;
    private long messages;

    /**
     * @param prefix what precedes the underscore, such as {@code POP3}
     * @param uptimeMillis milliseconds since the application started
     */
    ServiceFiles(Spool spool, SpoolName names, String prefix, LongSupplier uptimeMillis) {
        this.spool = spool;
        this.names = names;
        this.prefix = prefix;
        this.label = prefix.toLowerCase(java.util.Locale.ROOT) + ".raw";
        this.uptimeMillis = uptimeMillis;
    }

    String label() {
        return label;
    }

    /** Number of the message begun last. */
    long messageNumber() {
        return messages;
    }

    long nextMessageNumber() {
        return ++messages;
    }

    Draft incoming(long number) throws IOException {
        return spool.draft(
                Place.INCOMING, label, uptimeMillis.getAsLong(), millis -> names.incoming(prefix, number, millis));
    }

    /** Files made of a message are named after it, whichever service stored it: see {@link MailboxService#messageOf}. */
    Draft attachment(StoredMessage message, int index) throws IOException {
        SpoolName owner = message.names().orElse(names);
        return spool.draft(
                Place.INCOMING,
                "part",
                uptimeMillis.getAsLong(),
                millis -> owner.attachment(message.number(), index, millis));
    }

    Draft originalText(StoredMessage message, int index) throws IOException {
        SpoolName owner = message.names().orElse(names);
        return spool.draft(
                Place.INCOMING,
                "text",
                uptimeMillis.getAsLong(),
                millis -> owner.originalMessageText(message.number(), index, millis));
    }
}
