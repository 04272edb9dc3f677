package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A profile that receives over POP3 and sends over SMTP: both servers are examined. */
class Pop3DoctorCommandTest extends DoctorContract {
    private static final String USER = "user16";

    Pop3DoctorCommandTest() {
        super("POP3", "AUTH", USER);
    }

    @Override
    void describe(Mailhost servers) {
        set("SMTP Server", "localhost");
        set("SMTP Server Port", servers.value("SUBMISSION"));
        set("Enable TLS for SMTP", "True");
        set("SMTP Account Name", USER);
        set("SMTP Account Password", servers.password(USER));
    }

    @Test
    void aHealthyProfileIsDescribedFromTheNetworkToTheNewestMessage() throws IOException {
        mailArrives();

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

    @Test
    void aWrongPasswordOfTheSendingServerIsToldApart() throws IOException {
        set("SMTP Account Password", "wrong");

        assertSick("login", "refused");
    }
}
