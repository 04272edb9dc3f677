package io.mailroom.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one test run: it signs certificates good and bad, and no key ever reaches a disk
 * unless a test writes it there.
 */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private final TestIdentity identity;

    private TestAuthority(TestIdentity identity) {
        this.identity = identity;
    }

    /** A new authority of this name. */
    public static TestAuthority named(String name) {
        Order order = Order.forNobody().named(name);
        KeyPair keys = order.newKeys();
        X509Certificate certificate = sign(order, keys, name, keys, true);
        return new TestAuthority(new TestIdentity(keys.getPrivate(), List.of(certificate)));
    }

    /** A certificate as ordered, signed by this authority. */
    public TestIdentity issue(Order order) {
        KeyPair keys = order.newKeys();
        X509Certificate certificate = sign(order, keys, nameOf(certificate()), caKeys(), false);
        return new TestIdentity(keys.getPrivate(), List.of(certificate, certificate()));
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return identity.chain().get(0);
    }

    /** The authority's certificate as PEM. */
    public String pem() {
        return TestIdentity.pem("CERTIFICATE", TestIdentity.encoded(certificate()));
    }

    /** A client's context that trusts this authority and no other. */
    public SSLContext trustingContext() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private KeyPair caKeys() {
        return new KeyPair(certificate().getPublicKey(), identity.key());
    }

    private static String nameOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static X509Certificate sign(Order order, KeyPair subject, String issuer, KeyPair signer, boolean isCa) {
        String algorithm = signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] algorithmId = algorithm.equals("SHA256withRSA")
                ? Der.sequence(Der.oid("1.2.840.113549.1.1.11"))
                : Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(BigInteger.valueOf(SERIAL.incrementAndGet()).abs()),
                algorithmId,
                distinguishedName(issuer),
                Der.sequence(Der.time(order.from), Der.time(order.until)),
                distinguishedName(order.commonName),
                subject.getPublic().getEncoded(),
                Der.tagged(0xa3, order.extensions(isCa)));
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(signer.getPrivate());
            signature.update(body);
            byte[] certificate = Der.sequence(body, algorithmId, Der.bitString(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static byte[] distinguishedName(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    /** What a certificate is to say. Immutable: each method answers a new one. */
    public static final class Order {
        private static final String SERVER = "1.3.6.1.5.5.7.3.1";
        private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
        private static final int DNS_NAME = 0x82;
        private static final int IP_ADDRESS = 0x87;

        private final String commonName;
        private final List<String> hosts;
        private final Instant from;
        private final Instant until;
        private final String purpose;
        private final int rsaBits;

        private Order(String commonName, List<String> hosts, Instant from, Instant until, String purpose, int rsaBits) {
            this.commonName = commonName;
            this.hosts = List.copyOf(hosts);
            this.from = from;
            this.until = until;
            this.purpose = purpose;
            this.rsaBits = rsaBits;
        }

        /** A server's certificate, valid for these host names and addresses from yesterday for a month; an EC key. */
        public static Order forHosts(String... hosts) {
            Instant now = Instant.now();
            return new Order(
                    hosts.length == 0 ? "nobody" : hosts[0],
                    List.of(hosts),
                    now.minus(1, ChronoUnit.DAYS),
                    now.plus(30, ChronoUnit.DAYS),
                    SERVER,
                    0);
        }

        /** As {@link #forHosts}, but with no host in it. */
        public static Order forNobody() {
            return forHosts();
        }

        /** With this common name, which says nothing about hosts. */
        public Order named(String name) {
            return new Order(name, hosts, from, until, purpose, rsaBits);
        }

        /** Valid from and to these times. */
        public Order valid(Instant start, Instant end) {
            return new Order(commonName, hosts, start, end, purpose, rsaBits);
        }

        /** Valid until yesterday. */
        public Order expired() {
            Instant now = Instant.now();
            return valid(now.minus(30, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
        }

        /** Good for clients only. */
        public Order forClient() {
            return new Order(commonName, hosts, from, until, CLIENT, rsaBits);
        }

        /** With an RSA key of so many bits. */
        public Order withRsaKey(int bits) {
            return new Order(commonName, hosts, from, until, purpose, bits);
        }

        private KeyPair newKeys() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
                if (rsaBits > 0) {
                    generator.initialize(rsaBits);
                } else {
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private byte[] extensions(boolean isCa) {
            List<byte[]> extensions = new ArrayList<>();
            if (isCa) {
                extensions.add(extension("2.5.29.19", true, Der.sequence(Der.yes())));
            } else {
                extensions.add(extension("2.5.29.37", false, Der.sequence(Der.oid(purpose))));
            }
            if (!hosts.isEmpty()) {
                byte[][] names = hosts.stream().map(Order::generalName).toArray(byte[][]::new);
                extensions.add(extension("2.5.29.17", false, Der.sequence(names)));
            }
            return Der.sequence(extensions.toArray(byte[][]::new));
        }

        private static byte[] extension(String oid, boolean critical, byte[] value) {
            return critical
                    ? Der.sequence(Der.oid(oid), Der.yes(), Der.octetString(value))
                    : Der.sequence(Der.oid(oid), Der.octetString(value));
        }

        private static byte[] generalName(String host) {
            return host.matches("[0-9.]+") || host.contains(":")
                    ? Der.tagged(IP_ADDRESS, addressBytes(host))
                    : Der.tagged(DNS_NAME, host.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }

        private static byte[] addressBytes(String literal) {
            try {
                return java.net.InetAddress.getByName(literal).getAddress();
            } catch (java.net.UnknownHostException notAnAddress) {
                throw new IllegalArgumentException(literal, notAnAddress);
            }
        }
    }
}
