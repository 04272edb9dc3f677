package io.mailroom.imap;

import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.WireLimits;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Everything a login needs.
 *
 * @param profile named in errors
 * @param security when TLS begins
 * @param tls how; asked for each connection, unless {@code security} is {@link ConnectionSecurity#NONE}
 * @param credentials who logs in, and with what
 * @param mechanisms the mechanisms that may be used, in order; empty for all, the strongest first
 * @param allowsInsecureAuthentication whether a password may leave this machine unencrypted
 */
record ImapAccount(
        String profile,
        Endpoint endpoint,
        ConnectionSecurity security,
        Supplier<TlsSetup> tls,
        Credentials credentials,
        List<Mechanism> mechanisms,
        boolean allowsInsecureAuthentication,
        WireLimits limits) {

    ImapAccount {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(endpoint, "endpoint");
        mechanisms = List.copyOf(mechanisms);
    }
}
