package io.mailroom.smtp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.testkit.ScriptedServer;
import io.mailroom.testkit.TestAuthority;
import io.mailroom.testkit.TestAuthority.Order;
import io.mailroom.testkit.TestIdentity;
import io.mailroom.wire.SocketConnector;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the files that a profile names to a connection that both sides trust. */
@Timeout(60)
class TlsSetupSourceTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Test authority");
    private static final TestIdentity SERVER = AUTHORITY.issue(Order.forHosts("localhost"));
    private static final TestIdentity EC_CLIENT =
            AUTHORITY.issue(Order.forHosts("client.example.com").forClient());
    private static final TestIdentity RSA_CLIENT =
            AUTHORITY.issue(Order.forHosts("client.example.com").forClient().withRsaKey(2048));
    private static final String PASSWORD = "canary-key-pass";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "EC, PKCS8", "EC, PKCS8-AES", "EC, PKCS8-3DES", "EC, OPENSSL", "EC, OPENSSL-AES",
        "RSA, PKCS8", "RSA, PKCS8-AES", "RSA, PKCS8-3DES", "RSA, OPENSSL", "RSA, OPENSSL-AES"
    })
    void aClientShowsItsCertificateWhateverFormItsKeyHas(String type, String form) throws Exception {
        TestIdentity client = type.equals("RSA") ? RSA_CLIENT : EC_CLIENT;
        file("ca.pem", AUTHORITY.pem());
        file("client.pem", client.certificatePem());
        file("key.pem", "Bag Attributes: none\n" + keyPem(client, form));

        Settings settings = form.contains("-")
                ? settings("ca.pem", "client.pem", "key.pem", PASSWORD)
                : settings("ca.pem", "client.pem", "key.pem", "");

        assertThat(connect(new TlsSetupSource(settings).current())).isEqualTo("you are known");
    }

    @Test
    void oneFileMayHoldCertificateAndKey() throws Exception {
        TestIdentity client = EC_CLIENT;
        file("ca.pem", AUTHORITY.pem());
        file("both.pem", client.keyPem() + client.certificatePem());

        assertThat(connect(new TlsSetupSource(settings("ca.pem", "both.pem", "both.pem", "")).current()))
                .isEqualTo("you are known");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNoPasswordWithIt() throws Exception {
        file("empty.pem", "nothing here\n");
        file("key.pem", keyPem(EC_CLIENT, "PKCS8-AES"));

        assertThatThrownBy(() ->
                        new TlsSetupSource(settings("gone.pem", "empty.pem", "key.pem", "wrong-canary")).current())
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("\"CA Certificate File\": " + directory.resolve("gone.pem") + " is not there")
                .hasMessageContaining(
                        "\"Certificate File\": " + directory.resolve("empty.pem") + " holds no certificate in PEM form")
                .hasMessageContaining("\"Private Key File\": the key in " + directory.resolve("key.pem")
                        + " cannot be decrypted; check \"Private Key File Password\"")
                .hasMessageNotContaining("canary-");
    }

    @Test
    void anEncryptedKeyWithoutPasswordSaysWhichParameterToSet() throws Exception {
        TestIdentity client = EC_CLIENT;
        file("ca.pem", AUTHORITY.pem());
        file("client.pem", client.certificatePem());
        file("key.pem", keyPem(client, "OPENSSL-AES"));

        assertThatThrownBy(() -> new TlsSetupSource(settings("ca.pem", "client.pem", "key.pem", "")).current())
                .hasMessageContaining("is encrypted; set \"Private Key File Password\"");
    }

    @Test
    void aKeyOfSomebodyElseIsNoticed() throws Exception {
        file("ca.pem", AUTHORITY.pem());
        file("client.pem", EC_CLIENT.certificatePem());
        file("key.pem", SERVER.keyPem());

        assertThatThrownBy(() -> new TlsSetupSource(settings("ca.pem", "client.pem", "key.pem", "")).current())
                .hasMessageContaining("the key does not belong to the first certificate");
    }

    @Test
    void aDamagedFileIsSaidToBeDamaged() throws Exception {
        file("ca.pem", AUTHORITY.pem().replaceAll("(?s)(BEGIN CERTIFICATE-----\n.{40}).*?(\n-----END)", "$1$2"));

        assertThatThrownBy(() -> new TlsSetupSource(settings("ca.pem", "", "", "")).current())
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("\"CA Certificate File\"")
                .hasMessageContaining("ca.pem");
    }

    @Test
    void aRenewedFileIsReadWithoutARestartAndAnUnchangedOneIsNotReadAgain() throws Exception {
        Path ca = file("ca.pem", TestAuthority.named("Somebody else").pem());
        TlsSetupSource source = new TlsSetupSource(settings("ca.pem", "", "", ""));
        TlsSetup first = source.current();
        assertThat(source.current()).isSameAs(first);

        file("ca.pem", AUTHORITY.pem() + AUTHORITY.pem());

        assertThat(Files.size(ca)).isPositive();
        assertThat(source.current()).isNotSameAs(first);
    }

    /** A server that lets in only clients it knows. */
    private static String connect(TlsSetup setup) throws IOException {
        SSLContext context = SERVER.serverContextFor(AUTHORITY);
        try (ScriptedServer server =
                        ScriptedServer.demandingCertificates(context, "* TLS\nS: you are known\n* stalls");
                Wire wire = new SocketConnector().connect(server.endpoint(), Duration.ofSeconds(10))) {
            wire.upgrade(setup, server.endpoint(), Duration.ofSeconds(10));
            byte[] line = new byte[100];
            int count = wire.read(line, 0, line.length, Duration.ofSeconds(10));
            return new String(line, 0, Math.max(count, 0), StandardCharsets.US_ASCII).strip();
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private Settings settings(String ca, String certificate, String key, String password) {
        Profile profile = Profile.named("support", "test")
                .directory(directory)
                .set(TlsParameters.CA_CERTIFICATE_FILE, ca)
                .set(TlsParameters.CERTIFICATE_FILE, certificate)
                .set(TlsParameters.PRIVATE_KEY_FILE, key)
                .set(TlsParameters.PRIVATE_KEY_FILE_PASSWORD, password)
                .build();
        return ProfileResolver.of(TlsParameters.ALL)
                .withEnvironment(Map.<String, String>of()::get)
                .resolve(profile, Direction.BOTH);
    }

    private static String keyPem(TestIdentity identity, String form) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            switch (form) {
                case "PKCS8" -> writer.writeObject(new JcaPKCS8Generator(identity.key(), null));
                case "PKCS8-AES" -> writer.writeObject(encrypted(identity, PKCS8Generator.AES_256_CBC.getId()));
                case "PKCS8-3DES" ->
                    writer.writeObject(
                            encrypted(identity, PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC.getId()));
                case "OPENSSL" -> writer.writeObject(new JcaMiscPEMGenerator(asOpenSsl(identity.key())));
                default ->
                    writer.writeObject(new JcaMiscPEMGenerator(
                            asOpenSsl(identity.key()),
                            new JcePEMEncryptorBuilder("AES-256-CBC")
                                    .setProvider(new BouncyCastleProvider())
                                    .build(PASSWORD.toCharArray())));
            }
        }
        return text.toString();
    }

    /** OpenSSL writes the curve into the key itself, as this provider does and the Java runtime does not. */
    private static PrivateKeyInfo asOpenSsl(PrivateKey key) throws Exception {
        PrivateKey complete = KeyFactory.getInstance(key.getAlgorithm(), new BouncyCastleProvider())
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        return PrivateKeyInfo.getInstance(complete.getEncoded());
    }

    private static JcaPKCS8Generator encrypted(TestIdentity identity, String algorithm) throws Exception {
        return new JcaPKCS8Generator(
                identity.key(),
                new JceOpenSSLPKCS8EncryptorBuilder(new org.bouncycastle.asn1.ASN1ObjectIdentifier(algorithm))
                        .setProvider(new BouncyCastleProvider())
                        .setRandom(new SecureRandom())
                        .setPassword(PASSWORD.toCharArray())
                        .build());
    }
}
