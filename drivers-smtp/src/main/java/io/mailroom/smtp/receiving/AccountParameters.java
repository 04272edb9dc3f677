package io.mailroom.smtp.receiving;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.Endpoint;
import java.time.Duration;

/**
 * The parameters by which a protocol's mailbox is reached.
 *
 * @param implicitTlsPort the port on which TLS begins at once
 * @param passwordIsToken whether the password is an access token
 */
public record AccountParameters(
        Parameter<String> server,
        Parameter<Integer> port,
        Parameter<Boolean> ssl,
        Parameter<Boolean> tls,
        int implicitTlsPort,
        Parameter<Duration> timeout,
        Parameter<String> account,
        Parameter<Secret> password,
        Parameter<Boolean> passwordIsToken) {

    /** Where the server listens. */
    public Endpoint endpoint(Settings settings) {
        return new Endpoint(settings.get(server), settings.get(port));
    }

    /** When TLS begins. */
    public ConnectionSecurity security(Settings settings) {
        return ConnectionSecurity.of(settings, ssl, tls, settings.get(port), implicitTlsPort);
    }
}
