package io.mailroom.benchmarks.poll;

import java.time.Duration;
import java.util.Locale;

/** How a server treats a session, and how many mailboxes and servers of the kind there are. */
enum ServerKind {
    /** As most are. */
    HEALTHY(400, 10, Duration.ofMillis(20)),
    /** Answers, but late. */
    SLOW(50, 5, Duration.ofSeconds(12)),
    /** Takes the connection and never says a word, until the client gives up. */
    DEAD(50, 5, Duration.ofSeconds(60));

    final int mailboxes;
    final int servers;
    final Duration session;

    ServerKind(int mailboxes, int servers, Duration session) {
        this.mailboxes = mailboxes;
        this.servers = servers;
        this.session = session;
    }

    /** Address of a mailbox. */
    String mailbox(int number) {
        return name().toLowerCase(Locale.ROOT) + number + "@" + server(number);
    }

    String server(int number) {
        return name().toLowerCase(Locale.ROOT) + number % servers + ".example.com";
    }

    static ServerKind of(String server) {
        for (ServerKind kind : values()) {
            if (server.startsWith(kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No such server: " + server);
    }
}
