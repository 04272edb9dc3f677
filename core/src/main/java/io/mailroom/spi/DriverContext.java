package io.mailroom.spi;

import io.mailroom.profile.Settings;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What the host hands to a driver when it makes a service. Immutable, usable from any thread. */
public interface DriverContext {
    /** Name of the profile, for errors and logs. */
    String profile();

    /** The library's home directory: relative directories in settings lie below it. */
    Path home();

    /** The only clock a service may read. */
    Clock clock();

    /** The only way to the network a service may take. */
    Connector connector();

    /** Who hears of events and errors. */
    ServiceClient client();

    /** A transcript for one more connection: to the service's log when {@code LogDebug} asks for it, else off. */
    Transcript newTranscript();

    /** Where this profile's OAuth 2.0 tokens come from; empty when neither the application nor the profile says. */
    default Optional<TokenSource> tokens() {
        return Optional.empty();
    }

    /**
     * The service that receives mail: it takes the messages of a mailbox through store, parse, hand over and settle in
     * the durable order, for any driver that can open a {@link Mailbox}. Commands go to the sender given.
     */
    CommunicationsService receiving(Settings settings, MailboxConnector connector, CommunicationsService sender);
}
