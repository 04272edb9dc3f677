package io.mailroom.internal.host;

import io.mailroom.internal.inbound.InboundWorld;
import io.mailroom.internal.inbound.MailboxService;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.TokenSource;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the host hands to the driver of one profile. */
record HostContext(
        InboundWorld world, Connector connector, @Nullable DebugLog log, Optional<TokenSource> tokens)
        implements DriverContext {
    @Override
    public String profile() {
        return world.profile();
    }

    @Override
    public Path home() {
        return world.home();
    }

    @Override
    public Clock clock() {
        return world.clock();
    }

    @Override
    public ServiceClient client() {
        return world.client();
    }

    @Override
    public Transcript newTranscript() {
        return log == null ? Transcript.off() : log.transcript();
    }

    @Override
    public CommunicationsService receiving(Settings settings, MailboxConnector mailbox, CommunicationsService sender) {
        boolean onlySends = world.client() instanceof SenderClient;
        return onlySends ? sender : new MailboxService(world, settings, mailbox, sender);
    }
}
