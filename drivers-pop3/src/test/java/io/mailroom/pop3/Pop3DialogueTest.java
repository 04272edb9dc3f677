package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.Pop3Double.Switch;
import io.mailroom.testkit.ScriptedServer;
import io.mailroom.testkit.SocketHost;
import io.mailroom.testkit.TestAuthority;
import io.mailroom.testkit.TestAuthority.Order;
import io.mailroom.testkit.TestIdentity;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues over real sockets, as transcripts show them. */
@Timeout(60)
class Pop3DialogueTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Test authority");
    private static final TestIdentity IDENTITY = AUTHORITY.issue(Order.forHosts("localhost"));

    @TempDir
    private static Path directory;

    private static Path authority;

    @BeforeAll
    static void writeTheAuthority() throws IOException {
        authority = Files.writeString(directory.resolve("authority.pem"), AUTHORITY.pem());
    }

    @Test
    void aTranscriptFromTheFieldPlaysAsItWasWritten() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("""
                12:00:01.002 * connected to pop.example.com:110 (192.0.2.7)
                12:00:01.031 S: +OK ready
                12:00:01.032 C: CAPA
                12:00:01.060 S: +OK
                12:00:01.060 S: PIPELINING
                12:00:01.060 S: USER
                12:00:01.060 S: .
                12:00:01.061 C: USER alice
                12:00:01.090 S: +OK
                12:00:01.091 C: PASS ***
                12:00:01.120 S: +OK
                12:00:01.121 C: UIDL
                12:00:01.121 C: LIST
                12:00:01.150 S: +OK
                12:00:01.150 S: 1 uid-1
                12:00:01.150 S: .
                12:00:01.150 S: +OK
                12:00:01.150 S: 1 1234
                12:00:01.150 S: .
                12:00:01.151 C: RETR 1
                12:00:01.180 S: +OK 1234 octets
                12:00:01.181 S: [1234 bytes]
                12:00:01.182 C: DELE 1
                12:00:01.210 S: +OK
                12:00:01.211 C: QUIT
                12:00:01.240 S: +OK bye
                12:00:01.241 * closed by the server
                """)) {
            Desk desk = desk(server);

            desk.poll();

            assertThat(server.surprises()).isEmpty();
            assertThat(desk.fetched().get("uid-1")).hasSize(1234);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* stalls", // B-01
                "S~ +OK no line end\n* stalls",
                "* resets",
                "* closed",
                "S: -ERR [SYS/TEMP] later",
                "S: -ERR [SYS/PERM] never",
                "S: \\x1b]0;owned\\x07\\x1b[2J",
                "S~ +OK one\\r\\n+OK two\\r\\n\n* stalls",
                "S~ +OK one\\nstill one\\n\n* stalls",
                "S: * PREAUTH [CAPABILITY IMAP4rev1]"
            })
    void b01_b09_h07_noGreetingBringsALoginOrAHang(String greeting) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(greeting)) {
            assertThatThrownBy(() -> desk(server).set("POP3 Timeout", "300 ms").open())
                    .isInstanceOf(CommunicationsException.class)
                    .message()
                    .matches("[\\x20-\\x7e]*");
            assertThat(server.sentInClear()).doesNotContain("USER", "PASS", "AUTH");
        }
    }

    @Test
    void a18_aHandshakeThatNeverComesAfterStlsIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("S: +OK\nC: STLS\nS: +OK go ahead\n* stalls")) {
            tlsError(() -> desk(server)
                            .set("Enable TLS for POP3", "True")
                            .set("POP3 Timeout", "300 ms")
                            .open())
                    .hasMessageContaining("the TLS handshake did not end in time");
            assertThat(server.sentInClear()).startsWith("STLS\r\n").doesNotContain("CAPA");
        }
    }

    @Test
    void a03_garbageInsteadOfAHandshakeEndsTheSession() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(
                "S: +OK\nC: STLS\nS: +OK go ahead\nS: \\x16\\x03\\x03\\xff\\xff\\x00\\x01\\x02\\x03\n* stalls")) {
            // with luck the garbage comes with the answer, without it instead of the handshake; both end the session
            assertThatThrownBy(() -> desk(server)
                            .set("Enable TLS for POP3", "True")
                            .set("POP3 Timeout", "500 ms")
                            .open())
                    .isInstanceOf(ConnectionLostException.class);
            assertThat(server.sentInClear()).doesNotContain("CAPA", "USER", "alice");
        }
    }

    @Test
    void a16_aMessageCutByAFinWithoutCloseNotifyIsNotWhole() throws IOException {
        String dialogue = """
                * TLS
                S: +OK
                C: CAPA
                S: -ERR
                C: USER alice
                S: +OK
                C: PASS ***
                S: +OK
                C: UIDL
                S: +OK
                S: 1 uid-1
                S: .
                C: LIST
                S: +OK
                S: 1 1234
                S: .
                C: RETR 1
                S: +OK
                S: half a message
                * resets
                """;
        try (ScriptedServer server = ScriptedServer.playing(IDENTITY, dialogue)) {
            Desk desk =
                    desk(server).set("Enable SSL for POP3", "True").set("CA Certificate File", authority.toString());

            assertThatThrownBy(desk::poll)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("RETR");
            assertThat(desk.fetched()).isEmpty();
        }
    }

    @Test
    void a17_b33_recordsOfOneByteChangeNothing() throws IOException {
        String dialogue = """
                * TLS
                * drips
                S: +OK
                C: CAPA
                S: -ERR
                C: USER alice
                S: +OK
                C: PASS ***
                S: +OK
                C: UIDL
                S: +OK
                S: 1 uid-1
                S: .
                C: LIST
                S: +OK
                S: 1 300
                S: .
                C: RETR 1
                S: +OK
                S: [300 bytes]
                C: DELE 1
                S: +OK
                C: QUIT
                S: +OK
                """;
        try (ScriptedServer server = ScriptedServer.playing(IDENTITY, dialogue)) {
            Desk desk =
                    desk(server).set("Enable SSL for POP3", "True").set("CA Certificate File", authority.toString());

            desk.poll();

            assertThat(server.surprises()).isEmpty();
            assertThat(desk.fetched().get("uid-1")).hasSize(300);
        }
    }

    @Test
    void theDoubleServesRealSocketsAndRealTlsToo() throws IOException {
        Pop3Double server = new Pop3Double().with(Switch.OFFERS_SASL);
        for (int i = 0; i < 300; i++) {
            server.holds("uid-" + i, "Subject: " + i + "\r\n\r\n" + ".x\r\n".repeat(i));
        }
        try (SocketHost host = SocketHost.of(server.sessions(), IDENTITY)) {
            Desk desk = desk(host.port())
                    .set("Enable TLS for POP3", "True")
                    .set("CA Certificate File", authority.toString());

            desk.poll();

            assertThat(desk.fetched()).hasSize(300);
            assertThat(desk.fetched().get("uid-299")).endsWith("\r\n.x\r\n");
            assertThat(server.uids()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* stalls",
                "S: +OK\n* stalls",
                "S: +OK\nC: CAPA\nS: -ERR\n* stalls",
                "S: +OK\nC: CAPA\nS: -ERR\nC: ?\nS: +OK\nC: ?\n* stalls",
                "S: +OK\nC: CAPA\nS: -ERR\nC: ?\nS: +OK\nC: ?\nS: +OK\nC: UIDL\nS: +OK\nS: 1 a\n* stalls"
            })
    void g08_anInterruptEndsTheSessionAtEachWait(String dialogue) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(dialogue)) {
            FutureTask<Boolean> session = new FutureTask<>(() -> {
                assertThatThrownBy(() -> desk(server).poll())
                        .isInstanceOf(ConnectionLostException.class)
                        .hasMessageContaining("interrupted");
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = new Thread(session);
            thread.start();
            org.awaitility.Awaitility.await()
                    .until(() -> thread.getState() == Thread.State.RUNNABLE
                            && server.sentInClear().lines().count()
                                    >= dialogue.lines()
                                            .filter(l -> l.startsWith("C:"))
                                            .count());

            thread.interrupt();

            assertThat(session.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Desk desk(ScriptedServer server) {
        return desk(server.port());
    }

    private static Desk desk(int port) {
        return Pop3ContractTest.desk(new SocketConnector())
                .set("POP3 Server", "localhost")
                .set("POP3 Server Port", String.valueOf(port));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> tlsError(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(ConnectionLostException.class)
                .satisfies(error ->
                        assertThat(((ConnectionLostException) error).kind()).isEqualTo(ErrorKind.TLS));
    }
}
