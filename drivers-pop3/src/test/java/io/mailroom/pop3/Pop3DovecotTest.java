package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.Mailhost;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a real Dovecot. Skipped where none runs. */
@Timeout(60)
class Pop3DovecotTest {
    private static final String USER = "user17";
    private static final String PASSWORD = "POP3 Account Password";
    private static final String MAIL = "Subject: real\r\n\r\n.dot\r\n..\r\nbinary \u00ff\u0080\r\n";

    private static Mailhost mailhost;

    @BeforeAll
    static void findTheServers() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
    }

    @BeforeEach
    void startWithAnEmptyMailbox() throws IOException {
        mailhost.clear(USER);
    }

    @Test
    void mailArrivesOverAPlainConnection() throws IOException {
        assertThat(pollOne(desk("POP3"))).isEqualTo(MAIL);
    }

    @Test
    void mailArrivesOverStls() throws IOException {
        Desk desk = desk("POP3").set("Enable TLS for POP3", "True");

        assertThat(pollOne(desk)).isEqualTo(MAIL);
        assertThat(desk.log()).anyMatch(line -> line.startsWith("* TLS: TLSv1."));
    }

    @Test
    void mailArrivesOverImplicitTls() throws IOException {
        assertThat(pollOne(desk("POP3S").set("Enable SSL for POP3", "True"))).isEqualTo(MAIL);
    }

    @Test
    void hundredsOfMessagesArrivePipelinedOverTls() throws IOException {
        for (int i = 0; i < 150; i++) {
            mailhost.append(
                    USER,
                    ("Subject: " + i + "\r\n\r\n" + "x".repeat(i * 37) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        Desk desk = desk("POP3S").set("Enable SSL for POP3", "True");

        desk.poll();
        desk.poll();

        assertThat(desk.fetched()).hasSize(150);
        assertThat(desk.fetched().values()).element(149).asString().hasSize(15 + 4 + 149 * 37 - 1);
    }

    @Test
    void aTokenLogsIn() throws Exception {
        assertThat(pollOne(desk("POP3S")
                        .set("Enable SSL for POP3", "True")
                        .set("POP3 XOAUTH2", "True")
                        .set(PASSWORD, mailhost.token(USER, 600))))
                .isEqualTo(MAIL);
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        Desk desk = desk("POP3S")
                .set("Enable SSL for POP3", "True")
                .set("POP3 XOAUTH2", "True")
                .set(PASSWORD, mailhost.token(USER, -60));

        error(desk::open, ErrorKind.AUTHENTICATION).hasMessageContaining("refused AUTH OAUTHBEARER");
    }

    @Test
    void aWrongPasswordIsNamedAsSuch() {
        error(desk("POP3").set(PASSWORD, "wrong")::open, ErrorKind.AUTHENTICATION)
                .hasMessageContaining("[AUTH]")
                .hasMessageContaining("Check \"POP3 Account Name\"");
    }

    @Test
    void a10_anExpiredCertificateIsRefused() {
        error(
                        desk("POP3S")
                                .set("POP3 Server", mailhost.value("EXPIRED_CERT_HOST"))
                                .set("Enable SSL for POP3", "True")::open,
                        ErrorKind.TLS)
                .hasMessageContaining("expired on");
    }

    @Test
    void a10_aCertificateOfAnotherHostIsRefused() {
        error(
                        desk("POP3")
                                .set("POP3 Server", mailhost.value("WRONG_CERT_HOST"))
                                .set("Enable TLS for POP3", "True")::open,
                        ErrorKind.TLS)
                .hasMessageContaining("is for another host: it names ");
    }

    @Test
    void a10_anUnknownIssuerIsRefused() {
        Desk desk = desk("POP3S").set("CA Certificate File", "").set("Enable SSL for POP3", "True");

        error(desk::open, ErrorKind.TLS).hasMessageContaining("issuer that is not trusted");
    }

    @Test
    void a13_implicitTlsOnThePlainPortIsNamedAsSuch() {
        error(desk("POP3").set("Enable SSL for POP3", "True")::open, ErrorKind.TLS)
                .hasMessageContaining("the server speaks plain text here, not TLS");
    }

    @Test
    void b29_aMailboxInUseIsNamedAsSuch() {
        try (Mailbox first = desk("POP3")
                .set("POP3 Account Name", "locked")
                .set(PASSWORD, "pw-locked")
                .open()) {
            assertThat(first.list()).isNotNull();
            error(desk("POP3").set("POP3 Account Name", "locked").set(PASSWORD, "pw-locked")::open, ErrorKind.IN_USE)
                    .hasMessageContaining("[IN-USE]");
        }
    }

    @Test
    void b18_messagesThatShareAnIdAllArrive() throws IOException {
        mailhost.clear("dupuidl");
        mailhost.append("dupuidl", MAIL.getBytes(StandardCharsets.ISO_8859_1));
        mailhost.append("dupuidl", "Subject: second\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Desk desk = desk("POP3").set("POP3 Account Name", "dupuidl").set(PASSWORD, "pw-dupuidl");

        try (Mailbox mailbox = desk.open()) {
            List<MessageRef> listed = mailbox.list();

            assertThat(listed).hasSize(2);
            assertThat(listed.get(0).uid()).isEqualTo(listed.get(1).uid());
            assertThat(desk.fetch(mailbox, listed)).hasSize(2);
        }
    }

    @Test
    void whatWasMarkedComesBackWhenTheSessionEndsWithoutQuit() throws IOException {
        mailhost.append(USER, MAIL.getBytes(StandardCharsets.ISO_8859_1));
        Desk desk = desk("POP3");

        try (Mailbox mailbox = desk.open()) {
            desk.markDeleted(mailbox, mailbox.list());
        }

        try (Mailbox mailbox = desk.open()) {
            assertThat(mailbox.list()).hasSize(1);
        }
    }

    private static Desk desk(String service) {
        return Pop3ContractTest.desk(new SocketConnector())
                .set("POP3 Server", mailhost.value("HOST"))
                .set("POP3 Server Port", mailhost.value(service))
                .set("CA Certificate File", mailhost.authority().toString())
                .set("POP3 Account Name", USER)
                .set(PASSWORD, mailhost.password(USER));
    }

    private static String pollOne(Desk desk) throws IOException {
        mailhost.append(USER, MAIL.getBytes(StandardCharsets.ISO_8859_1));
        desk.poll();
        assertThat(desk.fetched()).hasSize(1);
        try (Mailbox mailbox = desk.open()) {
            assertThat(mailbox.list()).isEmpty();
        }
        return desk.fetched().values().iterator().next();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> error(ThrowingCallable call, ErrorKind kind) {
        return assertThatThrownBy(call)
                .isInstanceOf(CommunicationsException.class)
                .satisfies(error ->
                        assertThat(((CommunicationsException) error).kind()).isEqualTo(kind));
    }
}
