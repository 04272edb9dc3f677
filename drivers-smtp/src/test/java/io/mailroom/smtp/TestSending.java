package io.mailroom.smtp;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.testkit.ManualClock;
import io.mailroom.testkit.SmtpDouble;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.Transcript;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile, the servers it names, and everything else a service needs, without a network. */
public final class TestSending implements DriverContext {
    public final ManualClock clock = ManualClock.at("2026-03-01T09:30:00Z");
    public final List<String> transcript = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Connector> servers = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Path home = Path.of("nowhere");

    public TestSending() {
        parameters.put("From Address", "Help Desk <help@example.com>");
        parameters.put("SMTP Server", "primary.test");
        parameters.put("SMTP Timeout", "5");
    }

    public TestSending with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Connections to this host lead there. */
    public TestSending server(String host, Connector connector) {
        servers.put(host, connector);
        return this;
    }

    public TestSending primary(SmtpDouble server) {
        return server("primary.test", server.connector());
    }

    public TestSending backup(SmtpDouble server) {
        return with("SMTP Backup Server", "backup.test").server("backup.test", server.connector());
    }

    public TestSending home(Path directory) {
        home = directory;
        return this;
    }

    public Settings settings() {
        Map<String, String> entries = new LinkedHashMap<>(parameters);
        entries.put("name", "help@example.com");
        entries.put("driver", SmtpDriver.NAME);
        Profile profile = Profile.from(entries);
        return ProfileResolver.of(SmtpParameters.ALL)
                .withRules(SmtpParameters.RULES)
                .resolve(profile, Direction.OUTBOUND);
    }

    public SmtpSender sender() {
        return SmtpSender.open(settings(), this);
    }

    public static OutboundMessage mail(String... recipients) {
        return OutboundMessage.builder()
                .to(recipients)
                .subject("Report")
                .text("Hello\n.\n..dots\n")
                .build();
    }

    /** The same as a ready message, which is quicker to make. */
    public static OutboundMessage ready(String... recipients) {
        return OutboundMessage.builder()
                .to(recipients)
                .ready(Content.text("Subject: Report\r\nMessage-ID: <1@example.com>\r\n\r\nHello\r\n.\r\n..dots\r\n"))
                .build();
    }

    @Override
    public String profile() {
        return "help@example.com";
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Connector connector() {
        return this::connect;
    }

    private Wire connect(Endpoint endpoint, Duration timeout) throws IOException {
        Connector server = servers.get(endpoint.host() + ":" + endpoint.port());
        server = server == null ? servers.get(endpoint.host()) : server;
        if (server == null) {
            throw new ConnectException("refused by " + endpoint.host());
        }
        return server.connect(endpoint, timeout);
    }

    @Override
    public ServiceClient client() {
        throw new UnsupportedOperationException("sending raises no events");
    }

    @Override
    public Transcript newTranscript() {
        return Transcript.to(transcript::add);
    }

    @Override
    public CommunicationsService receiving(
            Settings settings, MailboxConnector connector, CommunicationsService sender) {
        throw new UnsupportedOperationException("nothing is received here");
    }
}
