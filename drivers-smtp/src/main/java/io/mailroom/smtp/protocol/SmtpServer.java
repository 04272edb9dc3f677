package io.mailroom.smtp.protocol;

import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server and all that is needed to talk to it.
 *
 * @param profile for errors
 * @param endpoint where it is
 * @param tls how the connection is secured
 * @param setup trust and client certificate; asked only when TLS is spoken
 * @param login the account there, or null for none
 * @param allowInsecureLogin whether a password may cross an unencrypted connection to another machine
 * @param mechanisms the mechanisms that may be used to log in, in order; empty for all, the strongest first
 * @param ehloName what we call ourselves, a host name or an address literal; asked when a connection is opened
 * @param timeout longest wait for one answer; ten times as long after the final dot
 */
public record SmtpServer(
        String profile,
        Endpoint endpoint,
        TlsPolicy tls,
        Supplier<TlsSetup> setup,
        @Nullable Credentials login,
        boolean allowInsecureLogin,
        List<Mechanism> mechanisms,
        Supplier<String> ehloName,
        Duration timeout) {

    /** RFC 5321 §4.5.3.2.6 gives the server 10 minutes where it gives it 2 to 5 elsewhere; we give 10 for 1. */
    private static final int FINAL_DOT_FACTOR = 10;

    public SmtpServer {
        mechanisms = List.copyOf(mechanisms);
    }

    /** The account there. */
    public Optional<Credentials> credentials() {
        return Optional.ofNullable(login);
    }

    /** Longest wait for the answer to the final dot. */
    Duration finalDotTimeout() {
        return timeout.multipliedBy(FINAL_DOT_FACTOR);
    }

    /** {@code host:port}. */
    public String name() {
        return endpoint.toString();
    }

    @Override
    public String toString() {
        return "SmtpServer[" + endpoint + ", " + tls + "]";
    }
}
