package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.MemoryConnector;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.Pop3Double.Switch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves this machine unencrypted, and what the server can talk us into. */
class Pop3SecurityTest {
    private static final String SECRET = "canary-pass-7431";
    private static final String PASSWORD = "POP3 Account Password";

    private final Pop3Double server = new Pop3Double().belongsTo("alice", SECRET);
    private final MemoryConnector network = new MemoryConnector(server.sessions(), "192.0.2.7");
    private final Desk desk = Pop3ContractTest.desk(network).set(PASSWORD, SECRET);

    /** Holds for every test here: no secret in clear, none in the transcript. */
    @AfterEach
    void a19_h01_noSecretWasSentInClearOrWrittenDown() {
        String base64 = Base64.getEncoder().encodeToString(("\0alice\0" + SECRET).getBytes(StandardCharsets.UTF_8));
        String[] forms = {SECRET, base64, Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8))};

        assertThat(network.sentInClear()).doesNotContain(forms);
        assertThat(String.join("\n", desk.log())).doesNotContain(forms).doesNotContain("canary");
    }

    @ParameterizedTest
    @EnumSource(
            value = Switch.class,
            names = {"OFFERS_SASL", "OFFERS_SASL_LOGIN_ONLY", "NO_CAPA"})
    void a19_withTlsThePasswordGoesOnlyEncrypted(Switch offer) throws IOException {
        server.with(offer).holds("a", "Subject: a\r\n\r\n");

        desk.set("Enable TLS for POP3", "True").poll();

        assertThat(server.uids()).isEmpty();
        assertThat(network.sentInClear()).isEqualTo("STLS\r\n");
    }

    @Test
    void implicitTlsSendsNothingInClear() throws IOException {
        server.with(Switch.IMPLICIT_TLS).holds("a", "Subject: a\r\n\r\n");

        desk.set("Enable SSL for POP3", "True").poll();

        assertThat(network.sentInClear()).isEmpty();
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void a01_aServerWithoutStlsGetsNoPassword() {
        server.with(Switch.NO_STLS);

        tlsFailure(() -> desk.set("Enable TLS for POP3", "True").open(), "STLS was refused with \"-ERR no TLS here\"");
        assertThat(server.commands()).containsExactly("STLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-ERR [SYS/TEMP] later", "-ERR [SYS/PERM] never", "-ERR", "+ go on", "-ERR \u001b[2Jcleared"})
    void a02_anyAnswerToStlsButOkEndsTheSession(String reply) {
        server.answersOnce("STLS", reply);

        tlsFailure(() -> desk.set("Enable TLS for POP3", "True").open(), "STLS was refused");
        assertThat(server.commands()).containsExactly("STLS");
    }

    @Test
    void a04_a05_a07_whatIsInjectedBehindTheAnswerToStlsIsNotRead() {
        server.with(Switch.INJECTS_AFTER_STLS);

        tlsFailure(() -> desk.set("Enable TLS for POP3", "True").open(), "plain text after the answer to STARTTLS");
        assertThat(server.commands()).containsExactly("STLS");
    }

    @Test
    void a06_a08_capabilitiesAreAskedForOnlyAfterTls() throws IOException {
        server.holds("a", "Subject: a\r\n\r\n");

        desk.set("Enable TLS for POP3", "True").poll();

        assertThat(server.commands()).startsWith("STLS", "CAPA", "USER alice");
        assertThat(desk.log()).containsSubsequence("C: STLS", "* TLS: TLSv1.3, memory", "C: CAPA");
    }

    @Test
    void a13_aServerThatSpeaksPlainTextWhereTlsIsMeantEndsTheSession() {
        tlsFailure(() -> desk.set("Enable SSL for POP3", "True").open(), "the server speaks plain text here, not TLS");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void a19_withoutTlsNoPasswordLeavesThisMachineAndTheErrorSaysWhatToSet() {
        tlsFailure(
                desk::open,
                "the connection is not encrypted, so the password was not sent. Set \"Enable TLS for POP3\"");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void aTokenIsSentWithXoauth2AndIsNoLessSecret() throws IOException {
        server.holds("a", "Subject: a\r\n\r\n").with(Switch.OFFERS_SASL);

        desk.set(PASSWORD, SECRET)
                .set("POP3 XOAUTH2", "True")
                .set("Enable TLS for POP3", "True")
                .poll();

        assertThat(server.uids()).isEmpty();
        assertThat(desk.log()).contains("C: AUTH XOAUTH2 ***");
    }

    @Test
    void aLongTokenIsSentOnALineOfItsOwn() throws IOException {
        String token = SECRET + "x".repeat(1_500);
        server.belongsTo("alice", token).holds("a", "Subject: a\r\n\r\n").with(Switch.OFFERS_SASL);

        desk.set(PASSWORD, token)
                .set("POP3 XOAUTH2", "True")
                .set("Enable TLS for POP3", "True")
                .poll();

        assertThat(server.uids()).isEmpty();
        assertThat(desk.log()).containsSubsequence("C: AUTH XOAUTH2", "S: + ", "C: ***");
    }

    @Test
    void a20_aTokenThatIsRefusedWithAChallengeEndsInAnAuthenticationError() {
        server.with(Switch.OFFERS_SASL);

        assertThatThrownBy(() -> desk.set(PASSWORD, "stale-canary")
                        .set("POP3 XOAUTH2", "True")
                        .set("Enable TLS for POP3", "True")
                        .open())
                .hasMessageContaining("refused AUTH XOAUTH2 with \"-ERR [AUTH] token refused {\"status\":\"401\"}\"");
    }

    @Test
    void a21_aServerThatKeepsPromptingIsLeft() {
        server.with(Switch.OFFERS_SASL).answersOnce("AUTH", "+ more");

        assertThatThrownBy(() -> desk.set("Enable TLS for POP3", "True").open())
                .isInstanceOf(io.mailroom.CommunicationsException.class);
    }

    @Test
    void aLineBreakInAPasswordIsRefusedAndNothingIsSmuggled() {
        desk.set(PASSWORD, SECRET + "\r\nDELE 1").set("Enable TLS for POP3", "True");

        assertThatThrownBy(desk::open).hasMessageContaining("\"POP3 Account Password\": must be one line");
        assertThat(server.commands()).doesNotContain("DELE 1");
    }

    private static void tlsFailure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining(what)
                .satisfies(error ->
                        assertThat(((ConnectionLostException) error).kind()).isEqualTo(ErrorKind.TLS));
    }
}
