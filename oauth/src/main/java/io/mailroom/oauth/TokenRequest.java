package io.mailroom.oauth;

import io.mailroom.profile.Secret;
import io.mailroom.wire.Endpoint;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which provider is asked, and as whom.
 *
 * @param owner named in errors: the profile the tokens are for
 * @param tokenUrl the provider's token endpoint; https, or http to this machine itself
 * @param clientId the application's id at the provider
 * @param secret the application's secret, or null for one that has none
 * @param scope what the token is asked for, separated by spaces; empty for the provider's default
 */
public record TokenRequest(
        String owner,
        URI tokenUrl,
        String clientId,
        @Nullable Secret secret,
        String scope) {
    private static final int HTTPS = 443;

    /** @throws IllegalArgumentException when the URL is no https address; the message says what is wrong with it */
    public TokenRequest {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(scope, "scope");
        String scheme = String.valueOf(tokenUrl.getScheme()).toLowerCase(Locale.ROOT);
        if (tokenUrl.getHost() == null || !scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("it is no https address");
        }
        if (scheme.equals("http") && !new Endpoint(tokenUrl.getHost(), HTTPS).isLoopback()) {
            throw new IllegalArgumentException("it is not encrypted; a token endpoint has an https address");
        }
        if (tokenUrl.getRawUserInfo() != null || tokenUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("it may hold neither an account nor a fragment");
        }
    }

    /** The application's secret, when it has one. */
    public Optional<Secret> clientSecret() {
        return Optional.ofNullable(secret);
    }

    /** {@code host}, with the port when it is not the usual one. */
    String server() {
        return tokenUrl.getHost() + (tokenUrl.getPort() < 0 ? "" : ":" + tokenUrl.getPort());
    }

    @Override
    public String toString() {
        return "TokenRequest[" + owner + ", " + server() + "]";
    }
}
