package io.mailroom.examples.command;

import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.TokenSource;
import io.mailroom.spi.TokenSourceProvider;
import io.mailroom.wire.Connector;
import io.mailroom.wire.SocketConnector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** What a program that only sends hands to a driver: the real network, the real clock, a place for files. */
record SendingContext(String profile, Path home, Supplier<Transcript> transcripts, Optional<TokenSource> tokens)
        implements DriverContext {
    SendingContext(Settings settings, Path home, Supplier<Transcript> transcripts) {
        this(settings.profile().name(), home, transcripts, TokenSourceProvider.find(settings, home, Clock.systemUTC()));
    }

    SendingContext(String profile, Path home, Supplier<Transcript> transcripts) {
        this(profile, home, transcripts, Optional.empty());
    }

    @Override
    public Clock clock() {
        return Clock.system(ZoneId.systemDefault());
    }

    @Override
    public Connector connector() {
        return new SocketConnector();
    }

    @Override
    public ServiceClient client() {
        throw new IllegalStateException("Nothing is received here, so no event is raised.");
    }

    @Override
    public Transcript newTranscript() {
        return transcripts.get();
    }

    @Override
    public CommunicationsService receiving(
            Settings settings, MailboxConnector connector, CommunicationsService sender) {
        throw new IllegalStateException("Nothing is received here.");
    }
}
