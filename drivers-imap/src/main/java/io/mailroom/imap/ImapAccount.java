package io.mailroom.imap;

import io.mailroom.profile.Secret;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.WireLimits;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Everything a login needs.
 *
 * @param profile named in errors
 * @param security when TLS begins
 * @param tls how; asked for each connection, unless {@code security} is {@link ConnectionSecurity#NONE}
 * @param name of the account
 * @param password asked once for each login
 * @param allowsInsecureAuthentication whether a password may leave this machine unencrypted
 */
record ImapAccount(
        String profile,
        Endpoint endpoint,
        ConnectionSecurity security,
        Supplier<TlsSetup> tls,
        String name,
        Supplier<Secret> password,
        boolean allowsInsecureAuthentication,
        WireLimits limits) {

    ImapAccount {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(name, "name");
    }
}
