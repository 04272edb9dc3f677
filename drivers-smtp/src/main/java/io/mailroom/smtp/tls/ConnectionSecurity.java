package io.mailroom.smtp.tls;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;

/** What a profile says about TLS on one connection (contract section 2). */
public enum ConnectionSecurity {
    /** Neither SSL nor TLS is asked for. */
    NONE,
    /** TLS from the first byte (RFC 8314 §3). */
    IMPLICIT_TLS,
    /** STARTTLS or STLS before anything else; the session fails when it is not to be had. */
    UPGRADE_REQUIRED;

    /**
     * What two flags and a port come to: SSL is TLS from the first byte on any port; TLS alone is that on the
     * protocol's implicit port, and an upgrade on every other.
     *
     * @param implicitPort 995 for POP3, 993 for IMAP, 465 for SMTP
     */
    public static ConnectionSecurity of(
            Settings settings, Parameter<Boolean> enableSsl, Parameter<Boolean> enableTls, int port, int implicitPort) {
        if (settings.get(enableSsl)) {
            return IMPLICIT_TLS;
        }
        if (!settings.get(enableTls)) {
            return NONE;
        }
        return port == implicitPort ? IMPLICIT_TLS : UPGRADE_REQUIRED;
    }
}
