package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.ScriptedServer;
import io.mailroom.testkit.TestAuthority;
import io.mailroom.testkit.TestAuthority.Order;
import io.mailroom.testkit.TestIdentity;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** faults.md A, for SMTP, over real sockets and real TLS: STARTTLS that is stripped, refused, injected into, or badly certified. */
class StarttlsTest {
    private static final String SECRET = "canary-smtp-9182";
    private static final String ENCODED =
            Base64.getEncoder().encodeToString(("\0user\0" + SECRET).getBytes(StandardCharsets.UTF_8));
    private static final TestAuthority AUTHORITY = TestAuthority.named("Trusted");
    private static final TestIdentity GOOD = AUTHORITY.issue(Order.forHosts("mail.test"));

    private static final String SESSION = """
            S: 250-mail.test
            S: 250-PIPELINING
            S: 250 AUTH PLAIN
            C: ***
            S: 235 2.7.0 welcome
            C: MAIL FROM:<help@example.com>
            C: RCPT TO:<ann@a.test>
            C: DATA
            S: 250 2.1.0 ok
            S: 250 2.1.5 ok
            S: 354 go ahead
            C: Date: ***
            C: From: ***
            C: Subject: Report
            C: Message-ID: <1@example.com>
            C: ***
            C: Hello
            C: ..
            C: ...dots
            C: .
            S: 250 2.0.0 taken
            C: QUIT
            S: 221 bye
            """;

    @TempDir
    Path directory;

    private SendResult send(ScriptedServer server, String mode, int timeoutMillis) throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.pem"), AUTHORITY.pem());
        TestSending sending = new TestSending()
                .with("SMTP Server", "mail.test")
                .with("SMTP Server Port", String.valueOf(server.port()))
                .with("SMTP Timeout", timeoutMillis + " ms")
                .with("SMTP Account Name", "user")
                .with("SMTP Account Password", SECRET)
                .with("CA Certificate File", authority.toString())
                .with("Enable TLS for SMTP", String.valueOf(mode.equals("STARTTLS")))
                .with("Enable SSL for SMTP", String.valueOf(mode.equals("implicit")))
                .server("mail.test", new SocketConnector(host -> List.of(InetAddress.getLoopbackAddress())));
        SendResult result;
        try (SmtpSender sender = sending.sender()) {
            result = sender.send(ready("ann@a.test"));
        }
        assertThat(server.sentInClear()).doesNotContain(SECRET, ENCODED, "AUTH", "MAIL FROM");
        assertThat(result.toString() + result.recipients() + result.failures() + sending.transcript)
                .doesNotContain("canary", ENCODED);
        return result;
    }

    private static void assertNotSent(SendResult result, String... words) {
        assertThat(result.recipients()).extracting(RecipientResult::status).containsAnyOf(DEFERRED, REFUSED);
        assertThat(result.failures())
                .singleElement()
                .asString()
                .contains("mail.test:")
                .contains(words.length == 0 ? new String[] {"mail.test"} : words);
    }

    private static String starttls(String answer) {
        return "S: 220 mail.test\nC: EHLO ***\nS: 250-mail.test\nS: 250 STARTTLS\nC: STARTTLS\n" + answer + "\n";
    }

    @Test
    void aMessageLeavesEncryptedWhenAllIsWell() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.playing(GOOD, starttls("S: 220 go ahead\n* TLS\nC: EHLO ***") + SESSION)) {
            SendResult result = send(server, "STARTTLS", 5_000);

            assertThat(result.isSent())
                    .as(result.failures() + " " + server.surprises())
                    .isTrue();
            assertThat(result.security()).isEqualTo("tls");
        }
        try (ScriptedServer server = ScriptedServer.playing(GOOD, "* TLS\nS: 220 mail.test\nC: EHLO ***\n" + SESSION)) {
            assertThat(send(server, "implicit", 5_000).isSent()).isTrue();
            assertThat(server.sentInClear()).isEmpty();
        }
    }

    /** A-01, D_1: no STARTTLS in the list, or no list at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 250 mail.test",
                "S: 250-mail.test\nS: 250 AUTH PLAIN LOGIN",
                "S: 250-mail.test\nS: 250 STARTTLSX",
                "S: 502 5.5.1 what\nC: HELO ***\nS: 250 hello",
                "S: 500 what\nC: HELO ***\nS: 250-AUTH PLAIN\nS: 250 STARTTLS"
            })
    void a01WithoutStarttlsNothingIsSent(String answer) throws IOException {
        try (ScriptedServer server =
                ScriptedServer.playing("S: 220 mail.test\nC: EHLO ***\n" + answer + "\nC: ?\nS: 221 bye\n")) {
            assertNotSent(send(server, "STARTTLS", 2_000), "does not offer STARTTLS");
        }
    }

    /** A-02, O_1 to O_4: every other answer to STARTTLS. */
    @ParameterizedTest
    @ValueSource(ints = {221, 250, 354, 421, 454, 500, 501, 502, 503, 504, 530, 550, 554})
    void a02AnyAnswerToStarttlsBut220EndsTheSession(int code) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(starttls("S: " + code + " AUTH PLAIN welcome"))) {
            assertNotSent(send(server, "STARTTLS", 2_000), "refused STARTTLS with \"" + code);
        }
    }

    /** B_1: what stands behind the 220 in plain text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S~ 220 go\\r\\n250-AUTH PLAIN\\r\\n250 ok\\r\\n",
                "S~ 220 go\\r\\n250-AUTH PL",
                "S~ 220 go\\r\\n\\r\\n",
                "S~ 220 go\\r\\n2",
                "S~ 220 go\\r\\n220 go again\\r\\n",
                "S~ 220 go\\r\\n250 2.0.0 taken\\r\\n250 2.0.0 taken\\r\\n"
            })
    void a04a05WhatIsInjectedBehindTheAnswerIsNotBelieved(String answer) throws IOException {
        try (ScriptedServer server =
                ScriptedServer.playing(GOOD, starttls(answer + "\n* TLS\nC: EHLO ***") + SESSION)) {
            assertNotSent(send(server, "STARTTLS", 2_000), "plain text after the answer to STARTTLS");
        }
    }

    /** only the list under TLS counts. */
    @Test
    void a06WhatWasOfferedBeforeTlsIsForgotten() throws IOException {
        String before = "S: 220 mail.test\nC: EHLO ***\nS: 250-mail.test\nS: 250-AUTH PLAIN LOGIN\nS: 250 STARTTLS\n";
        try (ScriptedServer server = ScriptedServer.playing(
                GOOD, before + "C: STARTTLS\nS: 220 go\n* TLS\nC: EHLO ***\nS: 250 mail.test\nC: QUIT\n")) {
            assertNotSent(send(server, "STARTTLS", 2_000), "offers no login");
        }
    }

    /** */
    @Test
    void a08NothingFollowsStarttlsBeforeTheHandshake() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.playing(GOOD, starttls("S: 220 go ahead\n* TLS\nC: EHLO ***") + SESSION)) {
            send(server, "STARTTLS", 5_000);

            assertThat(server.sentInClear()).endsWith("STARTTLS\r\n");
        }
    }

    /** */
    @ParameterizedTest
    @MethodSource("badIdentities")
    void a10ACertificateThatDoesNotFitEndsTheSession(String name, String mode) throws IOException {
        TestIdentity identity = identities().get(name);
        String dialogue = mode.equals("implicit") ? "* TLS\nS: 220 mail.test\n" : starttls("S: 220 go\n* TLS");
        try (ScriptedServer server = ScriptedServer.playing(identity, dialogue)) {
            assertNotSent(send(server, mode, 5_000), "Profile help@example.com: mail.test:");
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> badIdentities() {
        List<org.junit.jupiter.params.provider.Arguments> cases = new ArrayList<>();
        for (String name : identities().keySet()) {
            for (String mode : List.of("implicit", "STARTTLS")) {
                cases.add(org.junit.jupiter.params.provider.Arguments.of(name, mode));
            }
        }
        return cases.stream();
    }

    private static Map<String, TestIdentity> identities() {
        Map<String, TestIdentity> all = new LinkedHashMap<>();
        all.put("another host", AUTHORITY.issue(Order.forHosts("other.test")));
        all.put("common name only", AUTHORITY.issue(Order.forNobody().named("mail.test")));
        all.put("wildcard one level too high", AUTHORITY.issue(Order.forHosts("*.test")));
        all.put("wildcard one level too deep", AUTHORITY.issue(Order.forHosts("*.mail.test")));
        all.put("an address", AUTHORITY.issue(Order.forHosts("127.0.0.1")));
        all.put("a longer name", AUTHORITY.issue(Order.forHosts("mail.test.evil.test")));
        all.put("expired", AUTHORITY.issue(Order.forHosts("mail.test").expired()));
        all.put("for clients", AUTHORITY.issue(Order.forHosts("mail.test").forClient()));
        all.put("nobody we trust", TestAuthority.named("Stranger").issue(Order.forHosts("mail.test")));
        return all;
    }

    /** */
    @ParameterizedTest
    @ValueSource(
            strings = {"S: 220 mail.test ESMTP\n* stalls\n", "S: 421 no\n", "S: 554 go away\n* closed by the server\n"})
    void a13PlainTextWhereTlsIsMeantEndsTheSession(String dialogue) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(dialogue)) {
            assertNotSent(send(server, "implicit", 1_000));
        }
    }

    /** */
    @Test
    void a18AHandshakeThatNeverEndsIsGivenUp() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(starttls("S: 220 go\n* stalls"))) {
            assertNotSent(send(server, "STARTTLS", 300));
        }
    }

    /** SMTP others: every code at every step before login has a defined end. */
    @ParameterizedTest
    @ValueSource(ints = {221, 250, 354, 421, 454, 500, 501, 502, 503, 504, 530, 550, 554})
    void everyCodeAsAGreetingAndAsAnAnswerToEhloIsDefined(int code) throws IOException {
        try (ScriptedServer greeting = ScriptedServer.playing("S: " + code + " x\n* closed by the server\n");
                ScriptedServer ehlo =
                        ScriptedServer.playing("S: 220 x\nC: EHLO ***\nS: " + code + " x\n* closed by the server\n")) {
            assertNotSent(send(greeting, "STARTTLS", 1_000));
            assertNotSent(send(ehlo, "STARTTLS", 1_000));
        }
    }

    /** B-01, B-03, B-04 and replies that are none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "* stalls\n",
                "S: hello\n",
                "S: 22 x\n",
                "S: 220x\n",
                "S: 099 x\n",
                "S: 600 x\n",
                "S: 220-x\nS: 221 y\n",
                "S~ 220 x\n* stalls\n",
                "S:\n"
            })
    void answersThatAreNoneEndTheSession(String dialogue) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(dialogue + "* closed by the server\n")) {
            assertNotSent(send(server, "STARTTLS", 300));
        }
    }

    @Test
    void b04AnEndlessReplyIsCut() throws IOException {
        String endless = "S: 250-more\n".repeat(400);
        try (ScriptedServer server = ScriptedServer.playing("S: 220 x\nC: EHLO ***\n" + endless + "* stalls\n")) {
            assertNotSent(send(server, "STARTTLS", 1_000), "is no SMTP reply");
        }
    }

    /** */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 535 5.7.8 no",
                "S: 454 4.7.0 later",
                "S: 334 more\nC: ?\nS: 334 more",
                "S: 250 ok",
                "S: 432 4.7.12 change it"
            })
    void a20AnyAnswerToAuthBut235IsARefusalThatIsTriedAgainLater(String answer) throws IOException {
        String dialogue =
                starttls("S: 220 go\n* TLS\nC: EHLO ***\nS: 250-x\nS: 250 AUTH PLAIN\nC: ***") + answer + "\nC: ?\n";
        try (ScriptedServer server = ScriptedServer.playing(GOOD, dialogue)) {
            SendResult result = send(server, "STARTTLS", 1_000);

            assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(DEFERRED);
            assertThat(result.failures()).singleElement().asString().contains(" AUTH PLAIN");
        }
    }
}
