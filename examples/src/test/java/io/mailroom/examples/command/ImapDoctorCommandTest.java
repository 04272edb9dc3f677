package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A profile that receives over IMAP: its folders are examined too. */
class ImapDoctorCommandTest extends DoctorContract {
    private static final String USER = "user10";

    ImapDoctorCommandTest() {
        super("IMAP", "AUTHENTICATE", USER);
    }

    @Test
    void aHealthyProfileIsDescribedFromTheNetworkToTheNewestMessageWhichStaysUnseen() throws IOException {
        mailArrives();

        int code = doctor();

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
        assertThat(mailhost().mailbox("IMAP", USER).isUnread()).isTrue();
    }

    @Test
    void startTlsIsExaminedAsWell() throws IOException {
        set("IMAP Server Port", mailhost().value("IMAP"));
        set("Enable SSL for IMAP", "");
        set("Enable TLS for IMAP", "True");

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString()).containsSubsequence("days left", "TLS", "TLSv1.", "login", "accepted");
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
    void rightsAreToldWhereTheServerTellsThem() throws IOException {
        assumeTrue(mailhost().has("CYRUS"), "no Cyrus");
        set("IMAP Server Port", mailhost().value("CYRUS"));
        set("Enable SSL for IMAP", "");
        set("IMAP Processed Folder", "Handled");

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("ok    rights +to INBOX: [a-z]*r[a-z]*")
                .contains("Handled is not there yet");
    }

    @Test
    void whatTheServerLacksIsSaidWithWhatFollows() throws IOException {
        assumeTrue(mailhost().has("CYRUS_BARE"), "no Cyrus");
        set("IMAP Server Port", mailhost().value("CYRUS_BARE"));
        set("Enable SSL for IMAP", "");
        set("IMAP Processed Folder", "Handled");

        assertThat(doctor()).as(out.toString()).isZero();
        assertThat(out.toString()).containsSubsequence("warn  MOVE", "warn  IDLE");
    }
}
