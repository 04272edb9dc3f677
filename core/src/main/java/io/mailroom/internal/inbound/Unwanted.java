package io.mailroom.internal.inbound;

import io.mailroom.spi.MessageRef;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that stay on the server: which ones, so that each is reported once, and too large ones are not tried again. */
final class Unwanted {
    /** Most messages remembered; when they are reached, all are forgotten and reported anew. */
    static final int MAX_REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Unwanted.class);

    private final String profile;
    private final Set<String> left = new LinkedHashSet<>();
    private final Set<String> reported = new LinkedHashSet<>();

    Unwanted(String profile) {
        this.profile = profile;
    }

    /** True when the message turned out too large before. */
    boolean contains(MessageRef message) {
        return left.contains(key(message));
    }

    /** The message is not tried again. */
    void leave(MessageRef message, String why) {
        if (left.size() >= MAX_REMEMBERED) {
            left.clear();
        }
        left.add(key(message));
        report(message, why);
    }

    /** The message stays for now. */
    void report(MessageRef message, String why) {
        if (reported.size() >= MAX_REMEMBERED) {
            reported.clear();
        }
        if (reported.add(key(message))) {
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .addKeyValue("uid", message.uid())
                    .addKeyValue("listedBytes", message.sizeBytes())
                    .log("Message left on the server: {}", why);
        }
    }

    private static String key(MessageRef message) {
        return message.uid() + " " + message.sizeBytes();
    }
}
