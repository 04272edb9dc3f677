package io.mailroom.wire;

import java.security.cert.CertificateException;
import java.util.Objects;

/** A certificate that is not accepted, with the reason in words and what to do. Trust managers may throw it. */
public final class UntrustedPeerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    /**
     * @param what the reason, such as {@code the certificate expired on 2026-01-01}; no final stop
     * @param advice what to do, one or two sentences
     */
    public UntrustedPeerException(String what, String advice) {
        super(Objects.requireNonNull(what, "what"));
        this.advice = Objects.requireNonNull(advice, "advice");
    }

    /** What to do, one or two sentences. */
    public String advice() {
        return advice;
    }
}
