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

/** {@code mailroom doctor} for IMAP, against real Dovecot. Skipped where none runs. */
class ImapDoctorCommandTest extends DoctorSurgery {
    private static final String USER = "user10";

    ImapDoctorCommandTest() {
        super(USER, "Internet SMTP/IMAP Server");
    }

    @Override
    void describe(Mailhost servers) {
        set("IMAP Server", "localhost");
        set("IMAP Server Port", String.valueOf(servers.endpoint("IMAPS").port()));
        set("Enable SSL for IMAP", "True");
        set("IMAP Account Name", USER);
        set("IMAP Account Password", servers.password(USER));
    }

    @Test
    void aHealthyProfileIsDescribedFromTheNetworkToTheNewestMessageWhichStaysUnseen() throws IOException {
        mailhost().append(USER, aMail());

        int code = doctor("--transcript");

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "IMAP localhost:",
                        "network",
                        "certificate",
                        "days left",
                        "TLS",
                        "greeting",
                        "capabilities",
                        "UIDPLUS",
                        "mechanisms",
                        "SCRAM-SHA-256",
                        "folder",
                        "INBOX, opened for reading and deleting",
                        "ids",
                        "UIDVALIDITY ",
                        "mailbox",
                        "1 message",
                        "fetch",
                        "has 56 bytes",
                        "clock",
                        "login",
                        "AUTHENTICATE SCRAM-SHA-256",
                        "All is well with support.")
                .doesNotContain("FAIL", "warn ");
        assertThat(flagsAfterwards()).doesNotContain("Seen", "Deleted");
    }

    /** The next examination lists the flags as this one left them. */
    private String flagsAfterwards() throws IOException {
        err.getBuffer().setLength(0);
        doctor("--transcript");
        assertThat(err.toString()).contains(" FETCH (UID ");
        return err.toString()
                .lines()
                .filter(line -> line.contains(" FETCH (UID ") && line.contains("FLAGS"))
                .reduce("", String::concat);
    }

    @Test
    void startTlsIsExaminedAsWell() throws IOException {
        set("IMAP Server Port", String.valueOf(mailhost().endpoint("IMAP").port()));
        set("Enable SSL for IMAP", "");
        set("Enable TLS for IMAP", "True");

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString()).containsSubsequence("days left", "TLS", "TLSv1.", "login", "accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void everyMechanismLogsIn(String mechanism) throws IOException {
        set("Login Mechanisms", mechanism);

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString()).contains("accepted, with AUTHENTICATE " + mechanism);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenFromAProviderLogsIn(String mechanism) throws Exception {
        try (IdentityProvider provider =
                new IdentityProvider().givingToken(mailhost().token(USER, 600))) {
            withTokensOf(provider, "IMAP Account Password");
            set("Login Mechanisms", mechanism);

            assertThat(doctor()).as(out.toString()).isZero();
            assertThat(out.toString()).contains("accepted, with AUTHENTICATE " + mechanism);
        }
    }

    @Test
    void anExpiredTokenIsRefusedWithTheServersReason() throws Exception {
        try (IdentityProvider provider =
                new IdentityProvider().givingToken(mailhost().token(USER, -60))) {
            withTokensOf(provider, "IMAP Account Password");
            set("Login Mechanisms", "OAUTHBEARER");

            assertThat(doctor()).isEqualTo(Mailroom.FAILED);
            assertThat(out.toString()).containsSubsequence("FAIL", "login", "refused AUTHENTICATE OAUTHBEARER");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP Server, 127.0.0.2, days left, expired",
        "IMAP Server, 127.0.0.2, TLS, expired",
        "IMAP Server, 127.0.0.3, TLS, another host",
        "IMAP Server, nowhere.invalid, DNS, no address",
        "IMAP Server Port, 1, network, refused by",
        "IMAP Account Password, wrong, login, refused",
        "IMAP Folder, Nowhere, folder, refused SELECT"
    })
    void aSickProfileIsToldWhatIsWrongAndWhatToDo(String parameter, String value, String check, String words)
            throws IOException {
        set(parameter, value);

        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString()).containsPattern("FAIL  " + check + " .*" + words + ".*\\n +-> [A-Z]");
    }

    @Test
    void plainTextOnATlsPortIsRecognised() throws IOException {
        set("IMAP Server Port", String.valueOf(mailhost().endpoint("IMAP").port()));

        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString()).containsPattern("FAIL  TLS .*plain text");
    }

    @Test
    void aMissingFolderDoesNotHideThatTheLoginWorkedAndWhereMailWouldGo() throws IOException {
        set("IMAP Folder", "Nowhere");
        set("IMAP Processed Folder", "INBOX");

        assertThat(doctor()).isEqualTo(Mailroom.FAILED);
        assertThat(out.toString())
                .containsSubsequence("processed", "INBOX is there", "login", "accepted", "FAIL  folder", "Nowhere");
    }

    @Test
    void aProcessedFolderThatIsNotThereIsNotMade() throws IOException {
        set("IMAP Processed Folder", "Handled");

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(doctor()).isZero();
        assertThat(out.toString()).containsSubsequence("Handled is not there yet", "Handled is not there yet");
    }

    @Test
    void programsGetALineOfJsonForEachFinding() throws IOException {
        assertThat(doctor("--json")).isZero();
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allMatch(
                        line -> line.startsWith("{\"profile\":\"support\",\"server\":\"IMAP ") && line.endsWith("\"}"))
                .anyMatch(line -> line.contains("\"check\":\"folder\",\"level\":\"good\""));
    }

    @Test
    void theTranscriptShowsTheConversationWithoutPasswords() throws IOException {
        set("Login Mechanisms", "PLAIN");

        doctor("--transcript");

        assertThat(err.toString()).contains("S: * OK", "AUTHENTICATE PLAIN ***", "* TLS: TLSv1.");
    }

    private static byte[] aMail() {
        return "Date: Sun, 1 Mar 2026 09:30:00 +0000\r\nSubject: hello\r\n\r\nbody\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }
}
