package io.mailroom.smtp.tls;

import io.mailroom.wire.HostNames;
import io.mailroom.wire.UntrustedPeerException;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a server's certificate and says why not, in words a person can act on, whichever library asks. It
 * checks the host name itself, so that nobody can forget to.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    /** Shorter RSA keys can be broken. */
    private static final int SHORTEST_RSA_KEY = 2048;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String RENEW = "Renew the certificate on the server, and check the clock of this machine.";

    /** Checks chain, purpose and name; null when nobody does. */
    private final @Nullable X509ExtendedTrustManager authorities;

    private final boolean checksNameAndDates;

    private ServerTrust(@Nullable X509ExtendedTrustManager authorities, boolean checksNameAndDates) {
        this.authorities = authorities;
        this.checksNameAndDates = checksNameAndDates;
    }

    /** A trusted issuer, valid dates, the right name. */
    static ServerTrust checkingAll(X509ExtendedTrustManager authorities) {
        return new ServerTrust(authorities, true);
    }

    /** Any issuer. */
    static ServerTrust checkingNameAndDates() {
        return new ServerTrust(null, true);
    }

    /** Anything. */
    static ServerTrust checkingNothing() {
        return new ServerTrust(null, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, engine.getPeerHost(), () -> required().checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        String host = session == null ? null : session.getPeerHost();
        check(chain, host, () -> required().checkServerTrusted(chain, authType, socket));
    }

    /** Without a connection there is no name to check, so only a trust that checks none can agree. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, null, () -> required().checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("This trust is for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    private X509ExtendedTrustManager required() {
        if (authorities == null) {
            throw new IllegalStateException("Nobody checks the issuer");
        }
        return authorities;
    }

    private interface ChainCheck {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, @Nullable String host, ChainCheck issuers) throws CertificateException {
        if (!checksNameAndDates) {
            return;
        }
        refuseDates(chain[0], "the server's certificate");
        refuseWeakKey(chain[0]);
        if (host == null) {
            throw new CertificateException("the name of the server is not known, so its certificate cannot be checked");
        }
        HostNames.check(host, chain[0]);
        if (authorities != null) {
            try {
                issuers.run();
            } catch (UntrustedPeerException known) {
                throw known;
            } catch (CertificateException refused) {
                for (X509Certificate issuer : chain) {
                    refuseDates(issuer, "the certificate of an issuer");
                }
                throw explained(chain, refused);
            }
        }
    }

    private static void refuseDates(X509Certificate certificate, String whose) throws UntrustedPeerException {
        Instant now = Instant.now();
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            throw new UntrustedPeerException(whose + " expired on " + DAY.format(end), RENEW);
        }
        if (now.isBefore(start)) {
            throw new UntrustedPeerException(whose + " is not valid before " + DAY.format(start), RENEW);
        }
    }

    private static void refuseWeakKey(X509Certificate leaf) throws UntrustedPeerException {
        if (leaf.getPublicKey() instanceof RSAPublicKey key && key.getModulus().bitLength() < SHORTEST_RSA_KEY) {
            throw new UntrustedPeerException(
                    "the server's certificate has a key that is too weak (RSA, "
                            + key.getModulus().bitLength() + " bits)",
                    "The server needs a new certificate with at least " + SHORTEST_RSA_KEY + " bits.");
        }
    }

    private static UntrustedPeerException explained(X509Certificate[] chain, CertificateException refused) {
        UntrustedPeerException reason;
        String words = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        if (hasReason(refused, BasicReason.ALGORITHM_CONSTRAINED)) {
            reason = new UntrustedPeerException(
                    "the server's certificate has a key or signature that is too weak",
                    "The server needs a new certificate.");
        } else if (words.contains("usage")) {
            reason = new UntrustedPeerException(
                    "the server's certificate is not meant for servers", "The server needs another certificate.");
        } else {
            X509Certificate last = chain[chain.length - 1];
            String issuer = last.getIssuerX500Principal().getName();
            boolean selfSigned =
                    chain.length == 1 && last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
            reason = new UntrustedPeerException(
                    (selfSigned
                                    ? "the server's certificate is signed by itself"
                                    : "the server's certificate comes from an issuer that is not trusted")
                            + " (" + io.mailroom.wire.Printable.shortLine(issuer) + ")",
                    "If the server is yours, set \"CA Certificate File\" to a PEM file with the certificate of its"
                            + " issuer.");
        }
        reason.initCause(refused);
        return reason;
    }

    private static boolean hasReason(Throwable failure, CertPathValidatorException.Reason reason) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path && path.getReason() == reason) {
                return true;
            }
        }
        return false;
    }
}
