package io.mailroom.smtp.protocol;

/** How a connection is to be secured. */
public enum TlsPolicy {
    /** In plain text. */
    NONE,
    /** STARTTLS where it is offered; plain text only when it is not, or is refused for good (5yz). */
    PREFERRED,
    /** STARTTLS, or the session fails. */
    REQUIRED,
    /** TLS from the first byte. */
    IMPLICIT
}
