package io.mailroom.smtp.auth;

import io.mailroom.profile.Secret;
import io.mailroom.spi.TokenSource;
import java.util.Objects;

/**
 * An account at a server, and what proves that it is ours.
 *
 * @param account shown in no log: providers use addresses
 * @param isToken true when the source gives OAuth 2.0 access tokens, false when it gives the password
 * @param source asked once for each login
 */
public record Credentials(String account, boolean isToken, TokenSource source) {
    public Credentials {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(source, "source");
    }

    /** An account with a password. */
    public static Credentials password(String account, Secret password) {
        Objects.requireNonNull(password, "password");
        return new Credentials(account, false, () -> password);
    }

    /** An account with access tokens. */
    public static Credentials tokens(String account, TokenSource tokens) {
        return new Credentials(account, true, tokens);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
