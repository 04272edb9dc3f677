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

/**
 * {@code mailroom doctor} for a profile of the real servers, in health and in all kinds of sickness, whatever the protocol.
 * Skipped where no servers run.
 */
@Timeout(60)
abstract class DoctorContract {
    @TempDir
    Path directory;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final List<String> profile = new ArrayList<>();
    private final String protocol;
    private final String authenticate;
    private final String user;
    private Mailhost mailhost;

    /**
     * @param protocol as names of parameters and of the mailhost's services have it
     * @param authenticate the protocol's verb for logging in
     * @param user whose mailbox no other test uses
     */
    DoctorContract(String protocol, String authenticate, String user) {
        this.protocol = protocol;
        this.authenticate = authenticate;
        this.user = user;
    }

    @BeforeEach
    final void describeAHealthyProfile() throws IOException {
        assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
        mailhost.clear(user);
        profile.addAll(List.of(
                "name = support",
                "driver = Internet SMTP/" + protocol + " Server",
                "From Address = " + user + "@mailhost.test",
                "CA Certificate File = " + mailhost.authority()));
        set(protocol + " Server", "localhost");
        set(protocol + " Server Port", mailhost.value(protocol + "S"));
        set("Enable SSL for " + protocol, "True");
        set(protocol + " Account Name", user);
        set(protocol + " Account Password", mailhost.password(user));
        describe(mailhost);
    }

    /** Sets what is besides in the profile. */
    void describe(Mailhost servers) {
        // that of the mailbox is enough
    }

    final Mailhost mailhost() {
        return mailhost;
    }

    /** A message in the mailbox, of 56 bytes. */
    final void mailArrives() throws IOException {
        mailhost.append(
                user,
                "Date: Sun, 1 Mar 2026 09:30:00 +0000\r\nSubject: hello\r\n\r\nbody\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }

    final void set(String name, String value) {
        profile.removeIf(line -> line.startsWith(name + " ="));
        if (!value.isEmpty()) {
            profile.add(name + " = " + value);
        }
    }

    /** Tokens of this provider in place of all passwords. */
    private void withTokensOf(IdentityProvider provider) {
        profile.removeIf(line -> line.contains(" Password ="));
        set("OAuth Token URL", provider.url().toString());
        set("OAuth Client Id", "mailroom");
        set("OAuth Refresh Token", "refresh-canary-0");
    }

    final int doctor(String... options) throws IOException {
        Path file = Files.write(directory.resolve("support.properties"), profile);
        List<String> arguments = new ArrayList<>(List.of("doctor", "--profile", file.toString()));
        arguments.addAll(List.of(options));
        int code = Mailroom.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        assertThat(out.toString() + err).doesNotContain(mailhost.password(user), "refresh-canary");
        return code;
    }

    /** What the profile's servers accept is shown once for each of them. */
    private void assertAccepted(String mechanism) {
        List<String> accepted = new ArrayList<>(List.of("accepted, with " + authenticate + " " + mechanism));
        if (profile.stream().anyMatch(line -> line.startsWith("SMTP Server ="))) {
            accepted.add("accepted, with AUTH " + mechanism);
        }
        assertThat(out.toString()).containsSubsequence(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void aMechanismThatTheProfileNamesLogsIn(String mechanism) throws IOException {
        set("Login Mechanisms", mechanism);

        int code = doctor("--transcript");

        assertThat(code).as(out.toString()).isZero();
        assertAccepted(mechanism);
        assertThat(err.toString()).contains("C: ", authenticate + " " + mechanism, "***", "* TLS: TLSv1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenFromAProviderLogsIn(String mechanism) throws Exception {
        try (IdentityProvider provider = new IdentityProvider().givingToken(mailhost.token(user, 600))) {
            withTokensOf(provider);
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).as(out.toString()).isZero();
            assertAccepted(mechanism);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void anExpiredTokenIsFetchedOnceMoreAndTheServersReasonIsShown(String mechanism) throws Exception {
        try (IdentityProvider provider = new IdentityProvider().givingToken(mailhost.token(user, -60))) {
            withTokensOf(provider);
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).isEqualTo(Mailroom.FAILED);
            assertThat(out.toString())
                    .containsSubsequence("FAIL", "login", "refused " + authenticate + " " + mechanism, "status");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Server, 127.0.0.3, TLS, another host",
        "Server, nowhere.invalid, DNS, no address",
        "Server Port, 1, network, refused by",
        "Account Password, wrong, login, refused"
    })
    void aSickProfileIsToldWhatIsWrongAndWhatToDo(String parameter, String value, String check, String words)
            throws IOException {
        set(protocol + " " + parameter, value);

        assertSick(check, words);
    }

    @Test
    void anExpiredCertificateIsDatedAndNotTrusted() throws IOException {
        set(protocol + " Server", mailhost.value("EXPIRED_CERT_HOST"));

        assertSick("days left", "expired");
        assertSick("TLS", "expired");
    }

    @Test
    void plainTextOnATlsPortIsRecognised() throws IOException {
        set(protocol + " Server Port", mailhost.value(protocol));

        assertSick("TLS", "plain text");
    }

    final void assertSick(String check, String words) throws IOException {
        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString()).containsPattern("FAIL  " + check + " .*" + words + ".*\\n +-> [A-Z]");
    }

    @Test
    void programsGetALineOfJsonForEachFinding() throws IOException {
        assertThat(doctor("--json")).isZero();
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"profile\":\"support\",\"server\":\"") && line.endsWith("\"}"))
                .anyMatch(line -> line.contains("\"server\":\"" + protocol + " ")
                        && line.contains("\"check\":\"login\",\"level\":\"good\""));
    }
}
