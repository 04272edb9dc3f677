package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.ScriptedServer;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues over real sockets, as transcripts show them. */
@Timeout(60)
class ImapDialogueTest {
    @Test
    void aTranscriptFromTheFieldPlaysAsItWasWritten() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("""
                12:00:01.002 * connected to imap.example.com:143 (192.0.2.7)
                12:00:01.031 S: * OK ready
                12:00:01.032 C: A1 CAPABILITY
                12:00:01.060 S: * CAPABILITY IMAP4 IMAP4rev1 NAMESPACE
                12:00:01.060 S: A1 OK done
                12:00:01.061 C: A2 LOGIN "alice" ***
                12:00:01.090 S: A2 OK User logged in
                12:00:01.091 C: A3 CAPABILITY
                12:00:01.120 S: * CAPABILITY IMAP4 IMAP4rev1 UIDPLUS
                12:00:01.120 S: A3 OK done
                12:00:01.121 C: A4 SELECT "INBOX"
                12:00:01.121 C: A5 UID FETCH 1:* (UID FLAGS RFC822.SIZE)
                12:00:01.150 S: * 1 EXISTS
                12:00:01.150 S: * FLAGS (\\\\Answered \\\\Flagged \\\\Deleted \\\\Seen \\\\Draft)
                12:00:01.150 S: * OK [UIDVALIDITY 1704067200] ok
                12:00:01.150 S: A4 OK [READ-WRITE] selected
                12:00:01.150 S: * 1 FETCH (FLAGS (\\\\Seen) UID 41 RFC822.SIZE 9)
                12:00:01.150 S: A5 OK
                12:00:01.151 C: A6 UID FETCH 41 (UID BODY.PEEK[])
                12:00:01.180 S: * 1 FETCH (UID 41 BODY[] {9}
                12:00:01.180 S~ To: a\\r\\n\\r\\n
                12:00:01.180 S:  FLAGS (\\\\Seen))
                12:00:01.180 S: A6 OK
                12:00:01.182 C: A7 UID STORE 41 +FLAGS.SILENT (\\Deleted)
                12:00:01.182 C: A8 UID EXPUNGE 41
                12:00:01.210 S: A7 OK
                12:00:01.210 S: * 1 EXPUNGE
                12:00:01.210 S: A8 OK
                12:00:01.211 C: A9 LOGOUT
                12:00:01.240 S: * BYE
                12:00:01.241 * closed by the server
                """)) {
            Desk desk = desk(server);

            desk.poll();

            assertThat(server.surprises()).isEmpty();
            assertThat(desk.fetched()).containsEntry("1704067200.41", "To: a\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* stalls", // B-01
                "S~ * OK no line end\n* stalls",
                "* resets",
                "* closed",
                "S: * BYE [UNAVAILABLE] later",
                "S: A1 OK tagged",
                "S: + go on",
                "S: +OK POP3 ready",
                "S: 220 smtp.example.com ESMTP",
                "S: \\x1b]0;owned\\x07\\x1b[2J",
                "S~ * OK one\\nstill one\\n\n* stalls",
                "S: * PREAUTH [CAPABILITY IMAP4rev1]"
            })
    void b01_b09_h07_noGreetingBringsALoginOrAHang(String greeting) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(greeting)) {
            assertThatThrownBy(() -> desk(server).set("IMAP Timeout", "300 ms").open())
                    .isInstanceOf(CommunicationsException.class)
                    .message()
                    .matches("[\\x20-\\x7e]*");
            assertThat(server.sentInClear()).doesNotContain("LOGIN", "AUTHENTICATE");
        }
    }

    @Test
    void a18_aHandshakeThatNeverComesAfterStarttlsIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("S: * OK\nC: A1 STARTTLS\nS: A1 OK go ahead\n* stalls")) {
            assertThatThrownBy(() -> desk(server)
                            .set("Enable TLS for IMAP", "True")
                            .set("IMAP Timeout", "300 ms")
                            .open())
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("the TLS handshake did not end in time");
            assertThat(server.sentInClear()).startsWith("A1 STARTTLS\r\n").doesNotContain("CAPABILITY");
        }
    }

    private static Desk desk(ScriptedServer server) {
        return new Desk(new ImapDriver(), ImapContractTest.aProfile(), new SocketConnector())
                .set("IMAP Server", "localhost")
                .set("IMAP Server Port", String.valueOf(server.port()));
    }
}
