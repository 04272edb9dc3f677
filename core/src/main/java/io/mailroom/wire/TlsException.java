package io.mailroom.wire;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No trusted connection came about. Says the reason in words and what to do. */
public final class TlsException extends SSLException {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST_CAUSE = 20;
    private static final String TRY_AGAIN = "It is tried again later.";

    private final String advice;

    /**
     * @param what the reason, no final stop
     * @param advice what to do, one or two sentences
     * @param cause what brought it about, or null
     */
    public TlsException(String what, String advice, @Nullable Throwable cause) {
        super(Objects.requireNonNull(what, "what"), cause);
        this.advice = Objects.requireNonNull(advice, "advice");
    }

    /** What to do, one or two sentences. */
    public String advice() {
        return advice;
    }

    /** The reason behind a failed handshake, whichever TLS client reports it. */
    public static TlsException explain(Throwable failure) {
        TlsException known = find(failure, TlsException.class).orElse(null);
        if (known != null) {
            return known;
        }
        return find(failure, UntrustedPeerException.class)
                .map(reason -> new TlsException(String.valueOf(reason.getMessage()), reason.advice(), failure))
                .or(() -> brokenChain(failure))
                .orElseGet(() -> byWords(failure));
    }

    /** The first of {@code failure} and its causes that is of this type. */
    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Optional<TlsException> brokenChain(Throwable failure) {
        boolean expired =
                find(failure, CertificateExpiredException.class).isPresent() || hasReason(failure, BasicReason.EXPIRED);
        boolean notYet = find(failure, CertificateNotYetValidException.class).isPresent()
                || hasReason(failure, BasicReason.NOT_YET_VALID);
        if (expired || notYet) {
            return Optional.of(new TlsException(
                    expired ? "the server's certificate has expired" : "the server's certificate is not valid yet",
                    "Renew the certificate on the server, and check the clock of this machine.",
                    failure));
        }
        if (hasReason(failure, BasicReason.ALGORITHM_CONSTRAINED)) {
            return Optional.of(new TlsException(
                    "the server's certificate has a key or signature that is too weak",
                    "The server needs a new certificate.",
                    failure));
        }
        if (find(failure, CertPathBuilderException.class).isPresent() || hasReason(failure, BasicReason.UNSPECIFIED)) {
            return Optional.of(unknownIssuer(failure));
        }
        return Optional.empty();
    }

    private static boolean hasReason(Throwable failure, BasicReason reason) {
        return find(failure, CertPathValidatorException.class)
                .map(CertPathValidatorException::getReason)
                .filter(reason::equals)
                .isPresent();
    }

    private static TlsException unknownIssuer(Throwable failure) {
        return new TlsException(
                "the server's certificate comes from an issuer that is not trusted",
                "Set \"CA Certificate File\" to the issuer's certificate (PEM) if the server is yours.",
                failure);
    }

    private static TlsException byWords(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("plaintext connection") || lower.contains("unrecognized ssl message")) {
            return plainText("", failure);
        }
        if (lower.contains("protocol version") || lower.contains("protocol_version")) {
            return new TlsException(
                    "the server offers no protocol version from TLS 1.2 on",
                    "The server must be brought up to date.",
                    failure);
        }
        if (lower.contains("handshake_failure") || lower.contains("insufficient_security")) {
            return new TlsException(
                    "client and server have no cipher suite in common, or the server wants a client certificate",
                    "Check the server's TLS settings, and \"Certificate File\" and \"Private Key File\" if it asks"
                            + " for a client certificate.",
                    failure);
        }
        if (lower.contains("certificate_required") || lower.contains("bad_certificate")) {
            return new TlsException(
                    "the server did not accept our client certificate (" + Printable.shortLine(words) + ")",
                    "Check \"Certificate File\" and \"Private Key File\".",
                    failure);
        }
        if (failure instanceof SocketTimeoutException) {
            return new TlsException("the TLS handshake did not end in time", TRY_AGAIN, failure);
        }
        if (failure instanceof EOFException || failure instanceof SocketException) {
            return new TlsException("the connection ended during the TLS handshake", TRY_AGAIN, failure);
        }
        return new TlsException("the TLS handshake failed (" + Printable.shortLine(words) + ")", TRY_AGAIN, failure);
    }

    /** The server answered a TLS greeting with something else, perhaps these words. */
    static TlsException plainText(String words, @Nullable Throwable failure) {
        return new TlsException(
                "the server speaks plain text here, not TLS" + (words.isEmpty() ? "" : " (it said \"" + words + "\")"),
                "Check the port: implicit TLS and STARTTLS use different ones.",
                failure);
    }
}
