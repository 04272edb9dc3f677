package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.SmtpService;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.testkit.MemoryConnector;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.Pop3Double.Switch;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class Pop3DriverTest {
    private final Pop3Double server = new Pop3Double();

    @Test
    void theDriverIsFoundByItsName() {
        assertThat(ServiceLoader.load(CommunicationsDriver.class))
                .filteredOn(driver -> driver.name().equals("Internet SMTP/POP3 Server"))
                .singleElement()
                .satisfies(driver -> {
                    assertThat(driver.channel()).isEqualTo("POP3SMTP");
                    assertThat(driver.events()).containsExactly("MessageReceived");
                });
    }

    @Test
    void aProfileBecomesAConnectorThatLogsIn() {
        server.holds("uid-1", "Subject: a\r\n\r\n");
        Context context = new Context(server.connector());

        MailboxConnector connector = open(context, "POP3 Batch Size", "7");

        assertThat(connector.server()).isEqualTo("localhost");
        assertThat(connector.account()).isEqualTo("alice");
        assertThat(connector.filePrefix()).isEqualTo("POP3");
        assertThat(connector.batchSize()).isEqualTo(7);
        try (Mailbox mailbox = connector.connect()) {
            assertThat(mailbox.list()).hasSize(1);
        }
        assertThat(context.log).contains("C: PASS ***");
    }

    @Test
    void openingTouchesNeitherNetworkNorDisk() {
        MemoryConnector network = server.connector();
        network.refusesConnections(true);

        open(new Context(network), "CA Certificate File", "not-there.pem", "Enable SSL for POP3", "True");

        assertThat(network.connections()).isZero();
    }

    @Test
    void aClosedPortIsToldWithHostPortAndWhatToCheck() {
        MemoryConnector network = server.connector();
        network.refusesConnections(true);

        assertThatThrownBy(() -> open(new Context(network)).connect())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("Profile support@example.com: localhost:110: cannot connect: refused by 127.0.0.1. Check"
                        + " \"POP3 Server\" and \"POP3 Server Port\" in the profile; the next poll tries again.");
    }

    @Test
    void enableTlsMeansStlsAndEnableSslTlsFromTheFirstByte() {
        assertThat(portAndFirstCommand("Enable TLS for POP3", "True")).containsExactly("110", "STLS");

        server.with(Switch.IMPLICIT_TLS);
        assertThat(portAndFirstCommand("Enable SSL for POP3", "True")).containsExactly("995", "CAPA");
    }

    @Test
    void a19_withoutTlsThePasswordGoesOutOnlyWhenTheProfileAllowsIt() {
        MemoryConnector far = new MemoryConnector(server.sessions(), "192.0.2.7");

        assertThatThrownBy(() -> open(new Context(far)).connect())
                .isInstanceOf(ConnectionLostException.class)
                .satisfies(error ->
                        assertThat(((ConnectionLostException) error).kind()).isEqualTo(ErrorKind.TLS));
        assertThat(far.sentInClear()).isEmpty();

        open(new Context(far), "Allow Insecure Authentication", "True")
                .connect()
                .close();
        assertThat(far.sentInClear()).contains("PASS pw-alice");
    }

    @Test
    void aProfileWithoutSmtpServerSaysSoWhenAskedToSend() {
        Pop3Driver driver = new Pop3Driver();

        var service = driver.open(settings(driver), new Context(server.connector()));

        assertThat(driver.commands()).contains("SendMessage");
        assertThatThrownBy(() -> service.invoke(new Command("SendMessage", "a message")))
                .isInstanceOf(CommandNotSupportedException.class)
                .hasMessageContaining("set \"SMTP Server\"");
    }

    @Test
    void aProfileWithSmtpServerSendsWithIt() {
        Pop3Driver driver = new Pop3Driver();

        var service = driver.open(settings(driver, "SMTP Server", "smtp.example.com"), new Context(server.connector()));

        assertThat(service).isInstanceOf(SmtpService.class);
    }

    private List<String> portAndFirstCommand(String... overrides) {
        int before = server.commands().size();
        List<String> ports = new ArrayList<>();
        Connector connector = (endpoint, timeout) -> {
            ports.add(String.valueOf(endpoint.port()));
            return server.connector().connect(endpoint, timeout);
        };
        open(new Context(connector), overrides).connect().close();
        return List.of(ports.get(0), server.commands().get(before));
    }

    private static MailboxConnector open(Context context, String... overrides) {
        Pop3Driver driver = new Pop3Driver();
        driver.open(settings(driver, overrides), context);
        return context.opened.get(0);
    }

    private static Settings settings(Pop3Driver driver, String... overrides) {
        var profile = Profile.named("support@example.com", driver.name())
                .set("From Address", "support@example.com")
                .set("POP3 Server", "localhost")
                .set("POP3 Account Name", "alice")
                .set("POP3 Account Password", "pw-alice");
        for (int i = 0; i < overrides.length; i += 2) {
            profile.set(overrides[i], overrides[i + 1]);
        }
        return ProfileResolver.of(driver.parameters())
                .withRules(driver.rules())
                .withEnvironment(Map.<String, String>of()::get)
                .resolve(profile.build(), Direction.INBOUND);
    }

    /** A host that only remembers which mailboxes it was to receive from. */
    private static final class Context implements DriverContext {
        final List<MailboxConnector> opened = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        private final Connector connector;

        Context(Connector connector) {
            this.connector = connector;
        }

        @Override
        public String profile() {
            return "support@example.com";
        }

        @Override
        public Path home() {
            return Path.of("home");
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Connector connector() {
            return connector;
        }

        @Override
        public ServiceClient client() {
            throw new UnsupportedOperationException("opening a service raises no events");
        }

        @Override
        public Transcript newTranscript() {
            return Transcript.to(log::add);
        }

        @Override
        public CommunicationsService receiving(
                Settings settings, MailboxConnector mailbox, CommunicationsService sender) {
            opened.add(mailbox);
            return sender;
        }
    }
}
