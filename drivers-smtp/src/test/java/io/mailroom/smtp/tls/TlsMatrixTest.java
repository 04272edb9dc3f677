package io.mailroom.smtp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.testkit.ScriptedServer;
import io.mailroom.testkit.TestAuthority;
import io.mailroom.testkit.TestAuthority.Order;
import io.mailroom.testkit.TestIdentity;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SocketConnector;
import io.mailroom.wire.TlsException;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates good and bad against each way of checking them, over real sockets. */
@Timeout(60)
class TlsMatrixTest {
    private static final String HOST = "mail.example.com";
    private static final String HELLO = """
            * TLS
            S: hello
            * stalls
            """;
    private static final TestAuthority AUTHORITY = TestAuthority.named("Test authority");

    @TempDir
    static Path directory;

    @BeforeAll
    static void publishTheAuthority() throws IOException {
        Files.writeString(
                directory.resolve("ca.pem"),
                "Some words first\n" + TestAuthority.named("Other").pem() + AUTHORITY.pem());
    }

    @Test
    void aCertificateOfTheAuthorityWithTheNameOfTheHostIsAccepted() throws IOException {
        assertThat(connect(Order.forHosts("other.example.com", HOST), HOST, trusting()))
                .isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, mail.example.com, true",
        "MAIL.Example.COM, mail.example.com, true",
        "mail.example.com, mail.example.com., true",
        "*.example.com, mail.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, a.mail.example.com, false",
        "m*.example.com, mail.example.com, false",
        "*.com, example.com, false",
        "*.*.com, mail.example.com, false",
        "xn--bcher-kva.example, bücher.example, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.2, 127.0.0.1, false",
        "::1, ::1, true",
        "mail.example.com, 127.0.0.1, false",
        "mail.example.com\0.evil.example, mail.example.com, false",
        "evil.example, mail.example.com, false",
    })
    void a10_theNameHasToMatchInTheWayOfRfc6125(String certified, String host, boolean accepted) throws IOException {
        if (accepted) {
            assertThat(connect(Order.forHosts(certified), host, trusting())).isEqualTo("hello");
        } else {
            refused(Order.forHosts(certified), host, trusting())
                    .hasMessageStartingWith("the server's certificate is for another host: it names ");
        }
    }

    @Test
    void a10_theCommonNameCountsForNothing() {
        refused(Order.forNobody().named(HOST), HOST, trusting())
                .hasMessage("the server's certificate is for another host: it names no host name at all, not " + HOST);
    }

    @Test
    void a10_anExpiredCertificateIsRefusedWithItsDate() {
        Instant end = Instant.parse("2021-03-04T05:06:07Z");
        refused(Order.forHosts(HOST).valid(end.minus(9, ChronoUnit.DAYS), end), HOST, trusting())
                .hasMessage("the server's certificate expired on 2021-03-04");
    }

    @Test
    void a10_aCertificateForTheFutureIsRefused() {
        Instant start = Instant.parse("2091-03-04T05:06:07Z");
        refused(Order.forHosts(HOST).valid(start, start.plus(9, ChronoUnit.DAYS)), HOST, trusting())
                .hasMessage("the server's certificate is not valid before 2091-03-04");
    }

    @Test
    void a10_aCertificateForClientsIsRefused() {
        refused(Order.forHosts(HOST).forClient(), HOST, trusting())
                .hasMessage("the server's certificate is not meant for servers");
    }

    @Test
    void a10_aShortKeyIsRefused() {
        refused(Order.forHosts(HOST).withRsaKey(1024), HOST, trusting())
                .hasMessage("the server's certificate has a key that is too weak (RSA, 1024 bits)");
    }

    @Test
    void a10_anUnknownIssuerIsRefusedAndNamedWithWhatToDo() {
        assertThatThrownBy(() -> connect(Order.forHosts(HOST), HOST, settings()))
                .isInstanceOf(TlsException.class)
                .hasMessage("the server's certificate comes from an issuer that is not trusted (CN=Test authority)")
                .satisfies(error -> assertThat(((TlsException) error).advice()).contains("\"CA Certificate File\""));
    }

    @Test
    void withoutPeerAuthenticationAnyIssuerWillDoButNameAndDatesStillCount() throws IOException {
        Settings anyIssuer = settings("Peer Authentication", "False");

        assertThat(connect(Order.forHosts(HOST), HOST, anyIssuer)).isEqualTo("hello");
        refused(Order.forHosts("evil.example"), HOST, anyIssuer).hasMessageContaining("for another host");
        refused(Order.forHosts(HOST).expired(), HOST, anyIssuer).hasMessageContaining("expired");
    }

    @Test
    void withoutValidationEverythingIsAccepted() throws IOException {
        Settings nothing = settings("Validate Peer Certificate", "False");

        assertThat(connect(Order.forHosts("evil.example").expired(), HOST, nothing))
                .isEqualTo("hello");
    }

    @Test
    void a11_aTrustManagerThatAcceptsEverythingDoesNotSwitchTheNameCheckOff() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Gullible()}, null);

        assertThatThrownBy(() -> connect(Order.forHosts("evil.example"), HOST, new TlsSetup(context, true)))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("it names evil.example, not mail.example.com");
        assertThat(connect(Order.forHosts("evil.example"), HOST, new TlsSetup(context, false)))
                .isEqualTo("hello");
    }

    @Test
    void aSocketOfTheFactoryChecksNamesAndReasonsLikeTheWire() throws Exception {
        TlsSetup setup = new TlsSetupSource(trusting()).current();
        TestIdentity identity = AUTHORITY.issue(Order.forHosts("evil.example"));

        try (ScriptedServer server = ScriptedServer.playing(identity, HELLO);
                SSLSocket socket = (SSLSocket) setup.socketFactory().createSocket("localhost", server.port())) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .satisfies(error -> assertThat(TlsException.explain(error))
                            .hasMessageContaining("it names evil.example, not localhost"));
            assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x01", "\\x02"})
    void a12_aServerThatChoosesAnOldProtocolVersionIsLeft(String minor) throws IOException {
        // The cipher suite is one that every JDK offers, so that the version is what it objects to.
        String serverHello = "\\x02\\x00\\x00\\x26\\x03" + minor + "\\x07".repeat(32) + "\\x00\\xc0\\x2f\\x00";

        try (ScriptedServer server =
                ScriptedServer.playing("S~ \\x16\\x03" + minor + "\\x00\\x2a" + serverHello + "\n* stalls")) {
            assertThatThrownBy(() -> connect(server, "localhost", new TlsSetupSource(trusting()).current()))
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the server offers no protocol version from TLS 1.2 on");
        }
    }

    @Test
    void a12_aServerThatRefusesOurVersionsIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("S~ \\x15\\x03\\x01\\x00\\x02\\x02\\x46\n* stalls")) {
            assertThatThrownBy(() -> connect(server, "localhost", new TlsSetupSource(trusting()).current()))
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the server offers no protocol version from TLS 1.2 on");
        }
    }

    @Test
    void a12_noSuiteWithoutAuthenticationOrEncryptionIsOffered() {
        TlsSetup setup = new TlsSetupSource(trusting()).current();

        assertThat(setup.parameters().getCipherSuites())
                .isNotEmpty()
                .noneMatch(suite -> suite.matches("(?i).*(anon|null|export|rc4|_des_|3des|md5).*"));
    }

    @Test
    void a13_plainTextWhereTlsIsMeantIsNamedAndQuotedSafely() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("S: +OK \\x1b[31mPOP3 ready\n* stalls")) {
            assertThatThrownBy(() -> connect(server, "localhost", new TlsSetupSource(trusting()).current()))
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the server speaks plain text here, not TLS (it said \"+OK \\x1b[31mPOP3 ready\")");
        }
    }

    @Test
    void a18_aHandshakeThatNeverEndsIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("* stalls");
                Wire wire = new SocketConnector().connect(server.endpoint(), Duration.ofSeconds(5))) {
            TlsSetup setup = new TlsSetupSource(trusting()).current();

            assertThatThrownBy(() -> wire.upgrade(setup, server.endpoint(), Duration.ofMillis(100)))
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the TLS handshake did not end in time");
        }
    }

    @Test
    void aServerThatHangsUpInTheHandshakeIsNamed() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing("* closed")) {
            assertThatThrownBy(() -> connect(server, "localhost", new TlsSetupSource(trusting()).current()))
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the connection ended during the TLS handshake");
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            Order order, String host, Settings settings) {
        return assertThatThrownBy(() -> connect(order, host, settings)).isInstanceOf(TlsException.class);
    }

    private static String connect(Order order, String host, Settings settings) throws IOException {
        return connect(order, host, new TlsSetupSource(settings).current());
    }

    private static String connect(Order order, String host, TlsSetup setup) throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(AUTHORITY.issue(order), HELLO)) {
            return connect(server, host, setup);
        }
    }

    /** Connects to the server under another name, shakes hands, and reads a line. */
    private static String connect(ScriptedServer server, String host, TlsSetup setup) throws IOException {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        Endpoint named = new Endpoint(host, server.port());
        try (Wire wire = new SocketConnector(any -> List.of(here)).connect(server.endpoint(), Duration.ofSeconds(10))) {
            wire.upgrade(setup, named, Duration.ofSeconds(10));
            byte[] line = new byte[100];
            int count = wire.read(line, 0, line.length, Duration.ofSeconds(10));
            return new String(line, 0, count, StandardCharsets.US_ASCII).strip();
        }
    }

    private static Settings trusting() {
        return settings("CA Certificate File", directory.resolve("ca.pem").toString());
    }

    private static Settings settings(String... namesAndValues) {
        var builder = Profile.named("support", "test");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ProfileResolver.of(TlsParameters.ALL)
                .withEnvironment(Map.<String, String>of()::get)
                .resolve(builder.build(), Direction.BOTH);
    }

    /** Accepts everything, and being extended is not checked by the Java runtime either. */
    private static final class Gullible extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
