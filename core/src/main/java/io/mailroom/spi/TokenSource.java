package io.mailroom.spi;

import io.mailroom.profile.Secret;

/**
 * Gives OAuth 2.0 access tokens (RFC 6750) for the logins of one profile. Usable from any thread.
 *
 * <p>It is asked once for each login, when the connection is encrypted and the server waits for our word, so it should
 * answer from memory while the token it has is good.
 */
@FunctionalInterface
public interface TokenSource {
    /**
     * A token that is good now, and for a minute at least. The caller copies its characters out and leaves the secret
     * as it is.
     *
     * @throws io.mailroom.CommunicationsException when there is none: kind {@code AUTHENTICATION} when the provider
     *     refused, {@code NETWORK} when it could not be asked; the login fails with this error
     */
    Secret token();

    /**
     * A server did not accept this token. The next {@link #token()} should not be the same; it is asked for once more,
     * and its answer is tried when it differs.
     */
    default void refused(Secret token) {}
}
