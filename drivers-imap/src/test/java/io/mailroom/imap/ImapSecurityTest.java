package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.ImapDouble.Switch;
import io.mailroom.testkit.MemoryConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves this machine unencrypted, and what the server can talk us into. */
class ImapSecurityTest {
    private static final String SECRET = "canary-pass-7431";
    private static final String MAIL = "Subject: a\r\n\r\n";

    private final ImapDouble server = new ImapDouble().belongsTo("alice", SECRET);
    private final MemoryConnector network = new MemoryConnector(server.sessions(), "192.0.2.7");
    private final Desk desk =
            new Desk(new ImapDriver(), ImapContractTest.aProfile(), network).set("IMAP Account Password", SECRET);

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
            names = {"LOGIN_ONLY", "SASL_LOGIN_ONLY", "NO_SASL_IR", "NO_MOVE"})
    void a19_withTlsThePasswordGoesOnlyEncrypted(Switch offer) throws IOException {
        server.with(offer).holds("m1", MAIL);

        desk.set("Enable TLS for IMAP", "True").poll();

        assertThat(server.uids()).isEmpty();
        assertThat(network.sentInClear()).isEqualTo("A1 STARTTLS\r\n");
    }

    @Test
    void implicitTlsSendsNothingInClear() throws IOException {
        server.with(Switch.IMPLICIT_TLS).holds("m1", MAIL);

        desk.set("Enable SSL for IMAP", "True").poll();

        assertThat(network.sentInClear()).isEmpty();
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void a01_aServerWithoutStarttlsGetsNoPassword() {
        server.with(Switch.NO_STARTTLS);

        tlsFailure(() -> withStarttls().open(), "STARTTLS was refused with \"NO no TLS here\"");
        assertThat(server.commands()).containsExactly("STARTTLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TAG NO [UNAVAILABLE] later", "TAG BAD what", "TAG NO \u001b[2Jcleared", "* OK one\r\nTAG NO two"
            })
    void a02_aRefusalOfStarttlsEndsTheSession(String reply) {
        server.answersOnce("STARTTLS", reply);

        tlsFailure(() -> withStarttls().open(), "STARTTLS was refused");
        assertThat(server.commands()).containsExactly("STARTTLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ go on", "A9 OK", "* BYE", "* PREAUTH hello", "garbage"})
    void a02_anyOtherAnswerToStarttlsEndsTheSession(String reply) {
        server.answersOnce("STARTTLS", reply);

        assertThatThrownBy(() -> withStarttls().open()).isInstanceOf(ConnectionLostException.class);
        assertThat(server.commands()).containsExactly("STARTTLS");
    }

    @Test
    void a04_a05_a07_whatIsInjectedBehindTheAnswerToStarttlsIsNotRead() {
        server.with(Switch.INJECTS_AFTER_STARTTLS);

        tlsFailure(() -> withStarttls().open(), "plain text after the answer to STARTTLS");
        assertThat(server.commands()).containsExactly("STARTTLS");
    }

    @Test
    void a06_a08_capabilitiesAreAskedForOnlyAfterTlsAndWhatCameBeforeIsForgotten() throws IOException {
        server.answersOnce("", "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED AUTH=XYZ] ready")
                .answersOnce("STARTTLS", "* 1 FETCH (UID 1 BODY[] {4}\r\nfake)\r\nTAG NO")
                .holds("m1", MAIL);

        tlsFailure(() -> withStarttls().open(), "STARTTLS was refused");
        withStarttls().poll();

        assertThat(server.commands()).containsSubsequence("STARTTLS", "CAPABILITY", "AUTHENTICATE ***");
        assertThat(desk.log()).containsSubsequence("C: A1 STARTTLS", "* TLS: TLSv1.3, memory", "C: A2 CAPABILITY");
        assertThat(desk.fetched()).containsOnlyKeys("7.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Enable TLS for IMAP", "Enable SSL for IMAP"})
    void a09_aServerThatSaysWeAreLoggedInIsLeftBeforeAnyCommand(String mode) {
        server.with(Switch.PREAUTH);
        if (!mode.isEmpty()) {
            desk.set(mode, "True");
        }
        if (mode.contains("SSL")) {
            server.with(Switch.IMPLICIT_TLS);
        }

        tlsFailure(desk::open, "PREAUTH");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void a13_aServerThatSpeaksPlainTextWhereTlsIsMeantEndsTheSession() {
        tlsFailure(() -> desk.set("Enable SSL for IMAP", "True").open(), "the server speaks plain text here, not TLS");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void a19_withoutTlsNoPasswordLeavesThisMachineAndTheErrorSaysWhatToSet() {
        tlsFailure(
                desk::open,
                "the connection is not encrypted, so the password was not sent. Set \"Enable TLS for IMAP\"");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void a20_aWrongPasswordIsNamedAsSuch() {
        server.belongsTo("alice", "another");

        assertThatThrownBy(() -> withStarttls().open())
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION))
                .hasMessageContaining("refused AUTHENTICATE PLAIN with \"NO [AUTHENTICATIONFAILED]")
                .hasMessageContaining("Check \"IMAP Account Name\"");
    }

    @Test
    void a21_aServerThatKeepsPromptingIsLeft() {
        server.with(Switch.NO_SASL_IR).answersOnce("AUTHENTICATE", "+ a\r\n+ b\r\n+ c\r\n+ d");

        assertThatThrownBy(() -> withStarttls().open())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("during AUTHENTICATE PLAIN");
    }

    @Test
    void a22_aReferralIsNotFollowed() {
        server.answersOnce("AUTHENTICATE", "TAG NO [REFERRAL imap://evil.example.net/] go there");

        assertThatThrownBy(() -> withStarttls().open())
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("Referrals are not followed");
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void aServerThatOffersNoWayInIsNamedAsSuch() {
        server.answersOnce("CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI\r\nTAG OK");

        assertThatThrownBy(() -> withStarttls().open())
                .isInstanceOf(CommunicationsException.class)
                .hasMessageContaining("offers no login that we may use: GSSAPI");
        assertThat(server.commands()).containsExactly("STARTTLS", "CAPABILITY");
    }

    private Desk withStarttls() {
        return desk.set("Enable TLS for IMAP", "True");
    }

    private static void tlsFailure(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining(what)
                .satisfies(error ->
                        assertThat(((ConnectionLostException) error).kind()).isEqualTo(ErrorKind.TLS));
    }
}
