package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.IdentityProvider;
import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailroom doctor} against real Dovecot and Postfix, in health and sickness. Skipped where none run. */
class DoctorCommandTest extends DoctorSurgery {
    private static final String USER = "user16";

    DoctorCommandTest() {
        super(USER, "Internet SMTP/POP3 Server");
    }

    @Override
    void describe(Mailhost servers) {
        set("POP3 Server", "localhost");
        set("POP3 Server Port", String.valueOf(servers.endpoint("POP3S").port()));
        set("Enable SSL for POP3", "True");
        set("POP3 Account Name", USER);
        set("POP3 Account Password", servers.password(USER));
        set("SMTP Server", "localhost");
        set("SMTP Server Port", String.valueOf(servers.endpoint("SUBMISSION").port()));
        set("Enable TLS for SMTP", "True");
        set("SMTP Account Name", USER);
        set("SMTP Account Password", servers.password(USER));
    }

    @Test
    void aHealthyProfileIsDescribedFromTheNetworkToTheNewestMessage() throws IOException {
        byte[] mail = "Date: Sun, 1 Mar 2026 09:30:00 +0000\r\nSubject: hello\r\n\r\nbody\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        mailhost().append(USER, mail);

        int code = doctor();

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "POP3 localhost:",
                        "network",
                        "certificate",
                        "days left",
                        "TLS",
                        "greeting",
                        "capabilities",
                        "mechanisms",
                        "mailbox",
                        "1 message",
                        "fetch",
                        "clock",
                        "login",
                        "AUTH SCRAM-SHA-256",
                        "SMTP localhost:",
                        "certificate",
                        "capabilities",
                        "login",
                        "AUTH SCRAM-SHA-256",
                        "All is well with support.")
                .doesNotContain("FAIL", "warn ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void everyMechanismLogsInAtDovecotAndPostfix(String mechanism) throws IOException {
        set("Login Mechanisms", mechanism);

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsSubsequence("accepted, with AUTH " + mechanism, "accepted, with AUTH " + mechanism);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenFromAProviderLogsInAtDovecotAndPostfix(String mechanism) throws Exception {
        try (IdentityProvider provider =
                new IdentityProvider().givingToken(mailhost().token(USER, 600))) {
            withTokensOf(provider, "POP3 Account Password", "SMTP Account Password");
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).as(out.toString()).isZero();
            assertThat(out.toString())
                    .containsSubsequence("accepted, with AUTH " + mechanism, "accepted, with AUTH " + mechanism);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void anExpiredTokenIsFetchedOnceMoreAndTheServersReasonIsShown(String mechanism) throws Exception {
        try (IdentityProvider provider =
                new IdentityProvider().givingToken(mailhost().token(USER, -60))) {
            withTokensOf(provider, "POP3 Account Password", "SMTP Account Password");
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).isEqualTo(Mailroom.FAILED);
            assertThat(out.toString()).containsSubsequence("FAIL", "login", "refused AUTH " + mechanism, "status");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POP3 Server, 127.0.0.2, days left, expired",
        "POP3 Server, 127.0.0.2, TLS, expired",
        "POP3 Server, 127.0.0.3, TLS, another host",
        "POP3 Server, nowhere.invalid, DNS, no address",
        "POP3 Account Password, wrong, login, refused",
        "POP3 Server Port, 1, network, refused by",
        "SMTP Account Password, wrong, login, refused"
    })
    void aSickProfileIsToldWhatIsWrongAndWhatToDo(String parameter, String value, String check, String words)
            throws IOException {
        set(parameter, value);

        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString()).containsPattern("FAIL  " + check + " .*" + words + ".*\\n +-> [A-Z]");
    }

    @Test
    void plainTextOnATlsPortIsRecognised() throws IOException {
        set("POP3 Server Port", String.valueOf(mailhost().endpoint("POP3").port()));

        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString()).containsPattern("FAIL  TLS .*plain text");
    }

    @Test
    void programsGetALineOfJsonForEachFinding() throws IOException {
        assertThat(doctor("--json")).isZero();
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"profile\":\"support\",\"server\":\"") && line.endsWith("\"}"))
                .anyMatch(line -> line.contains("\"check\":\"login\",\"level\":\"good\""));
    }

    @Test
    void theTranscriptShowsTheConversationWithoutPasswords() throws IOException {
        set("Login Mechanisms", "PLAIN");

        doctor("--transcript");

        assertThat(err.toString()).contains("S: +OK", "C: AUTH PLAIN ***", "* TLS: TLSv1.");
    }
}
