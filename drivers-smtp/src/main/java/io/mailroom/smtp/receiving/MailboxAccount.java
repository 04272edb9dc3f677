package io.mailroom.smtp.receiving;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.smtp.tls.TlsSetupSource;
import io.mailroom.spi.DriverContext;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.LineChannel;
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
 * @param advice what to check when there is no connection
 */
public record MailboxAccount(
        String profile,
        Endpoint endpoint,
        ConnectionSecurity security,
        Supplier<TlsSetup> tls,
        Credentials credentials,
        List<Mechanism> mechanisms,
        boolean allowsInsecureAuthentication,
        WireLimits limits,
        String advice) {

    public MailboxAccount {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(endpoint, "endpoint");
        mechanisms = List.copyOf(mechanisms);
    }

    /**
     * The account of a profile.
     *
     * @throws io.mailroom.InvalidProfileException when it has neither a password nor tokens
     */
    public static MailboxAccount of(Settings settings, DriverContext context, AccountParameters keys) {
        return new MailboxAccount(
                context.profile(),
                keys.endpoint(settings),
                keys.security(settings),
                new TlsSetupSource(settings)::current,
                LoginParameters.credentials(settings, context, keys.account(), keys.password(), keys.passwordIsToken()),
                LoginParameters.mechanisms(settings),
                settings.get(TlsParameters.ALLOW_INSECURE_AUTHENTICATION),
                WireLimits.forTimeout(settings.get(keys.timeout())),
                "Check \"" + keys.server().name() + "\" and \"" + keys.port().name()
                        + "\" in the profile; the next poll tries again.");
    }

    /** A fresh connection, still without TLS. */
    public LineChannel connect(DriverContext context) {
        return LineChannel.connect(context.connector(), profile, endpoint, limits, context.newTranscript(), advice);
    }
}
