package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.IdentityProvider;
import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailroom doctor} against real Dovecot and Postfix, in health and sickness. Skipped where none run. */
@Timeout(60)
class DoctorCommandTest {
    private static final String USER = "user16";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> profile = new ArrayList<>();
    private Mailhost mailhost;

    @BeforeEach
    void describeAHealthyProfile() throws IOException {
        assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
        mailhost.clear(USER);
        profile.addAll(List.of(
                "name = support",
                "driver = Internet SMTP/POP3 Server",
                "From Address = " + USER + "@mailhost.test",
                "CA Certificate File = " + mailhost.authority(),
                "POP3 Server = localhost",
                "POP3 Server Port = " + mailhost.endpoint("POP3S").port(),
                "Enable SSL for POP3 = True",
                "POP3 Account Name = " + USER,
                "POP3 Account Password = " + mailhost.password(USER),
                "SMTP Server = localhost",
                "SMTP Server Port = " + mailhost.endpoint("SUBMISSION").port(),
                "Enable TLS for SMTP = True",
                "SMTP Account Name = " + USER,
                "SMTP Account Password = " + mailhost.password(USER)));
    }

    private void set(String name, String value) {
        profile.removeIf(line -> line.startsWith(name + " ="));
        if (!value.isEmpty()) {
            profile.add(name + " = " + value);
        }
    }

    private int doctor(String... options) throws IOException {
        Path file = Files.write(directory.resolve("support.properties"), profile);
        List<String> arguments = new ArrayList<>(List.of("doctor", "--profile", file.toString()));
        arguments.addAll(List.of(options));
        int code = Mailroom.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        assertThat(out.toString() + err).doesNotContain(mailhost.password(USER));
        return code;
    }

    @Test
    void aHealthyProfileIsDescribedFromTheNetworkToTheNewestMessage() throws IOException {
        byte[] mail = "Date: Sun, 1 Mar 2026 09:30:00 +0000\r\nSubject: hello\r\n\r\nbody\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        mailhost.append(USER, mail);

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
        try (IdentityProvider provider = new IdentityProvider().givingToken(mailhost.token(USER, 600))) {
            withTokensOf(provider);
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).as(out.toString()).isZero();
            assertThat(out.toString())
                    .containsSubsequence("accepted, with AUTH " + mechanism, "accepted, with AUTH " + mechanism);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void anExpiredTokenIsFetchedOnceMoreAndTheServersReasonIsShown(String mechanism) throws Exception {
        try (IdentityProvider provider = new IdentityProvider().givingToken(mailhost.token(USER, -60))) {
            withTokensOf(provider);
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).isEqualTo(Mailroom.FAILED);
            assertThat(out.toString()).containsSubsequence("FAIL", "login", "refused AUTH " + mechanism, "status");
        }
    }

    private void withTokensOf(IdentityProvider provider) {
        set("POP3 Account Password", "");
        set("SMTP Account Password", "");
        set("OAuth Token URL", provider.url().toString());
        set("OAuth Client Id", "mailroom");
        set("OAuth Refresh Token", "refresh-canary-0");
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
        set("POP3 Server Port", String.valueOf(mailhost.endpoint("POP3").port()));

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
