package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.TestSending.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.smtp.account.FileAccountStore;
import io.mailroom.smtp.account.MailAccount;
import io.mailroom.smtp.account.ReportAccount;
import io.mailroom.smtp.account.ReportAccounts;
import io.mailroom.smtp.account.SystemAccount;
import io.mailroom.testkit.MemoryConnector;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.SmtpDouble;
import io.mailroom.wire.TlsSetup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ReportMailerTest {
    private static final String PASSWORD = "canary-4711-secret";

    private final TestSending network = new TestSending();
    private final Map<Integer, MemoryConnector> wires = new LinkedHashMap<>();
    private final MemoryDisk disk = new MemoryDisk();
    private final FileAccountStore store =
            new FileAccountStore(disk, Path.of("/home/account"), SecretBox.withKey(new byte[32]));
    private final ReportAccounts accounts =
            new ReportAccounts(store, () -> new SystemAccount("", OptionalInt.empty(), false, "", Secret.of(""), ""));
    private boolean allowInsecure;

    ReportMailerTest() {
        disk.createDirectories(Path.of("/home"), "test");
        account(OptionalInt.empty(), false, "user");
    }

    private void account(OptionalInt port, boolean ssl, String user) {
        MailAccount account = new MailAccount("mail.test", user, Secret.of(PASSWORD), "Reports <r@mail.test>", "");
        store.store(new ReportAccount(account, false, port, ssl));
    }

    private SmtpDouble listens(int port, SmtpDouble server) {
        MemoryConnector wire = new MemoryConnector(server::newConnection, "192.0.2.1");
        wires.put(port, wire);
        network.server("mail.test:" + port, wire);
        return server;
    }

    private static SmtpDouble submission() {
        return new SmtpDouble()
                .offers("PIPELINING", "STARTTLS")
                .offersUnderTls("PIPELINING", "AUTH PLAIN")
                .wantsLogin("user", PASSWORD);
    }

    private static SmtpDouble plain() {
        return new SmtpDouble().offers("PIPELINING", "AUTH PLAIN").wantsLogin("user", PASSWORD);
    }

    private static SmtpDouble implicit() {
        return submission().speaksImplicitTls();
    }

    private SendResult send() {
        ReportMailer.Options options = new ReportMailer.Options(
                ReportMailerTest::tls,
                allowInsecure,
                Duration.ofSeconds(5),
                network.connector(),
                network::newTranscript,
                network.clock);
        try (ReportMailer mailer = new ReportMailer(accounts, options)) {
            return mailer.send(mail("ann@a.test"));
        }
    }

    private static TlsSetup tls() {
        try {
            return new TlsSetup(SSLContext.getDefault(), true);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void assertThatNoSecretWasSentInClear() {
        String base64 = java.util.Base64.getEncoder().encodeToString(("\0user\0" + PASSWORD).getBytes());
        wires.forEach((port, wire) -> assertThat(wire.sentInClear())
                .as("port " + port)
                .doesNotContain(PASSWORD)
                .doesNotContain(base64));
    }

    @Test
    void theFirstPortThatAnswersIsUsedWithStarttlsWhereItIsOffered() {
        SmtpDouble server = listens(25, submission());
        listens(587, submission());

        SendResult result = send();

        assertThat(result.isSent()).as(result.failures().toString()).isTrue();
        assertThat(result.security()).isEqualTo("tls");
        assertThat(server.mails()).hasSize(1);
        assertThatNoSecretWasSentInClear();
    }

    /** faults.md A-15: three listeners in all patterns. */
    @Test
    void a15EachPatternOfOpenPortsLeadsToTheFirstInOrder() {
        for (boolean ssl : new boolean[] {false, true}) {
            List<Integer> order = ssl ? List.of(465, 587, 25) : List.of(25, 465, 587);
            for (int pattern = 1; pattern < 8; pattern++) {
                ReportMailerTest fresh = new ReportMailerTest();
                fresh.account(OptionalInt.empty(), ssl, "user");
                List<SmtpDouble> servers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int port = order.get(i);
                    if ((pattern >> i & 1) == 1) {
                        servers.add(fresh.listens(port, ssl || port == 465 ? implicit() : submission()));
                    }
                }

                SendResult result = fresh.send();

                assertThat(result.isSent())
                        .as("pattern " + pattern + " ssl " + ssl + result.failures())
                        .isTrue();
                assertThat(servers.get(0).mails()).as("pattern " + pattern).hasSize(1);
            }
        }
    }

    @Test
    void withoutAPasswordAServerWithoutTlsIsUsedInPlainText() {
        account(OptionalInt.empty(), false, "");
        SmtpDouble server = listens(25, new SmtpDouble());

        SendResult result = send();

        assertThat(result.isSent()).isTrue();
        assertThat(result.security()).isEqualTo("none");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aPasswordCrossesNoPlainTextConnectionUnlessThatIsAllowed() {
        listens(25, plain());

        SendResult refused = send();
        assertThat(refused.with(DEFERRED)).hasSize(1);
        assertThat(refused.failures().toString()).contains("Allow Insecure Authentication");
        assertThatNoSecretWasSentInClear();

        allowInsecure = true;
        assertThat(send().isSent()).isTrue();
    }

    @Test
    void aPortInPlainTextGivesWayToOneThatCanTakeThePassword() {
        listens(25, plain());
        SmtpDouble later = listens(587, submission());

        assertThat(send().isSent()).isTrue();

        assertThat(later.mails()).hasSize(1);
        assertThatNoSecretWasSentInClear();
    }

    /** faults.md A-13: forced SSL, and servers that speak plain text on every port. */
    @Test
    void a13ForcedSslNeverFallsBack() {
        account(OptionalInt.empty(), true, "user");
        for (int port : new int[] {25, 465, 587}) {
            listens(port, submission());
        }

        SendResult result = send();

        assertThat(result.with(DEFERRED)).hasSize(1);
        wires.values().forEach(wire -> assertThat(wire.sentInClear()).isEmpty());
        assertThat(wires.values()).allMatch(wire -> wire.connections() == 1);
    }

    @Test
    void aPortOfTheSynchronisationIsTheOnlyOneTried() {
        account(OptionalInt.of(2525), true, "user");
        listens(465, implicit());
        listens(2525, submission());

        assertThat(send().with(DEFERRED)).hasSize(1);

        assertThat(wires.get(465).connections()).isZero();
        assertThat(wires.get(2525).connections()).isEqualTo(1);
    }

    /** faults.md A-14: what was proven is not given up because somebody closes the good ports. */
    @Test
    void a14OnceTlsWasSpokenPlainTextIsAnError() {
        account(OptionalInt.empty(), false, "");
        listens(25, new SmtpDouble().offers("STARTTLS"));
        assertThat(send().security()).isEqualTo("tls");

        listens(25, new SmtpDouble());
        assertThat(send().with(DEFERRED)).hasSize(1);
        accounts.forget("mail.test");
        assertThat(send().security()).isEqualTo("none");
    }

    /** faults.md A-03: a handshake that fails is no reason to go on in plain text, on this port or another. */
    @Test
    void a03AFailedHandshakeIsFollowedByTlsOrNothing() {
        account(OptionalInt.empty(), false, "");
        SmtpDouble plainLater = new SmtpDouble();
        listens(25, new SmtpDouble().offers("STARTTLS").answers("STARTTLS", "220 go ahead")); // and then no TLS
        listens(587, plainLater);

        assertThat(send().with(DEFERRED)).hasSize(1);

        assertThat(plainLater.mails()).isEmpty();
    }

    /** faults.md A-02. */
    @Test
    void a02OnlyADefiniteRefusalOfStarttlsAllowsPlainText() {
        account(OptionalInt.of(25), false, "");
        listens(25, new SmtpDouble().offers("STARTTLS").answers("STARTTLS", "454 4.7.0 not now"));
        assertThat(send().with(DEFERRED)).hasSize(1);

        SmtpDouble refuses = listens(25, new SmtpDouble().offers("STARTTLS").answers("STARTTLS", "502 5.5.1 no"));
        assertThat(send().isSent()).isTrue();
        assertThat(refuses.mails()).hasSize(1);
    }

    /** faults.md H-01. */
    @Test
    void h01ThePasswordIsInNoTranscriptAndNoResult() {
        listens(25, submission().answers("AUTH", "535 5.7.8 " + PASSWORD + " is wrong"));

        SendResult result = send();

        assertThat(result + result.failures().toString() + result.recipients() + network.transcript)
                .doesNotContain("canary");
    }

    @Test
    void theLogNamesEachPortThatWasTriedWithItsReasonAndNoSecret() {
        listens(465, submission()); // speaks no TLS from the first byte
        listens(587, submission());

        List<String> log = logged(this::send);

        assertThat(log).hasSize(3);
        assertThat(log.get(0)).contains("Not through mail.test port 25 (STARTTLS_PREFERRED)", "mail.test:25");
        assertThat(log.get(1)).contains("Not through mail.test port 465 (IMPLICIT_TLS)", "mail.test:465");
        assertThat(log.get(2)).contains("Sending through mail.test port 587: it answered, encrypted");
        assertThat(log).noneMatch(line -> line.contains(PASSWORD));
    }

    @Test
    void theLogSaysWhenAPortWasTakenInPlainText() {
        allowInsecure = true;
        listens(25, plain());

        List<String> log = logged(this::send);

        assertThat(log).hasSize(1);
        assertThat(log.get(0)).contains("Sending through mail.test port 25: it answered, in plain text");
    }

    /** What {@link AccountOpener} logs meanwhile; slf4j-simple writes to whatever System.err is at the moment. */
    private static List<String> logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return heard.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("AccountOpener"))
                .toList();
    }
}
