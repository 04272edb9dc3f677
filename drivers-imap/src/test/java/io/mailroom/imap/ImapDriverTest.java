package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.ConnectionLostException;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.ImapDouble.Switch;
import io.mailroom.testkit.MemoryConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ImapDriverTest {
    private final ImapDouble server = new ImapDouble();
    private final MemoryConnector network = server.connector();
    private final Desk desk = new Desk(new ImapDriver(), ImapContractTest.aProfile(), network);

    @Test
    void theDriverIsFoundByItsName() {
        assertThat(ServiceLoader.load(CommunicationsDriver.class))
                .filteredOn(driver -> driver.name().equals("Internet SMTP/IMAP Server"))
                .singleElement()
                .satisfies(driver -> {
                    assertThat(driver.channel()).isEqualTo("IMAPSMTP");
                    assertThat(driver.events()).containsExactly("MessageReceived");
                    assertThat(driver.commands()).contains("SendMessage");
                });
    }

    @Test
    void aProfileBecomesAConnectorThatLogsIn() {
        server.holds("m1", "Subject: a\r\n\r\n");

        MailboxConnector connector = desk.set("IMAP Batch Size", "7").mailboxes();

        assertThat(connector.server()).isEqualTo("imap.example.com");
        assertThat(connector.account()).isEqualTo("alice");
        assertThat(connector.folder()).isEmpty();
        assertThat(connector.filePrefix()).isEqualTo("IMAP");
        assertThat(connector.batchSize()).isEqualTo(7);
        try (Mailbox mailbox = connector.connect()) {
            assertThat(mailbox.list()).hasSize(1);
        }
        assertThat(desk.log()).contains("C: A1 AUTHENTICATE PLAIN ***");
    }

    @Test
    void twoFoldersOfAnAccountAreTwoMailboxes() {
        assertThat(desk.set("IMAP Folder", "Support").mailboxes().folder()).isEqualTo("Support");
        assertThat(desk.set("IMAP Folder", "inbox").mailboxes().folder()).isEmpty();
    }

    @Test
    void openingTouchesNeitherNetworkNorDisk() {
        network.refusesConnections(true);

        desk.set("CA Certificate File", "not-there.pem")
                .set("Enable SSL for IMAP", "True")
                .mailboxes();

        assertThat(network.connections()).isZero();
    }

    @Test
    void aClosedPortIsToldWithHostPortAndWhatToCheck() {
        network.refusesConnections(true);

        assertThatThrownBy(desk::open)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("Profile support@example.com: imap.example.com:143: cannot connect: refused by 127.0.0.1."
                        + " Check \"IMAP Server\" and \"IMAP Server Port\" in the profile; the next poll tries again.");
    }

    @Test
    void enableTlsMeansStarttlsAndEnableSslTlsFromTheFirstByte() {
        List<Integer> ports = new ArrayList<>();
        Desk watched = new Desk(new ImapDriver(), ImapContractTest.aProfile(), (endpoint, timeout) -> {
            ports.add(endpoint.port());
            return network.connect(endpoint, timeout);
        });

        watched.set("Enable TLS for IMAP", "True").open().close();
        server.with(Switch.IMPLICIT_TLS);
        watched.set("Enable TLS for IMAP", "False")
                .set("Enable SSL for IMAP", "True")
                .open()
                .close();

        assertThat(ports).containsExactly(143, 993);
        assertThat(server.commands()).containsExactly("STARTTLS", "CAPABILITY", "AUTHENTICATE ***", "AUTHENTICATE ***");
    }
}
