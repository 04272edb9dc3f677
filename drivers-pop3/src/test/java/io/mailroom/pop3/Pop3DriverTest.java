package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.SmtpService;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.MemoryConnector;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.Pop3Double.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class Pop3DriverTest {
    private final Pop3Double server = new Pop3Double();
    private final MemoryConnector network = server.connector();
    private final Desk desk = Pop3ContractTest.desk(network);

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

        MailboxConnector connector = desk.set("POP3 Batch Size", "7").mailboxes();

        assertThat(connector.server()).isEqualTo("pop.example.com");
        assertThat(connector.account()).isEqualTo("alice");
        assertThat(connector.filePrefix()).isEqualTo("POP3");
        assertThat(connector.batchSize()).isEqualTo(7);
        try (Mailbox mailbox = connector.connect()) {
            assertThat(mailbox.list()).hasSize(1);
        }
        assertThat(desk.log()).contains("C: PASS ***");
    }

    @Test
    void openingTouchesNeitherNetworkNorDisk() {
        network.refusesConnections(true);

        desk.set("CA Certificate File", "not-there.pem")
                .set("Enable SSL for POP3", "True")
                .mailboxes();

        assertThat(network.connections()).isZero();
    }

    @Test
    void aClosedPortIsToldWithHostPortAndWhatToCheck() {
        network.refusesConnections(true);

        assertThatThrownBy(desk::open)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage(
                        "Profile support@example.com: pop.example.com:110: cannot connect: refused by 127.0.0.1. Check"
                                + " \"POP3 Server\" and \"POP3 Server Port\" in the profile; the next poll tries again.");
    }

    @Test
    void enableTlsMeansStlsAndEnableSslTlsFromTheFirstByte() {
        assertThat(portAndFirstCommand("Enable TLS for POP3")).containsExactly("110", "STLS");

        server.with(Switch.IMPLICIT_TLS);
        assertThat(portAndFirstCommand("Enable SSL for POP3")).containsExactly("995", "CAPA");
    }

    @Test
    void a19_withoutTlsThePasswordGoesOutOnlyWhenTheProfileAllowsIt() {
        MemoryConnector far = new MemoryConnector(server.sessions(), "192.0.2.7");
        Desk outside = Pop3ContractTest.desk(far);

        assertThatThrownBy(outside::open)
                .isInstanceOf(ConnectionLostException.class)
                .satisfies(error ->
                        assertThat(((ConnectionLostException) error).kind()).isEqualTo(ErrorKind.TLS));
        assertThat(far.sentInClear()).isEmpty();

        outside.set("Allow Insecure Authentication", "True").open().close();
        assertThat(far.sentInClear()).contains("PASS pw-alice");
    }

    @Test
    void aProfileWithoutSmtpServerSaysSoWhenAskedToSend() {
        CommunicationsService service = desk.service();

        assertThat(new Pop3Driver().commands()).contains("SendMessage");
        assertThatThrownBy(() -> service.invoke(new Command("SendMessage", "a message")))
                .isInstanceOf(CommandNotSupportedException.class)
                .hasMessageContaining("set \"SMTP Server\"");
    }

    @Test
    void aProfileWithSmtpServerSendsWithIt() {
        assertThat(desk.set("SMTP Server", "smtp.example.com").service()).isInstanceOf(SmtpService.class);
    }

    private List<String> portAndFirstCommand(String parameter) {
        int before = server.commands().size();
        List<String> ports = new ArrayList<>();
        Desk watched = Pop3ContractTest.desk((endpoint, timeout) -> {
            ports.add(String.valueOf(endpoint.port()));
            return network.connect(endpoint, timeout);
        });
        watched.set(parameter, "True").open().close();
        return List.of(ports.get(0), server.commands().get(before));
    }
}
