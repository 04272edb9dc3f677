package io.mailroom.imap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.Mailhost;
import io.mailroom.testkit.RealMailbox;
import io.mailroom.testkit.Relay;
import java.io.IOException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver against a real Dovecot, with TLS and tokens besides. Skipped where none runs. */
class ImapDovecotTest extends RealServerContract {
    private static final String USER = "user9";

    private static Mailhost mailhost;

    @BeforeAll
    static void findTheServers() {
        assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
    }

    @Override
    RealMailbox mailbox() {
        return mailhost.mailbox("IMAP", USER);
    }

    private Desk withTls() {
        return desk().set("CA Certificate File", mailhost.authority().toString())
                .set("IMAP Server Port", mailhost.value("IMAPS"))
                .set("Enable SSL for IMAP", "True");
    }

    private Desk withStarttls() {
        return desk().set("CA Certificate File", mailhost.authority().toString())
                .set("Enable TLS for IMAP", "True");
    }

    private Desk withToken(String mechanism, int seconds) throws IOException, InterruptedException {
        return withTls()
                .set("IMAP XOAUTH2", "True")
                .set("Login Mechanisms", mechanism)
                .set("IMAP Account Password", mailhost.token(USER, seconds));
    }

    @Test
    void mailArrivesOverTls() throws IOException {
        mailbox().append(new byte[] {'A', ':', ' ', 'b', '\r', '\n', '\r', '\n'});
        Desk desk = withTls();

        desk.poll();

        assertThat(desk.fetched()).hasSize(1);
        assertThat(desk.log()).anyMatch(line -> line.startsWith("* TLS: TLSv1."));
    }

    @Test
    void mailArrivesOverStarttls() throws IOException {
        mailbox().append(new byte[] {'A', ':', ' ', 'b', '\r', '\n', '\r', '\n'});
        Desk desk = withStarttls();

        desk.poll();

        assertThat(desk.fetched()).hasSize(1);
        assertThat(desk.log()).anyMatch(line -> line.startsWith("* TLS: TLSv1."));
    }

    @Test
    void mailThatCameWhileTheLineWasCutIsFetchedWhenItIsUpAgain() throws IOException {
        try (Relay relay = Relay.to(mailbox().server());
                Communications mailroom = mailroom(at(relay.endpoint()).set("PollingInterval", "3600"))) {
            startWatching(mailroom);

            relay.cut();
            mailArrives("missed");

            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(subjects).containsExactly("missed"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenLogsIn(String mechanism) throws Exception {
        Desk desk = withToken(mechanism, 600);

        desk.poll();

        assertThat(desk.log()).anyMatch(line -> line.contains("AUTHENTICATE " + mechanism + " ***"));
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        error(withToken("OAUTHBEARER", -60), ErrorKind.AUTHENTICATION)
                .hasMessageContaining("refused AUTHENTICATE OAUTHBEARER");
    }

    @Test
    void a10_anExpiredCertificateIsRefused() {
        error(withTls().set("IMAP Server", mailhost.value("EXPIRED_CERT_HOST")), ErrorKind.TLS)
                .hasMessageContaining("expired on");
    }

    @Test
    void a10_aCertificateOfAnotherHostIsRefused() {
        error(withStarttls().set("IMAP Server", mailhost.value("WRONG_CERT_HOST")), ErrorKind.TLS)
                .hasMessageContaining("is for another host: it names ");
    }

    @Test
    void a10_anUnknownIssuerIsRefused() {
        Desk desk = desk().set("IMAP Server Port", mailhost.value("IMAPS")).set("Enable SSL for IMAP", "True");

        error(desk, ErrorKind.TLS).hasMessageContaining("issuer that is not trusted");
    }

    @Test
    void a13_implicitTlsOnThePlainPortIsNamedAsSuch() {
        error(withTls().set("IMAP Server Port", mailhost.value("IMAP")), ErrorKind.TLS)
                .hasMessageContaining("the server speaks plain text here, not TLS");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> error(Desk desk, ErrorKind kind) {
        return assertThatThrownBy(desk::open)
                .isInstanceOfSatisfying(
                        CommunicationsException.class,
                        error -> assertThat(error.kind()).isEqualTo(kind));
    }
}
