package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.StarttlsCases.Case;
import io.mailroom.testkit.StarttlsCases.Mode;
import io.mailroom.wire.Connector;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every driver keeps to when TLS is stripped, refused, injected into or badly certified, over real sockets and with
 * generated certificates. A driver's test extends this and says how its protocol speaks; each case is a dialogue that a
 * {@link ScriptedServer} plays. For every case: no byte of a secret in clear, nothing of ours behind STARTTLS before the
 * handshake, no other host asked, nothing raw from the server in errors or the log, and an error that names the reason.
 */
public abstract class StarttlsContract {
    /** What the account of all cases is called. */
    protected static final String ACCOUNT = "user";
    /** Its password; looked for in everything. */
    protected static final String SECRET = "canary-tls-9182";

    private static final char HANDSHAKE = 0x16;
    private static final char ALERT = 0x15;

    @TempDir
    Path directory;

    /** How the protocol speaks. */
    protected abstract StarttlsDialect dialect();

    /** Cases of this protocol alone. */
    protected Stream<Case> ownCases() {
        return Stream.of();
    }

    /**
     * Logs in, looks for messages where the protocol has any, and lets go.
     *
     * @param parameters of the profile
     * @param network leads to the server
     * @param transcript takes the lines of the transcript
     */
    protected abstract Attempt attempt(Map<String, String> parameters, Connector network, List<String> transcript);

    /**
     * What came of it.
     *
     * @param error the text of the error, empty when all went well
     * @param found what the mailbox was said to hold
     */
    public record Attempt(String error, List<String> found) {}

    @TestFactory
    Stream<DynamicTest> starttls() {
        StarttlsDialect dialect = dialect();
        return Stream.concat(StarttlsCases.common(dialect), ownCases())
                .map(one -> DynamicTest.dynamicTest(one.name() + ", " + one.mode(), () -> check(one)));
    }

    private void check(Case one) throws IOException {
        List<String> transcript = Collections.synchronizedList(new ArrayList<>());
        Set<String> asked = Collections.synchronizedSet(new TreeSet<>());
        SocketConnector sockets = new SocketConnector(host -> List.of(InetAddress.getLoopbackAddress()));
        try (ScriptedServer server = one.start()) {
            Attempt attempt = attempt(
                    parameters(one, server),
                    (endpoint, timeout) -> {
                        asked.add(endpoint.host());
                        return sockets.connect(endpoint, timeout);
                    },
                    transcript);

            String seen = attempt.error() + "\n" + String.join("\n", transcript);
            assertThat(asked).containsExactly(StarttlsCases.HOST);
            assertNoSecret(server.sentInClear(), seen);
            assertNothingBehindStarttls(one, server.sentInClear());
            assertThat(seen).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202e]");
            assertThat(attempt.found())
                    .as("what an attacker said the mailbox holds")
                    .isEmpty();
            one.expectation().accept(attempt.error(), server.surprises().toString());
        }
    }

    private void assertNoSecret(String inClear, String seen) {
        for (String form : SecretForms.of(ACCOUNT, SECRET)) {
            assertThat(inClear).doesNotContain(form);
            assertThat(seen).doesNotContain(form);
        }
        assertThat(inClear).doesNotContain("AUTH", "LOGIN", "USER", "PASS", "MAIL FROM", "SELECT");
    }

    private void assertNothingBehindStarttls(Case one, String inClear) {
        if (one.mode() == Mode.IMPLICIT) {
            assertThat(inClear).as("sent in clear where TLS begins at once").matches(StarttlsContract::isOfTls);
            return;
        }
        String command = dialect().starttls() + "\r\n";
        int at = inClear.indexOf(command);
        assertThat(at < 0 ? "" : inClear.substring(at + command.length()))
                .as("sent in clear behind " + dialect().starttls())
                .matches(rest -> rest.equals("QUIT\r\n") || isOfTls(rest));
    }

    /** Nothing, or what begins with a record of a handshake or an alert (RFC 8446 §5.1). */
    private static boolean isOfTls(String bytes) {
        return bytes.isEmpty() || bytes.charAt(0) == HANDSHAKE || bytes.charAt(0) == ALERT;
    }

    private Map<String, String> parameters(Case one, ScriptedServer server) throws IOException {
        String protocol = dialect().protocol();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("From Address", "Help Desk <help@example.com>");
        parameters.put(protocol + " Server", StarttlsCases.HOST);
        parameters.put(protocol + " Server Port", String.valueOf(server.port()));
        parameters.put(protocol + " Timeout", one.timeoutMillis() + " ms");
        parameters.put(protocol + " Account Name", ACCOUNT);
        parameters.put(protocol + " Account Password", SECRET);
        parameters.put("Enable TLS for " + protocol, one.mode() == Mode.STARTTLS ? "True" : "False");
        parameters.put("Enable SSL for " + protocol, one.mode() == Mode.IMPLICIT ? "True" : "False");
        Path authority = directory.resolve("ca.pem");
        Files.writeString(authority, StarttlsCases.AUTHORITY.pem());
        parameters.put("CA Certificate File", authority.toString());
        return parameters;
    }
}
