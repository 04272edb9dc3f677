package io.mailroom.benchmarks.poll;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.Receiver;
import io.mailroom.spi.SessionReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A driver whose sessions find nothing and take as long as their server takes; each is written down in a ledger. */
final class EmptyMailboxes implements CommunicationsDriver {
    private static final String NAME = "Empty Mailboxes";
    private static final Parameter<String> SERVER =
            Parameter.text("Server").withDefault("healthy0.example.com").describedAs("Host name of the server.");

    private final Ledger ledger;

    EmptyMailboxes(Ledger ledger) {
        this.ledger = ledger;
    }

    static Profile profile(ServerKind kind, int number, Duration interval) {
        String address = kind.mailbox(number);
        return Profile.named(address, NAME)
                .set("From Address", address)
                .set(SERVER, kind.server(number))
                .set(InboundParameters.POLLING_INTERVAL, String.valueOf(interval.toSeconds()))
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String channel() {
        return "EMPTY";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("Email");
    }

    @Override
    public Set<String> commands() {
        return Set.of();
    }

    @Override
    public Set<String> events() {
        return Set.of();
    }

    @Override
    public List<Parameter<?>> parameters() {
        return Stream.concat(InboundParameters.ALL.stream(), Stream.of(SERVER)).toList();
    }

    @Override
    public CommunicationsService open(Settings settings, DriverContext context) {
        return new Empty(context.profile(), settings.get(SERVER));
    }

    private final class Empty implements CommunicationsService, Receiver {
        private final String profile;
        private final String server;

        Empty(String profile, String server) {
            this.profile = profile;
            this.server = server;
        }

        @Override
        public SessionReport receive() {
            ServerKind kind = ServerKind.of(server);
            ledger.began(profile);
            try {
                Thread.sleep(kind.session.toMillis());
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt(); // the run is over
            }
            ledger.ended(profile);
            if (kind == ServerKind.DEAD) {
                throw new ConnectionLostException(
                        ErrorKind.NETWORK,
                        profile,
                        server,
                        "no answer within 60 s",
                        "The next poll tries again.",
                        null);
            }
            return SessionReport.EMPTY;
        }

        @Override
        public String server() {
            return server;
        }

        @Override
        public Optional<Receiver> receiver() {
            return Optional.of(this);
        }

        @Override
        public void start() {
            // has nothing to get ready
        }

        @Override
        public void suspend() {
            // takes on nothing by itself
        }

        @Override
        public void resume() {
            // takes on nothing by itself
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
