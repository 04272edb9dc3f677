package io.mailroom.smtp.protocol;

import io.mailroom.profile.Secret;

/**
 * An account at a server.
 *
 * @param account shown in no log either: providers use addresses
 * @param password copied out for each login only
 */
public record Credentials(String account, Secret password) {
    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
